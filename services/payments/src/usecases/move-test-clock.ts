import { randomUUID } from 'node:crypto';
import { createOnce, type Once } from '@ashlar/component';
import type { GatewayAccount } from '../domain/entities.ts';
import { advanceClock, readClock, resetClock, setClock } from '../store/test-clocks.ts';
import type { Deps } from './deps.ts';
import { expireAccount } from './expire-payments.ts';

/** What a test account's clock shows. */
export interface Clock {
  readonly now: Date;
  readonly aheadMs: number;
}

/** A clock after it was moved, and how many payments that ended. */
export interface MovedClock extends Clock {
  readonly expired: number;
  /** False when there was more than one call does; the expiry worker goes on with it. */
  readonly finished: boolean;
  /** Whether the same key moved it before. */
  readonly replayed: boolean;
}

interface ClockAsk {
  readonly account: GatewayAccount;
  readonly traceparent?: string | undefined;
}

/** Reads an account's clock. Throws when the account is gone, which accounts never are. */
export async function readTestClock(deps: Deps, { account }: ClockAsk): Promise<Clock> {
  const aheadMs = await readClock(deps.db, account.id);
  if (aheadMs === undefined) throw new Error(`The account ${account.id} is missing`);
  return clockAt(deps, aheadMs);
}

/** Puts a test account's clock forward by so many seconds, and ends the payments whose time is over then before it answers. */
export async function advanceTestClock(
  deps: Deps,
  ask: ClockAsk & { seconds: number; once?: Once | undefined },
): Promise<MovedClock | 'key_reused'> {
  const { account, traceparent } = ask;
  const move = { id: randomUUID(), gatewayAccountId: account.id, byMs: ask.seconds * 1000, at: deps.now() };
  const made = await createOnce<number>(deps, ask.once, {
    aggregate: account.id,
    make: (once) => advanceClock(deps.db, { ...move, traceparent, once }),
    read: () => readClock(deps.db, account.id),
  });
  if (made === 'key_reused') return made;
  return { ...clockAt(deps, made.thing), ...(await endDue(deps, account)), replayed: made.replayed };
}

/** Puts a test account's clock forward to a moment, likewise. `backwards`: it is past that moment. */
export async function setTestClock(
  deps: Deps,
  ask: ClockAsk & { to: Date },
): Promise<MovedClock | 'backwards'> {
  const { account, traceparent } = ask;
  const at = deps.now();
  const aheadMs = ask.to.getTime() - at.getTime();
  const move = { id: randomUUID(), gatewayAccountId: account.id, aheadMs, at, traceparent };
  if (!(await setClock(deps.db, move))) return 'backwards';
  deps.logged();
  return { ...clockAt(deps, aheadMs), ...(await endDue(deps, account)), replayed: false };
}

/** Has a test account's clock show the real time again. What expired stays so; what is open has its real age. */
export async function resetTestClock(deps: Deps, { account, traceparent }: ClockAsk): Promise<void> {
  await resetClock(deps.db, { gatewayAccountId: account.id, at: deps.now(), traceparent });
  deps.logged();
}

async function endDue(deps: Deps, account: GatewayAccount): Promise<{ expired: number; finished: boolean }> {
  const ended = await expireAccount(deps, account.id);
  // Authorisations are let go of by the ordinary worker.
  deps.work();
  return ended;
}

function clockAt(deps: Deps, aheadMs: number): Clock {
  return { now: new Date(deps.now().getTime() + aheadMs), aheadMs };
}
