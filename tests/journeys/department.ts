import assert from 'node:assert/strict';
import { until } from '@ashlar/testkit';

/** A payment as far as the journey reads it. */
export interface Payment {
  readonly payment_id: string;
  readonly state: { readonly status: string; readonly finished: boolean; readonly code?: string };
  readonly _links: { readonly next_url?: { readonly href: string } };
}

/** An event of the department's feed, as far as the journey reads it. */
export interface Change {
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly position: number;
}

/** Where the department's payers come back to. */
export const RETURN_URL = 'https://service.example/return';

/** A department's service: it holds an API key and speaks to the platform through the gateway alone. */
export interface Department {
  createPayment(reference: string): Promise<Payment>;
  payment(id: string): Promise<Payment>;
  /** Lets a sandbox payment's time run out, as though 90 minutes had passed. */
  letExpire(id: string): Promise<void>;
  /** Reads the feed until a payment's event of this type is there; answers all events of that payment up to it. */
  hears(id: string, type: string): Promise<Change[]>;
}

/** A department at the payments entry point `url` with `apiKey`. */
export function department(url: string, apiKey: string): Department {
  const call = async (path: string, init: { method?: string; body?: unknown } = {}): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(init.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
      signal: AbortSignal.timeout(40_000),
    });
    const text = await response.text();
    assert.ok(response.ok, `${init.method ?? 'GET'} ${path} answered ${response.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  };

  return {
    createPayment: (reference) => {
      const body = {
        amount: 3300,
        reference,
        description: 'Rod fishing licence, 12 months',
        return_url: RETURN_URL,
      };
      return call('/v1/payments', { body }) as Promise<Payment>;
    },
    payment: (id) => call(`/v1/payments/${id}`) as Promise<Payment>,
    letExpire: async (id) => {
      await call(`/ashlar/v1/sandbox/payments/${id}/expire`, { method: 'POST' });
    },
    hears(id, type) {
      const heard: Change[] = [];
      let after = 0;
      return until(
        async () => {
          const page = (await call(`/ashlar/v1/changes?after=${after}&limit=500&wait=2`)) as {
            events: Change[];
            position: number;
          };
          after = page.position;
          heard.push(...page.events.filter((event) => event.subject === id));
          return heard.some((event) => event.type === type) ? heard : undefined;
        },
        { timeoutMs: 20_000, what: `${type} of ${id} in the department's feed` },
      );
    },
  };
}
