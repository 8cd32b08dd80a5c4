import { setTimeout as pause } from 'node:timers/promises';
import { capCursors, continueLog, countUnstamped, readHead } from '@ashlar/events';
import { type Fence, type Pool, type Queryable, readFence, setRole } from '@ashlar/postgres';
import { Problem } from '@ashlar/service-kit';
import type { OpenFence } from '../fence.ts';
import { readFollow, stopFollow } from './follow-store.ts';
import type { Handover } from './handover.ts';
import type { Order } from './tokens.ts';

/** How long an order may wait: for writers in flight, and for the log to be stamped. */
const patienceMs = 1500;
const lookMs = 5;
/** How long a freeze lets requests of several statements finish; what takes longer is cut where it is, and its caller told so. */
const settleMs = 1200;

/** What it takes to obey. */
export interface RoleSetup {
  readonly handover: Handover;
  readonly db: Pool;
  /** Wakes the relay. */
  logged(): void;
  /** Freezes once no request of the department is under way in this process; see `openFence`. */
  readonly closing: OpenFence['closing'];
}

/**
 * Obeys an order. `frozen` resolves once nothing of the department is written any more and every row of its log has a position; `primary` for a follower ends its
 * following first, and has the log go on after what it applied. Throws a problem: 409 `stale_order` or `wrong_epoch`, 503 when it takes too long.
 */
export async function obey(setup: RoleSetup, department: string, order: Order): Promise<void> {
  const { db } = setup;
  const before = await readFence(db, department);
  refuseStale(before, order);
  if (order.role === 'primary') await takeOver(db, department, before);
  const { role, epoch, number } = order;
  const turn = () => setRole(db, department, { role, epoch, order: number, patienceMs });
  const freeze = async () => {
    await setup.handover.mapping.beforeFrozen?.();
    return turn();
  };
  const fence = await (role === 'frozen' ? setup.closing(department, settleMs, freeze) : turn());
  if (typeof fence === 'string') throw refusals[fence]();
  await capCursors(db, department, order.role !== 'primary');
  if (order.role === 'primary')
    await tellAgain(setup, department, setup.handover.mapping.toldAt.primary, order);
  if (order.role === 'frozen') {
    await tellAgain(setup, department, setup.handover.mapping.toldAt.frozen, order);
    await waitForStamps(setup, department);
  }
}

const refusals = {
  stale_order: () =>
    new Problem(
      409,
      'stale_order',
      'A later order was obeyed',
      'Read the state, and give an order with a higher number.',
    ),
  wrong_epoch: () =>
    new Problem(
      409,
      'wrong_epoch',
      'The epoch would fall',
      'Read the state, and give an order of its epoch or a later one.',
    ),
  busy: () =>
    new Problem(
      503,
      'writers_busy',
      'Something still writes for the department',
      'Send the same order again.',
      {
        headers: { 'retry-after': '1' },
      },
    ),
} as const;

// Asked before anything is done: an order that comes too late must not end a following.
function refuseStale(before: Fence | undefined, order: Order): void {
  if (!before) return;
  const again = order.number === before.order && order.role === before.role && order.epoch === before.epoch;
  if (order.number <= before.order && !again) throw refusals.stale_order();
  if (order.epoch < before.epoch) throw refusals.wrong_epoch();
}

async function takeOver(db: Queryable, department: string, before: Fence | undefined): Promise<void> {
  if (before?.role !== 'follower') return;
  await stopFollow(db, department);
  const followed = await readFollow(db, department);
  await continueLog(db, Math.max(followed?.position ?? 0, await readHead(db, department)));
}

/** Logs things anew that change without a row of the log, once for each order. */
async function tellAgain(
  { handover, db, logged }: RoleSetup,
  department: string,
  names: readonly string[],
  order: Order,
): Promise<void> {
  for (const name of names) {
    const entity = handover.mapping.entities.find((one) => one.name === name);
    const things = (await entity?.page(db, department, '', 500)) ?? [];
    if (things.length === 0) continue;
    await db.query({
      name: 'handover-tell-again',
      text: `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data)
             select uuidv7(), $1 || ':' || id, $3::bigint, $2, 'handover', null, clock_timestamp(), '{}' from unnest($4::text[]) as id
             on conflict do nothing`,
      values: [name, department, order.number, things.map(({ id }) => id)],
    });
  }
  logged();
}

async function waitForStamps({ db, logged }: RoleSetup, department: string): Promise<void> {
  const end = Date.now() + patienceMs;
  while ((await countUnstamped(db, department)) > 0) {
    if (Date.now() > end) {
      throw new Problem(
        503,
        'log_not_stamped',
        'The log of the department is not complete yet',
        'The department stays frozen. Send the same order again.',
        { headers: { 'retry-after': '1' } },
      );
    }
    logged();
    await pause(lookMs);
  }
}
