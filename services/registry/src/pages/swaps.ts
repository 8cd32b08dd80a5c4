import type { Handler } from '@ashlar/service-kit';
import { findSwaps } from '../usecases/manage-swaps.ts';
import { sendPage } from './render.ts';
import { describeSwap, tags } from './swap-view.ts';
import { isId, type PageDeps, page, queried } from './visit.ts';

const perPage = 50;

/** `showOperatorSwaps`: every swap, newest first. */
export function showSwaps(pages: PageDeps): Handler {
  return page(pages, async ({ request, reply, csrfToken }) => {
    const asked = queried(request, 'cursor');
    const cursor = isId(asked) ? asked : undefined;
    const { items, nextCursor } = await findSwaps(pages.deps, { cursor, limit: perPage, department: '*' });
    const swaps = items.map((swap) => ({ ...swap, what: describeSwap(swap), tag: tags[swap.state] }));
    return sendPage(request, reply, { view: 'swaps', title: 'Swaps', csrfToken, swaps, nextCursor, cursor });
  });
}
