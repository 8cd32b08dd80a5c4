import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bookings, type LedgerAccount } from '../../src/domain/money.ts';
import {
  canMove,
  type ExternalState,
  expiry,
  externalState,
  IllegalMove,
  move,
  moves,
  payerCancel,
  type Status,
  serviceCancel,
} from '../../src/domain/payment.ts';

const statuses = Object.keys(moves) as Status[];
const aStatus = fc.constantFrom(...statuses);

/** Walks from creation along legal moves that the numbers choose. */
function walk(choices: readonly number[]): Status[] {
  const path: Status[] = ['CREATED'];
  for (const choice of choices) {
    const next = Object.keys(moves[path.at(-1) ?? 'CREATED']) as Status[];
    const chosen = next[choice % next.length];
    if (!chosen) break;
    path.push(chosen);
  }
  return path;
}

const order: readonly ExternalState['status'][] = ['created', 'started', 'submitted', 'capturable'];
const aWalk = fc.array(fc.nat(50), { maxLength: 40 }).map(walk);

describe('the states of a payment', () => {
  test('a move that the table does not have cannot be made', () => {
    fc.assert(
      fc.property(aStatus, aStatus, (from, to) => {
        if (canMove(from, to)) expect(move(from, to)).toMatchObject({ from, to });
        else expect(() => move(from, to)).toThrow(IllegalMove);
      }),
    );
  });

  test('a finished payment stays as it finished, but for a capture that fails', () => {
    fc.assert(
      fc.property(aWalk, (path) => {
        const seen = path.map(externalState);
        const finished = seen.findIndex((state) => state.finished);
        if (finished < 0) return;
        for (const [at, state] of seen.slice(finished).entries()) {
          const first = seen[finished];
          const failedCapture = path[finished + at] === 'CAPTURE ERROR' && first?.status === 'success';
          if (!failedCapture) expect(state).toEqual(first);
        }
      }),
    );
  });

  test('the books show a success from its first moment, whom the money is with, and nothing of any other payment', () => {
    fc.assert(
      fc.property(aWalk, (path) => {
        const balance: Partial<Record<LedgerAccount, number>> = {};
        for (const [at, to] of path.slice(1).entries()) {
          const { booking } = move(path[at] ?? 'CREATED', to);
          if (!booking) continue;
          const { debit, credit } = bookings[booking];
          balance[debit] = (balance[debit] ?? 0) + 1;
          balance[credit] = (balance[credit] ?? 0) - 1;
        }
        const end = path.at(-1) ?? 'CREATED';
        const waits = end === 'CAPTURE APPROVED' || end === 'CAPTURE READY' ? 1 : 0;
        const taken = end === 'CAPTURED' ? 1 : 0;
        expect(balance.payer_clearing ?? 0).toBe(waits);
        expect(balance.provider_receivable ?? 0).toBe(taken);
        expect(balance.department_payable ?? 0).toBe(0 - waits - taken);
      }),
    );
  });

  test('an unfinished payment never goes back in a department’s eyes', () => {
    fc.assert(
      fc.property(aWalk, (path) => {
        const open = path.map(externalState).filter((state) => !state.finished);
        const ranks = open.map((state) => order.indexOf(state.status));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      }),
    );
  });

  test('every move tells the state that it leads to, and an event exactly where a department learns something', () => {
    for (const from of statuses) {
      for (const to of Object.keys(moves[from]) as Status[]) {
        const made = move(from, to);
        expect(made.state).toEqual(externalState(to));
        expect(made.changesState).toBe(externalState(from).status !== externalState(to).status);
        // The capture is news although the state was a success before.
        expect(made.type !== null).toBe(made.changesState || to === 'CAPTURED');
      }
    }
  });

  test('the standard’s codes and messages stand at the states that have them', () => {
    expect(externalState('AUTHORISATION REJECTED')).toMatchObject({ status: 'failed', code: 'P0010' });
    expect(externalState('EXPIRED')).toMatchObject({
      status: 'failed',
      code: 'P0020',
      message: 'Payment expired',
    });
    expect(externalState('USER CANCELLED')).toMatchObject({ status: 'failed', code: 'P0030' });
    expect(externalState('SYSTEM CANCELLED')).toMatchObject({ status: 'cancelled', code: 'P0040' });
    expect(externalState('CAPTURE ERROR')).toMatchObject({ status: 'error', code: 'P0050' });
  });

  test('a service may cancel from exactly the statuses of the standard', () => {
    expect(statuses.filter((status) => serviceCancel(status))).toEqual([
      'CREATED',
      'ENTERING CARD DETAILS',
      'AUTHORISATION READY',
      'AUTHORISATION 3DS REQUIRED',
      'AUTHORISATION 3DS READY',
      'AUTHORISATION SUCCESS',
      'AWAITING CAPTURE REQUEST',
    ]);
  });

  test('neither time nor the payer ends a payment that a provider is being asked about', () => {
    expect(expiry('AUTHORISATION READY')).toBeUndefined();
    expect(payerCancel('AUTHORISATION READY')).toBeUndefined();
    expect(expiry('AUTHORISATION 3DS READY')).toBeUndefined();
    expect(payerCancel('AUTHORISATION 3DS READY')).toBeUndefined();
    expect(expiry('CAPTURE APPROVED')).toBeUndefined();
    expect(expiry('EXPIRE CANCEL READY')).toBeUndefined();
    expect(payerCancel('USER CANCEL READY')).toBeUndefined();
  });
});
