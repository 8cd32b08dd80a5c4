import assert from 'node:assert/strict';
import type { DemoValues } from '../demo-values.ts';
import { patiently, send } from './patience.ts';
import { operatorToken } from './sign-in.ts';

/** One side of a double entry, in pence: what one account gains is another's loss. */
export interface LedgerEntry {
  readonly account: string;
  readonly amount: number;
  readonly kind: string;
}

/** Reads a payment's ledger as the platform's operators do. */
export async function ledgerOf(demo: DemoValues, paymentId: string): Promise<readonly LedgerEntry[]> {
  const authorization = `Bearer ${await operatorToken(demo, 'payments:admin')}`;
  return patiently(async () => {
    const url = `${demo.PAYMENTS_URL}/ashlar/v1/payments/${paymentId}/ledger`;
    const answer = await send(url, { headers: { authorization } });
    assert.equal(answer.status, 200);
    return (JSON.parse(await answer.text()) as { entries: readonly LedgerEntry[] }).entries;
  });
}
