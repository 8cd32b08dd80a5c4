import { noSuch } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { Deps } from '../usecases/deps.ts';
import { readPaymentLedger } from '../usecases/read-ledger.ts';
import { maySee } from './callers.ts';

/** The double entries of a payment. */
export function ledgerHandlers(deps: Deps): Record<'getLedger', Handler> {
  return {
    async getLedger(request) {
      const { payment_id: paymentId } = request.params as { payment_id: string };
      const visible = (payment: { gatewayAccountId: string; department: string }) =>
        maySee(request.caller, payment);
      const entries = await readPaymentLedger(deps, { paymentId, visible });
      if (!entries) throw noSuch('payment');
      return {
        payment_id: paymentId,
        entries: entries.map((entry) => ({
          transaction_id: entry.transactionId,
          account: entry.account,
          amount: entry.amount,
          currency: entry.currency,
          kind: entry.kind,
          ...(entry.refundId && { refund_id: entry.refundId }),
          ...(entry.disputeId && { dispute_id: entry.disputeId }),
          occurred_at: entry.occurredAt.toISOString(),
        })),
      };
    },
  };
}
