import { batched, type Queryable } from '@ashlar/postgres';
import { insertPayment, insertPayments, type PaymentToInsert } from './payments.ts';

/** Makes what stores a new payment and its event, in one statement with others that are made at the same moment. */
export function createInsertPayment(db: Queryable): (made: PaymentToInsert) => Promise<void> {
  return batched({
    one: ({ payment, traceparent }) => insertPayment(db, payment, traceparent),
    many: async (made, fences) => {
      await insertPayments(db, made, fences);
      return made.map(() => undefined);
    },
  });
}
