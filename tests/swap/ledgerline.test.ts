import { paymentsSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Ledgerline, startLedgerline } from './ledgerline-process.ts';

const CORE = [
  ...[
    'create',
    'create-errors',
    'shown',
    'links',
    'events',
    'states',
    'cards',
    'cancel',
    'expiry',
    'capture',
    'refunds',
  ],
  ...[
    'refund-errors',
    'zero-amount',
    'surcharges',
    'card-types',
    'moto',
    'moto-errors',
    'search',
    'search-errors',
  ],
  ...['paging', 'page', 'idempotency', 'limits', 'feed'],
];

describe('the second implementation of payments', () => {
  let ledgerline: Ledgerline;
  beforeAll(async () => {
    ledgerline = await startLedgerline();
  });
  afterAll(() => ledgerline.stop());

  test('keeps every promise of the core profile', async () => {
    const results = await runSuite(paymentsSuite, ledgerline.subject, { only: CORE });
    expect(results.filter(({ error }) => error)).toEqual([]);
    expect(results.length).toBeGreaterThan(140);
  }, 120_000);

  test('loses nothing that it accepted when it is killed', async () => {
    const { apiKey, baseUrl } = ledgerline.subject;
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const accepted: string[] = [];
    const body = JSON.stringify({
      amount: 100,
      reference: 'R',
      description: 'D',
      return_url: 'https://a.example/',
    });
    let isDead = false;
    const keepCreating = async () => {
      while (!isDead) {
        const response = await fetch(`${baseUrl}/v1/payments`, { method: 'POST', headers, body }).catch(
          () => undefined,
        );
        const made =
          response && ((await response.json().catch(() => undefined)) as { payment_id: string } | undefined);
        if (response?.status === 201 && made) accepted.push(made.payment_id);
        if (!response) return;
      }
    };
    const callers = Array.from({ length: 8 }, keepCreating);
    while (accepted.length < 200) await new Promise((resolve) => setImmediate(resolve));
    await ledgerline.restart('SIGKILL');
    isDead = true;
    await Promise.all(callers);
    const found = await Promise.all(
      accepted.map(async (id) => (await fetch(`${baseUrl}/v1/payments/${id}`, { headers })).status),
    );
    expect(found.length).toBeGreaterThanOrEqual(200);
    expect(new Set(found)).toEqual(new Set([200]));
  });
});
