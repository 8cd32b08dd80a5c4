import { isHandedOverWhole } from '@ashlar/contracts';
import type { Handler } from '@ashlar/service-kit';
import type { Implementation } from '../domain/entities.ts';
import { findBindings } from '../usecases/manage-bindings.ts';
import { findImplementation } from '../usecases/manage-implementations.ts';
import { sendPage } from './render.ts';
import { type PageDeps, page, queried } from './visit.ts';

const perPage = 100;
const isCursor = /^[a-z0-9-]{1,63}\/(?:[a-z0-9-]{1,63}|\*)$/;

/** `showOperatorBindings`: what is bound, to what, since when. */
export function showBindings(pages: PageDeps): Handler {
  const { deps } = pages;
  return page(pages, async ({ request, reply, csrfToken }) => {
    const asked = queried(request, 'cursor');
    const cursor = isCursor.test(asked) ? asked : undefined;
    const { items, nextCursor } = await findBindings(deps, { cursor, limit: perPage, department: '*' });
    const named = await implementationsOf(
      pages,
      items.map(({ implementation_id }) => implementation_id),
    );
    const bindings = items.map((binding) => ({
      ...binding,
      swaps: isHandedOverWhole(binding.component) === (binding.department === '*'),
      implementation: named.get(binding.implementation_id ?? ''),
    }));
    const title = 'What is bound';
    return sendPage(request, reply, { view: 'bindings', title, csrfToken, bindings, nextCursor, cursor });
  });
}

/** The implementations with these ids. */
export async function implementationsOf(
  { deps }: Pick<PageDeps, 'deps'>,
  ids: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, Implementation>> {
  const wanted = [...new Set(ids)].filter((id) => id !== undefined);
  const found = await Promise.all(wanted.map((id) => findImplementation(deps, id)));
  return new Map(found.flatMap((one) => (one ? [[one.id, one]] : [])));
}
