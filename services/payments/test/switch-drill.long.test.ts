import { freePort, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { aCredential, administer, credentialsOf, credentialsPath } from './credential-fixtures.ts';
import { type Account, anAccount, type Service, startService } from './fixtures.ts';
import {
  countOf,
  type Ends,
  expectSandboxesAgree,
  expectSettled,
  rowsOf,
  runJourneys,
} from './worst-journeys.ts';

const atOnce = 12;

// Payers pay, departments capture, cancel, charge and refund, twelve at a time, while the account goes to and fro.
test.each([
  [4, 'none,latency=20..100'],
  [10, 'worst,seed=31,late=0..500'],
])(
  'an account is switched %i times under traffic, with faults %s: nothing fails, and all of it ends where it began',
  async (switches, faults) => {
    const port = await freePort();
    const service = await startService({
      env: {
        SANDBOX_FAULTS: faults,
        SANDBOX_NOTIFY_URL: `http://127.0.0.1:${port}`,
        RESOLVE_AFTER_S: '1',
      },
    });
    try {
      await service.app.listen({ host: '127.0.0.1', port });
      const account = await anAccount(service, { provider: 'sandbox-a' });
      const drill = { over: false };
      const running = keepPaying(service, account, drill);
      const places = await switchToAndFro(service, account, switches).finally(() => {
        drill.over = true;
      });
      const ends = await running;
      await expectSettled(service, ends);
      await expectSandboxesAgree(service, ends);
      await expectEachAtOnePlace(service, places);
      const active = (await credentialsOf(service, account)).filter(({ status }) => status === 'ACTIVE');
      expect(active.map(({ provider }) => provider)).toEqual(['sandbox-a']);
    } finally {
      await service.end();
    }
  },
  300_000,
);

async function keepPaying(service: Service, account: Account, drill: { over: boolean }): Promise<Ends> {
  const ends: Ends = { captured: 0, cancelled: 0 };
  while (!drill.over) {
    const { captured, cancelled } = await runJourneys(service, [account], atOnce);
    ends.captured += captured;
    ends.cancelled += cancelled;
  }
  return ends;
}

/** Switches as soon as payments have begun with the last switch's credential. Answers where each credential's things are at the sandboxes. */
async function switchToAndFro(
  service: Service,
  account: Account,
  switches: number,
): Promise<Map<string, string>> {
  const [first] = await credentialsOf(service, account);
  const places = new Map([[String(first?.id), 'sandbox-a/']]);
  let active = String(first?.id);
  for (let turn = 0; turn < switches; turn += 1) {
    const provider = turn % 2 === 0 ? 'sandbox-b' : 'sandbox-a';
    const name = `turn-${turn}`;
    const next = await aCredential(service, account, provider, 'verified', { account_name: name });
    places.set(next.id, `${provider}/${name}/`);
    const path = `${credentialsPath(account, next)}/activate`;
    const { status } = await administer(service, 'POST', path, { replaces: active });
    expect(status).toBe(200);
    active = next.id;
    const begun = async () => (await countOf(service, `payment where credential_id = '${next.id}'`)) > 5;
    await until(begun, { timeoutMs: 60_000, what: `payments with ${name}` });
  }
  return places;
}

/** Sees that everything that the sandboxes know of a payment and its refunds, they know of the customer that it began with. */
async function expectEachAtOnePlace(service: Service, places: Map<string, string>): Promise<void> {
  const asked = await rowsOf(
    service,
    `select distinct payment.credential_id::text as began, payment.provider, regexp_replace(known.key, '[^/]*$', '') as place
       from sandbox_transaction as known
       left join refund on regexp_replace(known.key, '^.*/', '') = refund.id || '-refund'
       join payment on payment.id = coalesce(refund.payment_id, left(regexp_replace(known.key, '^.*/', ''), 26))`,
  );
  expect(asked.filter(({ began, place }) => places.get(String(began)) !== place)).toEqual([]);
  expect(asked.filter(({ provider, place }) => !String(place).startsWith(`${provider}/`))).toEqual([]);
  expect(new Set(asked.map(({ place }) => place)).size).toBe(places.size);
}
