import type { Handler } from '@ashlar/service-kit';
import { findImplementations } from '../usecases/manage-implementations.ts';
import { findNewestCheck } from '../usecases/run-checks.ts';
import { attestationOf } from './attestation-view.ts';
import { sendPage } from './render.ts';
import { isId, type PageDeps, page, queried } from './visit.ts';

const perPage = 100;

/** `showOperatorImplementations`: what runs, where, in which version. */
export function showImplementations(pages: PageDeps): Handler {
  return page(pages, async ({ request, reply, csrfToken }) => {
    const asked = queried(request, 'cursor');
    const cursor = isId(asked) ? asked : undefined;
    const { items, nextCursor } = await findImplementations(pages.deps, { cursor, limit: perPage });
    const title = 'Implementations';
    return sendPage(request, reply, {
      view: 'implementations',
      title,
      csrfToken,
      implementations: await Promise.all(
        items.map(async (one) => ({
          ...one,
          attested: await attestationOf(pages, one),
          check: await findNewestCheck(pages.deps, one.id),
        })),
      ),
      nextCursor,
      cursor,
    });
  });
}
