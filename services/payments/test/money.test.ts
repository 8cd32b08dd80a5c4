import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import {
  type Account,
  anAccount,
  aPaymentAt,
  type Service,
  shown,
  startService,
  statusOf,
} from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
});

afterAll(() => service?.end());

type Act = { readonly what: 'capture' | 'cancel' } | { readonly what: 'refund'; readonly body: object };

const anAct: fc.Arbitrary<Act> = fc.oneof(
  fc.constant<Act>({ what: 'capture' }),
  fc.constant<Act>({ what: 'cancel' }),
  fc.record({
    what: fc.constant('refund' as const),
    body: fc.record(
      { amount: fc.integer({ min: 1, max: 1500 }), refund_amount_available: fc.constantFrom(1450, 1000) },
      { requiredKeys: ['amount'] },
    ),
  }),
);

/** Waves of requests: those of a wave are sent at once. */
const waves = fc.array(fc.array(anAct, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });

async function act(id: string, { what, ...rest }: Act): Promise<number> {
  const path = `/v1/payments/${id}/${what === 'refund' ? 'refunds' : what}`;
  const body = 'body' in rest ? rest.body : undefined;
  const { status, json } = await service.call('POST', path, { key: account.key, body });
  expect(status).toBeLessThan(500);
  return status === 202 ? Number(json.amount) : 0;
}

test('whatever is asked at once and in whatever order, the ledger balances and what is available is right', async () => {
  await fc.assert(
    fc.asyncProperty(waves, async (asked) => {
      const id = await aPaymentAt(service, account, 'confirmed', { delayed_capture: true });
      let given = 0;
      for (const wave of asked) {
        const amounts = await Promise.all(wave.map((one) => act(id, one)));
        given += amounts.reduce((sum, amount) => sum + amount, 0);
        expect((await shown(service, account, id)).refund_summary).toMatchObject({
          amount_available: 1450 - given,
          amount_submitted: given,
        });
      }
      expect(given === 0 || (await statusOf(service, id)) === 'CAPTURED').toBe(true);
      expect(given).toBeLessThanOrEqual(1450);
      expect(await verifyLedger(service.deps)).toEqual([]);
    }),
    { numRuns: 30 },
  );
}, 60_000);
