import { Readable } from 'node:stream';
import { FaultError, type Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Swap } from '../domain/entities.ts';
import { followSwap } from '../usecases/follow-swap.ts';
import { findImplementation } from '../usecases/manage-implementations.ts';
import { findSwap } from '../usecases/manage-swaps.ts';
import { renderPart, sendMessage, sendPage } from './render.ts';
import { viewSwap } from './swap-view.ts';
import { isId, type PageDeps, page, visitOf } from './visit.ts';

/** `showOperatorSwap`: how a swap stands. With scripts the page shows each change as it comes. */
export function showSwap(pages: PageDeps): Handler {
  return page(pages, async ({ request, reply, csrfToken }) => {
    const swap = await viewOf(pages, await swapOf(pages, request));
    return sendPage(request, reply, { view: 'swap', title: swap.what, csrfToken, swap });
  });
}

/** `streamOperatorSwap`: the changing parts of that page, rendered anew at each change. */
export function streamSwap(pages: PageDeps): Handler {
  return async (request, reply) => {
    // A stream cannot be led to the sign-in.
    if (!visitOf(pages, request, reply)) return sendMessage(request, reply.code(401), signedOut);
    const { id } = await swapOf(pages, request);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, request.server.draining]);
    const after = Number(/^\d{1,15}$/.exec(String(request.headers['last-event-id'] ?? '')) ?? 0);
    const swaps = followSwap(pages.deps, { id, department: '*', after, signal });
    return reply
      .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      .type('text/event-stream; charset=utf-8')
      .send(Readable.from(asEvents(pages, request, swaps)));
  };
}

const signedOut = { title: 'You are signed out', text: 'Open the page of the swap again to sign in.' };

/** The swap that the path names. Throws a 404. */
export async function swapOf({ deps }: PageDeps, request: FastifyRequest): Promise<Swap> {
  const { swap_id: id } = request.params as { swap_id: string };
  const swap = isId(id) ? await findSwap(deps, { id, department: '*' }) : undefined;
  if (!swap) throw new FaultError('not_found');
  return swap;
}

async function viewOf({ deps }: PageDeps, swap: Swap) {
  return viewSwap(swap, deps.now(), await findImplementation(deps, swap.from.implementation_id));
}

async function* asEvents(
  pages: PageDeps,
  request: FastifyRequest,
  swaps: AsyncIterable<Swap | undefined>,
): AsyncGenerator<string> {
  yield 'retry: 1000\n\n';
  for await (const swap of swaps) {
    if (swap === undefined) {
      yield ': quiet\n\n';
      continue;
    }
    const view = await viewOf(pages, swap);
    const parts = {
      status: view.status,
      facts: renderPart(request, 'swap-facts', { swap: view }),
      actions: renderPart(request, 'swap-actions', { swap: view }),
      ended: view.ended,
    };
    yield `id: ${swap.revision}\nevent: swap\ndata: ${JSON.stringify(parts)}\n\n`;
  }
}
