import { calculateJwkThumbprint } from 'jose';
import { changesIn, type Digest, differences, differingParts } from '../domain/digests.ts';
import type { EncryptionKey, Implementation } from '../domain/entities.ts';
import { HandOverFailure } from '../domain/ports.ts';
import { canAbort, hasBegun, move, type StepName } from '../domain/swap.ts';
import { readStandbyBarrier } from '../store/standbys.ts';
import {
  commitSwap,
  type HeldSwap,
  type Holder,
  type SwapMemory,
  type SwapPatch,
  takeOrderNumber,
} from '../store/swap-moves.ts';
import type { Deps } from './deps.ts';
import { signGrant } from './sign-grants.ts';
import { giveOrder, partyOf, pullToken, type RoleAsk, targetOf } from './swap-calls.ts';

/** A swap that this process carries on. */
export interface Carried {
  readonly held: HeldSwap;
  readonly holder: Holder;
}

/** What came of a try to do a step. `moved`: the step has stored its own move. */
export type Tried =
  | {
      readonly is: 'done';
      readonly detail?: string;
      readonly patch?: SwapPatch;
      readonly hold?: 'begin' | 'release';
    }
  | { readonly is: 'again'; readonly afterMs: number; readonly why?: string; readonly note?: SwapPatch }
  | { readonly is: 'failed'; readonly why: string }
  | { readonly is: 'moved' };

/** Tries each step once. All of them may be tried again, by this process or another one, at any point of an earlier try. */
export const stepActions: Readonly<Record<StepName, (deps: Deps, carried: Carried) => Promise<Tried>>> = {
  check,
  enlist_old: (deps, carried) => ordered(deps, carried, 'from', 'primary'),
  enlist_candidate: (deps, carried) => ordered(deps, carried, 'to', 'follower'),
  seed,
  compare,
  hold: async () => ({ is: 'done', hold: 'begin' }),
  freeze,
  catch_up: catchUp,
  compare_again: compareAgain,
  commit,
  promote: (deps, carried) => ordered(deps, carried, 'to', 'primary'),
  release: async (_deps, { held }) => ({ is: 'done', hold: 'release', patch: heldFor(held) }),
  standby,
  unfreeze: async (deps, carried) =>
    hasBegun(carried.held, 'freeze') ? ordered(deps, carried, 'from', 'primary') : { is: 'done' },
  unhold: async (_deps, { held }) => ({
    is: 'done',
    hold: 'release',
    ...(held.heldMs !== null && held.swap.barrier && { patch: heldFor(held) }),
  }),
  dismiss,
};

/** Soon, where calls wait; it costs the implementations little. */
const soonMs = 10;
const laterMs = 250;
const renewMs = 20 * 60_000;

async function check(deps: Deps, { held }: Carried): Promise<Tried> {
  const { swap } = held;
  const [from, to] = [await partyOf(deps, swap, 'from'), await partyOf(deps, swap, 'to')];
  if (swap.kind === 'swap' && !(await deps.gate.isAttested(to))) {
    return { is: 'failed', why: `${to.name} has not passed the conformance gate lately.` };
  }
  const described = await deps.handOver.describe(to, deps.swaps.call);
  const wrong = await wrongWith(described, to, held);
  if (wrong) return { is: 'failed', why: wrong };
  await deps.handOver.describe(from, deps.swaps.call);
  return { is: 'done', detail: `The key of ${to.name} is the confirmed one` };
}

async function wrongWith(
  described: { component: string; contract_hash: string; key: EncryptionKey },
  to: Implementation,
  { swap, keyThumbprint }: HeldSwap,
): Promise<string | undefined> {
  if (described.component !== swap.component) {
    return `${to.name} says that it is ${described.component}, not ${swap.component}.`;
  }
  const thumbprint = await calculateJwkThumbprint(described.key).catch(() => undefined);
  if (thumbprint !== keyThumbprint || to.key_thumbprint !== keyThumbprint) {
    return `The key of ${to.name} is not the one that was confirmed.`;
  }
  if (to.contract_hash !== undefined && described.contract_hash !== to.contract_hash) {
    return `${to.name} says that it fulfils another contract than the one that it is registered with.`;
  }
  return undefined;
}

async function ordered(
  deps: Deps,
  carried: Carried,
  side: 'from' | 'to',
  role: RoleAsk['role'],
): Promise<Tried> {
  await orderOf(deps, carried, side, role);
  return { is: 'done' };
}

async function orderOf(deps: Deps, { held, holder }: Carried, side: 'from' | 'to', role: RoleAsk['role']) {
  const { swap, step } = held;
  return giveOrder(deps, swap, {
    to: await partyOf(deps, swap, side),
    role,
    epoch: swap.new_epoch ?? swap.epoch,
    ms: callMs(deps, held),
    number: (atLeast) => takeOrderNumber(deps.db, holder, { step, atLeast }),
  });
}

