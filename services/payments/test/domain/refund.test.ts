import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Entry,
  refundFailedEntries,
  refundSubmittedEntries,
  refundSucceededEntries,
  totalAmount,
} from '../../src/domain/money.ts';
import { moves, type Status } from '../../src/domain/payment.ts';
import { amountAvailable, refundability, refundRefusal } from '../../src/domain/refund.ts';

const statuses = Object.keys(moves) as Status[];
const aPayment = fc
  .record({
    status: fc.constantFrom(...statuses),
    amount: fc.integer({ min: 1, max: 10_000_000 }),
    corporateSurcharge: fc.option(fc.integer({ min: 1, max: 1000 })),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    disputed: fc.nat(2),
  })
  .map(({ part, ...payment }) => ({ ...payment, refunded: Math.floor(totalAmount(payment) * part) }));

describe('a refund', () => {
  test('is only allowed of a captured payment, and never of more than is left', () => {
    const ask = fc.record({
      amount: fc.integer({ min: 1, max: 10_000_000 }),
      expected: fc.option(fc.nat(10_000_000), { nil: undefined }),
    });
    fc.assert(
      fc.property(aPayment, ask, (payment, { amount, expected }) => {
        if (refundRefusal(payment, { amount, expected }) !== undefined) return;
        expect([payment.status, payment.disputed]).toEqual(['CAPTURED', 0]);
        expect(payment.refunded + amount).toBeLessThanOrEqual(totalAmount(payment));
        expect([undefined, amountAvailable(payment)]).toContain(expected);
      }),
    );
  });

  test('of exactly what is left is allowed', () => {
    fc.assert(
      fc.property(aPayment, (one) => {
        fc.pre(one.refunded < totalAmount(one));
        const payment = { ...one, status: 'CAPTURED' as const, disputed: 0 };
        const left = amountAvailable(payment);
        expect(refundRefusal(payment, { amount: left, expected: left })).toBeUndefined();
      }),
    );
  });

  test('is pending until the capture, and unavailable of a payment that came to nothing', () => {
    const of = (status: Status) =>
      refundability({ status, amount: 1, corporateSurcharge: null, refunded: 0, disputed: 0 });
    expect(statuses.filter((status) => of(status) === 'available')).toEqual(['CAPTURED']);
    expect(statuses.filter((status) => of(status) === 'pending')).toEqual([
      'CREATED',
      'PAYMENT NOTIFICATION CREATED',
      'ENTERING CARD DETAILS',
      'USER NOT PRESENT QUEUED',
      'AUTHORISATION READY',
      'AUTHORISATION 3DS REQUIRED',
      'AUTHORISATION 3DS READY',
      'AUTHORISATION SUCCESS',
      'AWAITING CAPTURE REQUEST',
      'CAPTURE APPROVED',
      'CAPTURE READY',
    ]);
    const paid = { status: 'CAPTURED', amount: 1, corporateSurcharge: 1, disputed: 0 } as const;
    expect([1, 2].map((refunded) => refundability({ ...paid, refunded }))).toEqual(['available', 'full']);
    expect(refundability({ ...paid, refunded: 2, disputed: 1 })).toBe('unavailable');
  });
});

test('whatever is entered sums to zero, and a refund that fails leaves the books as they were', () => {
  const sum = (entries: readonly Entry[]) => entries.reduce((total, { amount }) => total + amount, 0);
  const on = (entries: readonly Entry[], account: string) =>
    sum(entries.filter((entry) => entry.account === account));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (amount) => {
      const submitted = refundSubmittedEntries(amount);
      for (const entries of [submitted, refundSucceededEntries(amount)]) expect(sum(entries)).toBe(0);
      const undone = [...submitted, ...refundFailedEntries(amount)];
      const captured: Entry[] = [
        { account: 'provider_receivable', amount },
        { account: 'department_payable', amount: -amount },
      ];
      const done = [...captured, ...submitted, ...refundSucceededEntries(amount)];
      for (const account of ['provider_receivable', 'department_payable', 'refunds']) {
        expect(on(undone, account)).toBe(0);
        expect(on(done, account)).toBe(0);
      }
    }),
  );
});
