import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DisputeStatus, disputeMoves, disputePath, isOpen } from '../../src/domain/dispute.ts';
import {
  disputeLostEntries,
  disputeOpenedEntries,
  disputeWonEntries,
  type Entry,
} from '../../src/domain/money.ts';

const statuses = Object.keys(disputeMoves) as DisputeStatus[];
const aStatus = fc.constantFrom(...statuses);
const aTold = fc.record({ status: aStatus, evidenceSubmitted: fc.boolean() });

describe('a dispute', () => {
  test('goes only where the table has a step, whatever its provider says in which order', () => {
    fc.assert(
      fc.property(fc.array(aTold, { maxLength: 12 }), (news) => {
        let status: DisputeStatus = 'needs_response';
        for (const told of news) {
          for (const { from, to, event } of disputePath(status, told)) {
            expect(from).toBe(status);
            expect(disputeMoves[from][to]).toBe(event);
            status = to;
          }
        }
      }),
    );
  });

  test('is told of its evidence also where only its end was heard', () => {
    const path = disputePath('needs_response', { status: 'lost', evidenceSubmitted: true });
    expect(path.map(({ event }) => event)).toEqual(['evidence_submitted', 'lost']);
    const without = disputePath('needs_response', { status: 'won', evidenceSubmitted: false });
    expect(without.map(({ event }) => event)).toEqual(['won']);
  });

  test.each([
    ['won', 'lost'],
    ['won', 'under_review'],
    ['won', 'needs_response'],
    ['lost', 'under_review'],
    ['lost', 'needs_response'],
    ['under_review', 'needs_response'],
  ] as const)('that is %s does not become %s', (from, status) => {
    expect(disputePath(from, { status, evidenceSubmitted: true })).toEqual([]);
  });

  test('told the same again goes nowhere', () => {
    for (const status of statuses) {
      expect(disputePath(status, { status, evidenceSubmitted: true })).toEqual([]);
    }
    expect(statuses.filter(isOpen)).toEqual(['needs_response', 'under_review']);
  });
});

test('every entry of a dispute sums to zero, and one that is won leaves the books as they were', () => {
  const sum = (entries: readonly Entry[]) => entries.reduce((total, { amount }) => total + amount, 0);
  const on = (entries: readonly Entry[], account: string) =>
    sum(entries.filter((entry) => entry.account === account));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (amount) => {
      const opened = disputeOpenedEntries(amount);
      const lost = disputeLostEntries(amount);
      for (const entries of [opened, lost, disputeWonEntries(amount, true), disputeWonEntries(amount, false)])
        expect(sum(entries)).toBe(0);
      for (const account of ['provider_receivable', 'department_payable', 'disputes']) {
        expect(on([...opened, ...disputeWonEntries(amount, false)], account)).toBe(0);
        expect(on([...opened, ...lost, ...disputeWonEntries(amount, true)], account)).toBe(0);
      }
      expect(on([...opened, ...lost], 'department_payable')).toBe(amount);
    }),
  );
});