async function seed(deps: Deps, { held }: Carried): Promise<Tried> {
  const { swap, memory } = held;
  const [from, to] = [await partyOf(deps, swap, 'from'), await partyOf(deps, swap, 'to')];
  const target = await targetOf(deps, swap, to);
  const now = deps.now().getTime();
  const state = await deps.handOver.state(target, deps.swaps.call);
  const follows =
    state.follow?.source === from.base_url && state.follow.phase !== 'stopped' ? state.follow : null;
  if (!follows || (memory.followed_at ?? 0) + renewMs < now) {
    if (!to.key || to.key_thumbprint !== held.keyThumbprint) {
      return { is: 'failed', why: `The key of ${to.name} is no longer the one that was confirmed.` };
    }
    const token = await pullToken(deps, swap, { source: from, key: to.key });
    // A standby has everything up to its barrier, also where it was kept from following since.
    const known = await readStandbyBarrier(deps.db, swap);
    const ask = { source_url: from.base_url, token, ...(known !== undefined && { from_position: known }) };
    await deps.handOver.follow(target, ask, deps.swaps.call);
    return { is: 'again', afterMs: soonMs, note: { memory: { followed_at: now, came_on_at: now } } };
  }
  if (follows.phase === 'failed') {
    return {
      is: 'failed',
      why: `${to.name} could not take over the records: ${follows.error ?? 'it does not say why'}.`,
    };
  }
  const { position: of } = await deps.handOver.state(await targetOf(deps, swap, from), deps.swaps.call);
  const progress = { records: follows.records, position: follows.position, of };
  const isNear = of - follows.position < 200 && follows.lag_ms !== undefined && follows.lag_ms < 1000;
  if (follows.phase === 'feed' && isNear) return { is: 'done', patch: { progress } };
  const before = swap.progress;
  const cameOn = before?.records !== progress.records || before.position !== progress.position;
  if (!cameOn && now - (memory.came_on_at ?? now) > deps.swaps.stall) {
    const why = follows.error ? `: ${follows.error}` : '';
    return { is: 'failed', why: `${to.name} did not come on with taking over the records${why}.` };
  }
  const note = cameOn && { note: { progress, memory: { came_on_at: now } } };
  return { is: 'again', afterMs: cameOn ? 100 : 50, ...note };
}

async function compare(deps: Deps, { held }: Carried): Promise<Tried> {
  const { memory, swap } = held;
  // A standby held the same at its barrier: only what changed since is compared.
  const after = memory.everything ? 0 : ((await readStandbyBarrier(deps.db, swap)) ?? 0);
  const [old, candidate] = await digests(deps, held, { after, ms: deps.swaps.digest });
  const differing = differences(old, candidate);
  const isLevel = old.position === candidate.position;
  if (isLevel && differing.length === 0) {
    return compared(old.position, `The same at position ${old.position}`);
  }
  if (after > 0 && changesIn(old) <= fewChanges) {
    return compared(
      after,
      `Few things changed since both held the same at position ${after}: they are compared while calls are held`,
    );
  }
  const compared_from = memory.compared_from ?? Math.min(old.position, candidate.position);
  const open_parts = openParts(memory, old, candidate);
  if (open_parts?.length === 0) {
    return compared(
      compared_from,
      `The same up to position ${compared_from}; what changes since is compared while calls are held`,
    );
  }
  const note = { memory: open_parts ? { compared_from, open_parts } : {} };
  const again = { is: 'again', afterMs: laterMs, note } as const;
  if (open_parts && open_parts.length < (memory.open_parts?.length ?? Number.POSITIVE_INFINITY)) return again;
  const differed = (memory.differed ?? 0) + 1;
  // What has no position yet differs at the same one, too, but not for long.
  if (isLevel && differed <= mostDiffering)
    return { ...again, note: { memory: { ...note.memory, differed } } };
  if (isLevel && after > 0) return { ...again, note: { memory: everythingAnew } };
  if (isLevel) return { is: 'failed', why: differ(swap.from.name, swap.to.name, differing) };
  if (held.stepMs < deps.swaps.compare) return again;
  const what = after > 0 ? `everything since position ${after}` : 'everything';
  return compared(after, `Traffic left no moment to compare in: ${what} is compared while calls are held`);
}

function compared(at: number, detail: string): Tried {
  return { is: 'done', patch: { memory: { compared_at: at, open_parts: [] } }, detail };
}

/** What is compared in some hundredths of a second, so that it need not be before calls are held. */
const fewChanges = 1000;
/** How often two may differ at the same position without coming closer. */
const mostDiffering = 3;

const everythingAnew = { everything: true, compared_from: null, open_parts: null, differed: 0 } as const;

/** The parts that were not yet found the same: while traffic flows the two never stand still together, but each part of what they hold is the same at some moment. */
function openParts(memory: SwapMemory, old: Digest, candidate: Digest): readonly string[] | undefined {
  const differing = differingParts(old, candidate);
  return differing && (memory.open_parts?.filter((part) => differing.includes(part)) ?? differing);
}

