import { createOnce, type Once } from '@ashlar/component';
import { isHandedOverWhole } from '@ashlar/contracts';
import { readIdempotencyRecord } from '@ashlar/postgres';
import { v7 as uuidv7 } from 'uuid';
import type { BindingName, Implementation, Swap } from '../domain/entities.ts';
import type { Page, PageAsk } from '../domain/pages.ts';
import { begin, canAbort, hasEnded } from '../domain/swap.ts';
import { readMade } from '../store/audit.ts';
import { readImplementation } from '../store/implementations.ts';
import { refusable } from '../store/refusals.ts';
import { endStandby } from '../store/standbys.ts';
import { claimBinding, pinBinding, readServing, type Serving } from '../store/swap-claims.ts';
import { askToAbort, insertSwap, listSwaps, type NewSwap, readSwap } from '../store/swaps.ts';
import type { ChangeAsk, Creating, CreationAsk } from './ask.ts';
import type { Deps } from './deps.ts';
import { signGrant } from './sign-grants.ts';

/** What a swap is asked for with. */
export type SwapAsk = BindingName & {
  readonly implementationId: string;
  readonly expectedEpoch: number;
  readonly keyThumbprint: string;
};

/** Why a swap is not started. */
export type NotStarted =
  | { readonly epoch: number }
  | 'wrong_unit'
  | 'swap_in_progress'
  | 'no_implementation'
  | 'not_served'
  | 'same_implementation'
  | 'key_not_confirmed'
  | 'not_attested'
  | 'not_compatible'
  | 'no_standby';

/** A swap, made or replayed, or why there is none. */
export type Starting =
  | Exclude<Creating<Swap>, { thing: unknown }>
  | { thing: Swap; replayed: boolean }
  | NotStarted;

/** Starts a swap. What it needs is looked at first, and again when it begins; a department that the default serves gets a binding of its own. */
export async function startSwap(deps: Deps, ask: CreationAsk & SwapAsk): Promise<Starting> {
  if (await wasUsed(deps, ask.once)) return replay(deps, ask);
  const to = await readImplementation(deps.db, ask.implementationId);
  if (to?.component !== ask.component) return 'no_implementation';
  if (isHandedOverWhole(ask.component) !== (ask.department === '*')) return 'wrong_unit';
  const serving = await readServing(deps.db, ask);
  if (!serving) return 'not_served';
  if (serving.epoch !== ask.expectedEpoch) return { epoch: serving.epoch };
  return (
    (await unfit(deps, serving, to, ask.keyThumbprint)) ?? make(deps, { ...ask, kind: 'swap', serving, to })
  );
}

/** Starts the swap back to the implementation that was there before, if it stands by. */
export async function rollBack(
  deps: Deps,
  { id, once, by }: CreationAsk & { id: string },
): Promise<Starting | 'missing'> {
  const swap = await readSwap(deps.db, id, '*');
  if (!swap) return 'missing';
  const name = { component: swap.component, department: swap.department };
  const common = { ...name, once, by };
  if (await wasUsed(deps, once)) return replay(deps, common);
  const [serving, to] = [
    await readServing(deps.db, name),
    await readImplementation(deps.db, swap.from.implementation_id),
  ];
  const isLast = serving?.implementation === swap.to.implementation_id && serving.epoch === swap.new_epoch;
  const stands = swap.standby === 'following' || swap.standby === 'wanted';
  if (!isLast || !stands || to?.key_thumbprint === undefined) return 'no_standby';
  return make(deps, { ...common, kind: 'rollback', serving, to, keyThumbprint: to.key_thumbprint });
}

/** What came of asking for an abort: the swap, or why it is too late. */
export type Aborting = Swap | 'missing' | 'committed' | 'ended';

/** Asks for a swap to be aborted; who carries it on does it. */
export async function abortSwap(deps: Deps, { id, by }: ChangeAsk & { id: string }): Promise<Aborting> {
  const asked = await askToAbort(deps.db, id, { at: deps.now(), by });
  if (asked) {
    deps.logged();
    return asked;
  }
  const swap = await readSwap(deps.db, id, '*');
  if (!swap) return 'missing';
  if (swap.state === 'completed') return 'ended';
  const at = swap.steps.find(({ state }) => state === 'running');
  // It aborts by itself, has been asked to before, or has aborted.
  return at === undefined || hasEnded(at.name as never) || canAbort(at.name) || swap.new_epoch === undefined
    ? swap
    : 'committed';
}

