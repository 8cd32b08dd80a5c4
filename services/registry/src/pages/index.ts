import type { Handler } from '@ashlar/service-kit';
import type { FastifyInstance } from 'fastify';
import { showBindings } from './bindings.ts';
import { showCheck } from './check.ts';
import { showChecks, startOperatorCheck } from './checks.ts';
import { showImplementations } from './implementations.ts';
import { showNewSwap, startNewSwap } from './new-swap.ts';
import { assets } from './render.ts';
import { signInHandlers } from './sign-in.ts';
import { showSwap, streamSwap } from './swap.ts';
import { showSwapAction, takeSwapAction } from './swap-action.ts';
import { showSwaps } from './swaps.ts';
import type { PageDeps } from './visit.ts';

export { pageErrors } from './errors.ts';
export type { PageDeps } from './visit.ts';

/** The operations that answer with pages, by operationId. */
export function pageHandlers(deps: PageDeps) {
  return {
    ...signInHandlers(deps),
    showOperatorBindings: showBindings(deps),
    showOperatorImplementations: showImplementations(deps),
    showOperatorChecks: showChecks(deps),
    startOperatorCheck: startOperatorCheck(deps),
    showOperatorCheck: showCheck(deps),
    showOperatorSwaps: showSwaps(deps),
    showNewOperatorSwap: showNewSwap(deps),
    startOperatorSwap: startNewSwap(deps),
    showOperatorSwap: showSwap(deps),
    streamOperatorSwap: streamSwap(deps),
    showOperatorSwapAction: showSwapAction(deps),
    takeOperatorSwapAction: takeSwapAction(deps),
  } satisfies Record<string, Handler>;
}

/** Registers what the pages load. */
export async function registerPages(app: FastifyInstance): Promise<void> {
  for (const [name, text] of Object.entries(assets)) {
    const type = name.endsWith('.js') ? 'text/javascript' : 'text/css';
    app.get(`/assets/${name}`, (_request, reply) =>
      reply
        .headers({
          'cache-control': 'public, max-age=31536000, immutable',
          'x-content-type-options': 'nosniff',
        })
        .type(`${type}; charset=utf-8`)
        .send(text),
    );
  }
}
