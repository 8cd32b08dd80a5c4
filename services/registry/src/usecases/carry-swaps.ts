import { setTimeout as pause } from 'node:timers/promises';
import { HandOverFailure } from '../domain/ports.ts';
import { canAbort, hasEnded, move, type StepName } from '../domain/swap.ts';
import { keepLease, leaveSwap, takeSwaps } from '../store/swap-leases.ts';
import {
  type HeldSwap,
  type Holder,
  moveSwap,
  noteSwap,
  readHeld,
  type SwapPatch,
} from '../store/swap-moves.ts';
import type { Deps } from './deps.ts';
import { LostSwap } from './swap-calls.ts';
import { stepActions, type Tried } from './swap-steps.ts';

/** Most swaps that one process carries on at a time. */
const most = 16;
const retryMs = 250;

/** Carries on swaps that nobody holds, each beside the others. */
export interface SwapCarrier {
  /** Takes what there is to take, and goes on with it in the background. */
  take(): Promise<void>;
  /** Ends after the calls in hand; another process takes the swaps up at once. */
  stop(): Promise<void>;
}

/** Makes the carrier of a process. */
export function createSwapCarrier(deps: Deps): SwapCarrier {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  return {
    async take() {
      const limit = most - running.size;
      if (limit <= 0 || stopping.signal.aborted) return;
      for (const holder of await takeSwaps(deps.db, { leaseMs: deps.swaps.lease, limit })) {
        const task = carrySwap(deps, holder, stopping.signal).finally(() => running.delete(task));
        running.add(task);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** Carries a swap on until it ends, the lease is lost, or the process stops. Never rejects. */
async function carrySwap(deps: Deps, holder: Holder, stopping: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const signal = AbortSignal.any([stopping, lost.signal]);
  const keeping = setInterval(() => {
    keepLease(deps.db, { ...holder, leaseMs: deps.swaps.lease })
      .then((kept) => !kept && lost.abort())
      .catch((error: unknown) => deps.log.warn({ err: error, swap: holder.id }, 'a lease was not kept'));
  }, deps.swaps.lease / 3);
  let goesOn = true;
  while (goesOn && !signal.aborted) {
    try {
      const held = await readHeld(deps.db, holder);
      goesOn = held !== undefined && !hasEnded(held.step);
      if (goesOn && held) await carryStep(deps, holder, held, held.step as StepName, signal);
    } catch (error) {
      goesOn = !(error instanceof LostSwap);
      if (goesOn) deps.log.warn({ err: error, swap: holder.id }, 'a step of a swap is tried again');
      if (goesOn) await pause(retryMs, undefined, { signal }).catch(() => {});
    }
  }
  clearInterval(keeping);
  // Where that fails, the lease runs out by itself.
  await leaveSwap(deps.db, holder).catch(() => {});
}

async function carryStep(deps: Deps, holder: Holder, held: HeldSwap, step: StepName, signal: AbortSignal) {
  await deps.atStep(step, 'before');
  const tried = refusal(deps, held) ?? (await tryStep(deps, holder, held, step));
  await deps.atStep(step, 'after');
  if (tried.is === 'moved') deps.logged();
  else if (tried.is === 'again') await again(deps, holder, held, tried, signal);
  else await end(deps, holder, held, tried);
}

/** Why a swap has to abort, whatever its step would come to. */
function refusal({ swaps }: Deps, held: HeldSwap): Tried | undefined {
  if (!canAbort(held.step)) return undefined;
  if (held.abortAskedBy !== null) return { is: 'failed', why: `${held.abortAskedBy} wanted it aborted.` };
  if (held.heldMs === null || held.heldMs <= swaps.hold) return undefined;
  const last = held.swap.outcome ? ` ${held.swap.outcome}` : '';
  return {
    is: 'failed',
    why: `Calls had been held for ${swaps.hold} ms, which is as long as they may.${last}`,
  };
}

async function tryStep(deps: Deps, holder: Holder, held: HeldSwap, step: StepName): Promise<Tried> {
  try {
    const tried = await stepActions[step](deps, { held, holder });
    return tried.is === 'again' && tried.why ? patiently(deps, held, step, tried.why, tried.afterMs) : tried;
  } catch (error) {
    if (!(error instanceof HandOverFailure)) throw error;
    const why = error.message;
    if (!error.isPassing && canAbort(step)) return { is: 'failed', why: `${why}.` };
    const afterMs = held.heldMs === null ? retryMs : 20;
    // Cut short by the end of the hold: what it said before tells more.
    if (held.heldMs !== null && error.status === undefined && held.swap.outcome)
      return { is: 'again', afterMs };
    return patiently(deps, held, step, why, afterMs);
  }
}

/** Tries again as long as the step's time is not over. After the commit, and until the old one serves again, there is no such time. */
function patiently({ swaps }: Deps, held: HeldSwap, step: StepName, why: string, afterMs: number): Tried {
  // While calls are held, that time counts and no other.
  if (
    held.heldMs === null &&
    canAbort(step) &&
    triedFor(held, step) > (step === 'seed' ? swaps.stall : swaps.patience)
  ) {
    return { is: 'failed', why: `${why}.` };
  }
  if (step === 'standby' && held.stepMs > swaps.standby) {
    return { is: 'done', detail: `${why}; it is told on in the background`, patch: { standby: 'wanted' } };
  }
  if (step === 'dismiss' && held.stepMs > swaps.patience)
    return { is: 'done', detail: `${why}; its token ends within an hour` };
  return { is: 'again', afterMs, why };
}

/** For how long a step has been tried, in milliseconds; while records are taken over, for how long none was. */
function triedFor({ stepMs, memory }: HeldSwap, step: StepName): number {
  return step === 'seed' && memory.came_on_at ? Date.now() - memory.came_on_at : stepMs;
}

async function again(
  deps: Deps,
  holder: Holder,
  { swap }: HeldSwap,
  { afterMs, why, note }: Extract<Tried, { is: 'again' }>,
  signal: AbortSignal,
): Promise<void> {
  const outcome = why === undefined ? undefined : `${why}.`;
  const isNew = outcome !== undefined && outcome !== swap.outcome;
  if (note || isNew) {
    await noteSwap(deps.db, holder, { revision: swap.revision, ...note, ...(isNew && { outcome }) });
  }
  await pause(afterMs, undefined, { signal }).catch(() => {});
}

/** Stores that the step is done or has failed, and begins the next one. Where somebody else has changed the swap meanwhile, the step is looked at again. */
async function end(
  deps: Deps,
  holder: Holder,
  held: HeldSwap,
  tried: Exclude<Tried, { is: 'again' | 'moved' }>,
) {
  const at = deps.now();
  const detail = tried.is === 'failed' ? tried.why : tried.detail;
  const course = move(held, tried.is, at, detail);
  const hold = tried.is === 'done' ? tried.hold : undefined;
  const patch: SwapPatch =
    tried.is === 'failed' ? { memory: { reason: tried.why }, outcome: tried.why } : (tried.patch ?? {});
  const moved = await moveSwap(deps.db, holder, {
    ...patch,
    ...(hasEnded(course.step) && { outcome: outcomeOf(held, patch, detail) }),
    from: held.step,
    revision: held.swap.revision,
    course,
    ...(hold && { hold: hold === 'begin' ? { forMs: deps.swaps.hold } : hold }),
    at,
    by: held.askedBy,
  });
  if (moved) deps.logged();
}

function outcomeOf({ swap, memory }: HeldSwap, { standby }: SwapPatch, detail?: string): string {
  const { from, to, new_epoch, barrier } = swap;
  const whom = swap.department === '*' ? 'all departments' : swap.department;
  if (new_epoch === undefined) {
    return `${memory.reason ?? ''} ${from.name} serves ${whom} as before.`.trim();
  }
  const done = `${to.name} serves ${whom} from epoch ${new_epoch} on. Calls were held for ${barrier?.held_ms ?? 0} ms.`;
  if (standby === 'following') return `${done} ${from.name} follows, so this can be swapped back.`;
  return standby === 'wanted' && detail ? `${done} ${detail}.` : done;
}
