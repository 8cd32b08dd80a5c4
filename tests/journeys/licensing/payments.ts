import assert from 'node:assert/strict';
import type { DemoValues } from '../demo-values.ts';
import { patiently, send } from './patience.ts';

/** A payment as far as the service reads it. */
export interface Payment {
  readonly payment_id: string;
  readonly amount: number;
  readonly state: { readonly status: string; readonly finished: boolean };
  readonly _links: { readonly next_url?: { readonly href: string } | null };
}

/** The payments component, as a department's service uses it. */
export interface PaymentsClient {
  /** Creates a payment; the same `key` never creates a second one. */
  create(key: string, body: object): Promise<Payment>;
  get(id: string): Promise<Payment>;
}

/** Speaks GOV.UK Pay's API at the demo department's entry point. */
export function paymentsClient({ PAYMENTS_URL, PAYMENTS_API_KEY }: DemoValues): PaymentsClient {
  const call = (path: string, init: RequestInit = {}): Promise<Payment> =>
    patiently(async () => {
      const headers = { authorization: `Bearer ${PAYMENTS_API_KEY}`, 'content-type': 'application/json' };
      const answer = await send(`${PAYMENTS_URL}/v1/payments${path}`, {
        ...init,
        headers: { ...headers, ...init.headers },
      });
      const text = await answer.text();
      assert.ok(answer.ok, `payments answered ${answer.status}: ${text}`);
      return JSON.parse(text) as Payment;
    });

  return {
    create: (key, body) =>
      call('', { method: 'POST', headers: { 'idempotency-key': key }, body: JSON.stringify(body) }),
    get: (id) => call(`/${id}`),
  };
}