/** Lets the old implementation of a completed swap go. */
export async function finishSwap(
  deps: Deps,
  { id, by }: ChangeAsk & { id: string },
): Promise<Swap | 'missing' | 'unfinished'> {
  const ended = await endStandby(deps.db, id, { at: deps.now(), by });
  if (ended) {
    deps.logged();
    deps.wakeWorkers();
    return ended;
  }
  const swap = await readSwap(deps.db, id, '*');
  if (!swap) return 'missing';
  return swap.state === 'completed' || swap.state === 'aborted' ? swap : 'unfinished';
}

/** Finds a swap that `department` may see; `*` sees all. */
export function findSwap(
  deps: Pick<Deps, 'db'>,
  { id, department }: { id: string; department: string },
): Promise<Swap | undefined> {
  return readSwap(deps.db, id, department);
}

/** Swaps, newest first; those of one department if it is not `*`. */
export function findSwaps(deps: Pick<Deps, 'db'>, ask: PageAsk): Promise<Page<Swap>> {
  return listSwaps(deps.db, ask);
}

type MakeAsk = CreationAsk &
  BindingName & {
    readonly kind: Swap['kind'];
    readonly serving: Serving;
    readonly to: Implementation;
    readonly keyThumbprint: string;
  };

/** Thrown inside of the transaction, so that nothing of it stays. */
class Moved extends Error {}

async function make(deps: Deps, ask: MakeAsk): Promise<Starting> {
  const { serving, to, component, department } = ask;
  const epoch =
    serving.department !== department ? Math.max(serving.epoch, serving.ownEpoch) + 1 : serving.epoch;
  const swap: NewSwap = {
    id: uuidv7(),
    kind: ask.kind,
    component,
    department,
    from: { implementation_id: serving.implementation, name: serving.name },
    to: { implementation_id: to.id, name: to.name },
    epoch,
    keyThumbprint: ask.keyThumbprint,
    ...begin(deps.now()),
  };
  try {
    const made = await createOnce<Swap | NotStarted>(deps, ask.once, {
      make: (key) => deps.together((db) => store({ ...deps, db }, { ...ask, swap, key })),
      read: (aggregate) => readMade(deps.db, aggregate),
    });
    if (made === 'key_reused' || typeof made.thing === 'string' || 'component' in made.thing === false) {
      return typeof made === 'string' ? made : (made.thing as NotStarted);
    }
    if (!made.replayed) deps.wakeWorkers();
    return { thing: made.thing, replayed: made.replayed };
  } catch (error) {
    if (!(error instanceof Moved)) throw error;
    const now = await readServing(deps.db, { component, department });
    if (now?.epoch === serving.epoch) return 'swap_in_progress';
    return { epoch: now?.epoch ?? 0 };
  }
}

async function store(
  deps: Deps,
  ask: MakeAsk & { swap: NewSwap; key: Parameters<typeof insertSwap>[2]['once'] },
): Promise<Swap | undefined> {
  const { swap, serving, by } = ask;
  const change = { at: deps.now(), by };
  const { component, department, epoch } = swap;
  const stored = await refusable(insertSwap(deps.db, swap, { ...change, once: ask.key }));
  if (stored === undefined) return undefined;
  if ('taken' in stored || 'reference' in stored) throw new Moved();
  const name = { component, department, swap: swap.id };
  if (serving.department === department) {
    const claimed = await claimBinding(deps.db, { ...name, implementation: serving.implementation, epoch });
    if (!claimed) throw new Moved();
    return stored;
  }
  const grant = await signGrant(deps, {
    component,
    department,
    implementation: serving.implementation,
    epoch,
  });
  if (!(await pinBinding(deps.db, { ...name, serving, epoch, grant }, change))) throw new Moved();
  return stored;
}

async function unfit(
  { db, gate }: Deps,
  serving: Serving,
  to: Implementation,
  keyThumbprint: string,
): Promise<NotStarted | undefined> {
  if (serving.implementation === to.id) return 'same_implementation';
  if (to.key_thumbprint !== keyThumbprint) return 'key_not_confirmed';
  if (!(await gate.isAttested(to))) return 'not_attested';
  const from = await readImplementation(db, serving.implementation);
  return from && !(await gate.isCompatible(from, to)) ? 'not_compatible' : undefined;
}

async function wasUsed({ db }: Deps, once: Once | undefined): Promise<boolean> {
  return once !== undefined && (await readIdempotencyRecord(db, once.scope, once.key)) !== undefined;
}

/** The key was used: what it made is answered again, or that it was used for something else. */
async function replay(deps: Deps, { once }: CreationAsk): Promise<Starting> {
  const made = await createOnce<Swap>(deps, once, {
    make: async () => undefined,
    read: (aggregate) => readMade(deps.db, aggregate),
  });
  return made;
}
