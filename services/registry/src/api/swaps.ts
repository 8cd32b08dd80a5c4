import { Readable } from 'node:stream';
import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { isHandedOverWhole } from '@ashlar/contracts';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Swap } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { followSwap } from '../usecases/follow-swap.ts';
import {
  abortSwap,
  findSwap,
  findSwaps,
  finishSwap,
  rollBack,
  type Starting,
  startSwap,
} from '../usecases/manage-swaps.ts';
import { actorOf, requireOwn, visibleTo } from './callers.ts';
import { epochConflict, invalid, swapsOnly } from './problems.ts';
import { pageAsk, pageBody } from './replies.ts';

type SwapOperation = 'listSwaps' | 'startSwap' | 'getSwap' | 'abortSwap' | 'rollBackSwap' | 'finishSwap';

/** Swaps. A department sees and makes its own. */
export function swapHandlers(deps: Deps): Record<SwapOperation, Handler> {
  const visible = async (request: FastifyRequest): Promise<Swap> => {
    const { id } = request.params as { id: string };
    const swap = await findSwap(deps, { id, department: visibleTo(request) });
    if (!swap) throw noSuch('swap');
    return swap;
  };
  return {
    async listSwaps(request) {
      const { department: asked } = request.query as { department?: string };
      const own = visibleTo(request);
      if (asked !== undefined) requireOwn(request, asked);
      const page = await findSwaps(deps, { ...pageAsk(request), department: asked ?? own });
      return pageBody('swaps', page);
    },

    async startSwap(request, reply) {
      const { component, department, ...body } = request.body as NewSwapBody;
      requireOwn(request, department);
      const started = await startSwap(deps, {
        component,
        department,
        implementationId: body.implementation_id,
        expectedEpoch: body.expected_epoch,
        keyThumbprint: body.key_thumbprint,
        once: onceOf(request),
        by: actorOf(request),
      });
      return sendStarted(request, reply, started, component);
    },

    async getSwap(request, reply) {
      const swap = await visible(request);
      if (!/\btext\/event-stream\b/.test(request.headers.accept ?? '')) return swap;
      return stream(deps, request, reply, swap);
    },

    async abortSwap(request) {
      const { id } = await visible(request);
      const done = await abortSwap(deps, { id, by: actorOf(request) });
      if (done === 'missing') throw noSuch('swap');
      if (done === 'committed') {
        throw new Problem(
          409,
          done,
          'The new implementation has the department',
          'The swap can no longer be aborted. Once it has completed, it can be rolled back.',
        );
      }
      if (done === 'ended') throw new Problem(409, done, 'The swap has completed', 'It can be rolled back.');
      return done;
    },

    async rollBackSwap(request, reply) {
      const { id, component } = await visible(request);
      const started = await rollBack(deps, { id, once: onceOf(request), by: actorOf(request) });
      if (started === 'missing') throw noSuch('swap');
      return sendStarted(request, reply, started, component);
    },

    async finishSwap(request) {
      const { id } = await visible(request);
      const done = await finishSwap(deps, { id, by: actorOf(request) });
      if (done === 'missing') throw noSuch('swap');
      if (done === 'unfinished') {
        throw new Problem(409, done, 'The swap is under way', 'Wait until it has ended, or abort it.');
      }
      return done;
    },
  };
}

interface NewSwapBody {
  readonly component: string;
  readonly department: string;
  readonly implementation_id: string;
  readonly expected_epoch: number;
  readonly key_thumbprint: string;
}

function sendStarted(
  request: FastifyRequest,
  reply: FastifyReply,
  started: Starting,
  component: string,
): FastifyReply {
  if (typeof started === 'string') throw refused(started, component);
  if ('epoch' in started) throw epochConflict(started.epoch);
  const { thing, replayed } = started;
  if (replayed) return sendReplay(reply, { status: 201, body: thing });
  const location = `${request.publicUrl}/ashlar/v1/swaps/${thing.id}`;
  return reply.code(201).header('location', location).send(thing);
}

function refused(why: Extract<Starting, string>, component: string): Problem {
  switch (why) {
    case 'key_reused':
      return keyReused();
    case 'swap_in_progress':
      return swapsOnly(why);
    case 'no_implementation':
      return invalid('#/implementation_id', `is no implementation of ${component}`);
    case 'wrong_unit':
      return new Problem(
        422,
        why,
        'The component is not swapped so',
        isHandedOverWhole(component)
          ? `All of ${component} is swapped at once: say the department *.`
          : `Departments of ${component} are swapped one by one: name one.`,
      );
    case 'not_served':
      return invalid('#/department', `nothing serves it for ${component}; bind an implementation`);
    case 'same_implementation':
      return new Problem(422, why, 'This implementation serves the department already');
    case 'key_not_confirmed':
      return new Problem(
        422,
        why,
        'The thumbprint is not that of the implementation’s registered key',
        'Everything is encrypted to that key. Compare it with what the operators of the implementation say, and name its thumbprint.',
      );
    case 'not_attested':
      return new Problem(
        422,
        why,
        'The implementation has not passed the conformance gate',
        'It needs a fresh attestation for its registered contract, version and address. Run the gate.',
      );
    case 'not_compatible':
      return new Problem(
        422,
        why,
        'The contract of the implementation breaks that of the present one',
        'The difference of the two contracts says what breaks.',
      );
    case 'no_standby':
      return new Problem(
        409,
        why,
        'There is nothing to swap back to',
        'The old implementation does not follow any longer, or the department has been swapped again. Start a swap.',
      );
  }
}

function stream(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  { id, revision }: Swap,
): FastifyReply {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, request.server.draining]);
  const seen = Number(request.headers['last-event-id'] ?? 0);
  // One from the future would wait for ever: the registry was set back.
  const after = seen > revision ? 0 : seen;
  const swaps = followSwap(deps, { id, department: visibleTo(request), after, signal });
  return reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(Readable.from(asEvents(swaps)));
}

async function* asEvents(swaps: AsyncIterable<Swap | undefined>): AsyncGenerator<string> {
  yield 'retry: 1000\n\n';
  for await (const swap of swaps) {
    yield swap ? `id: ${swap.revision}\nevent: swap\ndata: ${JSON.stringify(swap)}\n\n` : ': quiet\n\n';
  }
}