async function freeze(deps: Deps, carried: Carried): Promise<Tried> {
  const { position } = await orderOf(deps, carried, 'from', 'frozen');
  return { is: 'done', patch: { barrier: { position } }, detail: `The last position is ${position}` };
}

async function catchUp(deps: Deps, { held }: Carried): Promise<Tried> {
  const { swap } = held;
  const barrier = swap.barrier?.position ?? 0;
  const target = await targetOf(deps, swap, await partyOf(deps, swap, 'to'));
  const { follow } = await deps.handOver.state(target, callMs(deps, held));
  if (follow && follow.position >= barrier) return { is: 'done' };
  return { is: 'again', afterMs: soonMs, why: `${swap.to.name} has not applied everything yet` };
}

async function compareAgain(deps: Deps, { held }: Carried): Promise<Tried> {
  const { swap, memory } = held;
  const ask = { after: memory.compared_at ?? 0, ms: callMs(deps, held) };
  const [old, candidate] = await digests(deps, held, ask);
  if (old.position !== candidate.position) {
    return {
      is: 'again',
      afterMs: soonMs,
      why: `${swap.to.name} stands at another position than ${swap.from.name}`,
    };
  }
  const differing = differences(old, candidate);
  if (differing.length === 0) return { is: 'done' };
  // What changed since may be counted differently where a thing was newer than its position; everything tells for certain.
  if (ask.after > 0) return { is: 'again', afterMs: soonMs, note: { memory: { compared_at: 0 } } };
  return { is: 'failed', why: differ(swap.from.name, swap.to.name, differing) };
}

async function commit(deps: Deps, { held, holder }: Carried): Promise<Tried> {
  const { component, department, to, epoch } = held.swap;
  const grant = { component, department, implementation: to.implementation_id, epoch: epoch + 1 };
  const at = deps.now();
  const done = await commitSwap(deps.db, holder, {
    revision: held.swap.revision,
    course: move(held, 'done', at),
    to: to.implementation_id,
    epoch,
    grant: await signGrant(deps, grant),
    holdMs: deps.swaps.hold,
    at,
    by: held.askedBy,
  });
  return done ? { is: 'moved' } : { is: 'again', afterMs: soonMs, why: 'The binding could not be changed' };
}

async function standby(deps: Deps, carried: Carried): Promise<Tried> {
  const { held } = carried;
  const { swap } = held;
  const [from, to] = [await partyOf(deps, swap, 'from'), await partyOf(deps, swap, 'to')];
  const { key } = from;
  // Nothing is encrypted to a key that nobody registered.
  if (!key) {
    const detail = `${from.name} was registered without a key and did not follow; it does once its key is registered`;
    return { is: 'done', detail, patch: { standby: 'wanted' } };
  }
  await orderOf(deps, carried, 'from', 'follower');
  const token = await pullToken(deps, swap, { source: to, key });
  const ask = { source_url: to.base_url, token, from_position: swap.barrier?.position ?? 0 };
  await deps.handOver.follow(await targetOf(deps, swap, from), ask, callMs(deps, held));
  return { is: 'done', patch: { standby: 'following' } };
}

async function dismiss(deps: Deps, { held }: Carried): Promise<Tried> {
  const { swap } = held;
  // A standby follows as before: it can still be swapped to.
  if (hasBegun(held, 'seed') && (await readStandbyBarrier(deps.db, swap)) === undefined) {
    const target = await targetOf(deps, swap, await partyOf(deps, swap, 'to'));
    await deps.handOver.unfollow(target, deps.swaps.call);
  }
  return { is: 'done' };
}

/** Of what changed after a position; of everything where an implementation no longer knows that. */
async function digests(
  deps: Deps,
  { swap }: HeldSwap,
  { after, ms }: { after: number; ms: number },
): Promise<[Digest, Digest]> {
  const ask = async (side: 'from' | 'to', position: number) =>
    deps.handOver.digest(await targetOf(deps, swap, await partyOf(deps, swap, side)), position, ms);
  const both = (position: number) => Promise.all([ask('from', position), ask('to', position)]);
  return both(after).catch((error: unknown) => {
    if (after > 0 && error instanceof HandOverFailure && error.status === 410) return both(0);
    throw error;
  });
}

/** While calls are held, nothing may take longer than is left of that time; when there is nothing left, the swap aborts. */
function callMs({ swaps }: Deps, { heldMs, step }: HeldSwap): number {
  if (heldMs === null || !canAbort(step)) return swaps.call;
  return Math.min(swaps.call, Math.max(1, swaps.hold - heldMs));
}

function heldFor({ swap, heldMs }: HeldSwap): SwapPatch {
  return { barrier: { position: swap.barrier?.position ?? 0, held_ms: Math.round(heldMs ?? 0) } };
}

function differ(one: string, other: string, entities: readonly string[]): string {
  return `${one} and ${other} do not hold the same: they differ in ${entities.join(', ')}.`;
}
