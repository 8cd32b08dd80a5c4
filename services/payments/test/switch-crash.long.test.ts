import { randomBytes, randomUUID } from 'node:crypto';
import { transaction } from '@ashlar/postgres';
import { createDatabase, freePort, spawnService, until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  aCredential,
  administer,
  credentialsOf,
  credentialsPath,
  shownCredential,
} from './credential-fixtures.ts';
import { type Account, adminToken, anAccount, type Service, startService } from './fixtures.ts';
import { countOf } from './worst-journeys.ts';

const dataKey = randomBytes(32).toString('base64');
let service: Service;
let bus: Awaited<ReturnType<typeof createDatabase>>;
let account: Account;

beforeAll(async () => {
  [service, bus] = await Promise.all([startService({ env: { DATA_KEY: dataKey } }), createDatabase('bus')]);
});

afterAll(async () => {
  await service?.end();
  await bus?.drop();
});

/** A process of its own, to be killed, and a way to ask it something whose answer does not matter. */
async function victim(env: Record<string, string> = {}) {
  const port = await freePort();
  const { kill } = await spawnService({
    folder: 'services/payments',
    env: {
      PORT: String(port),
      DATABASE_URL: service.databaseUrl,
      BUS_URL: bus.url,
      DATA_KEY: dataKey,
      OAUTH_ISSUER: service.issuer.issuer,
      OAUTH_JWKS: service.issuer.jwksFile,
      LOG_LEVEL: 'fatal',
      ...env,
    },
    readyUrl: `http://127.0.0.1:${port}/health/ready`,
  });
  const key = await adminToken(service);
  const ask = (path: string, idempotencyKey: string, body?: unknown) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'idempotency-key': idempotencyKey,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).then(
      ({ status }) => status,
      () => 'gone' as const,
    );
  return { kill, ask };
}

const statuses = async () =>
  (await credentialsOf(service, account)).map(({ provider, status }) => `${provider} ${status}`);
const held = () =>
  countOf(service, "sandbox_transaction where key like '%/verification-%' and outcome = 'authorised'");

test('killed in the middle of a check, it leaves a credential that can be checked again, and the next check lets go of what was begun', async () => {
  account = await anAccount(service, { provider: 'sandbox-a' });
  const credential = await aCredential(service, account, 'sandbox-b', 'entered');
  const path = `${credentialsPath(account, credential)}/verify`;
  const first = await victim({ SANDBOX_DELAY_MS: '300' });
  const answer = first.ask(path, randomUUID());
  await until(async () => (await held()) === 1, {
    everyMs: 2,
    timeoutMs: 10_000,
    what: 'the check to begin',
  });
  await first.kill('SIGKILL');
  expect(await answer).toBe('gone');

  const left = shownCredential(await administer(service, 'GET', credentialsPath(account, credential)));
  expect(left).toMatchObject({ status: 'ENTERED', verification: { checks: [] } });
  expect(left.verification?.finished_at).toBeUndefined();
  expect(await held()).toBe(1);
  expect(await statuses()).toEqual(['sandbox-a ACTIVE', 'sandbox-b ENTERED']);

  expect((await administer(service, 'POST', path)).json.status).toBe('VERIFIED');
  expect(await held()).toBe(0);
  const activated = await administer(service, 'POST', path.replace('verify', 'activate'), {});
  expect(activated.status).toBe(200);
  expect(await statuses()).toEqual(['sandbox-a RETIRED', 'sandbox-b ACTIVE']);
}, 60_000);

// What each place waits for is held by the test until the process is dead.
test.each([
  [
    'before it has the account',
    (id: string) => `select 1 from gateway_account where id = '${id}' for update`,
  ],
  ['before the old one is retired', () => `select 1 from provider_credential for update`],
  ['before the switch is told', () => 'lock table change_log in share mode'],
])(
  'killed in the middle of an activation, %s, it leaves one active credential, and the same request switches',
  async (_, holding) => {
    account = await anAccount(service, { provider: 'sandbox-a' });
    const credential = await aCredential(service, account, 'sandbox-b', 'verified');
    const path = `${credentialsPath(account, credential)}/activate`;
    const key = randomUUID();
    const { kill, ask } = await victim();
    let answer: Promise<unknown> | undefined;
    await transaction(service.pool, async (db) => {
      await db.query(holding(account.id));
      answer = ask(path, key, {});
      await until(async () => (await countOf(service, waiting)) === 1, { what: 'the activation to wait' });
      await kill('SIGKILL');
    });
    expect(await answer).toBe('gone');
    expect(await statuses()).toEqual(['sandbox-a ACTIVE', 'sandbox-b VERIFIED']);
    const again = await administer(service, 'POST', path, {}, { 'idempotency-key': key });
    expect([again.status, again.json.status]).toEqual([200, 'ACTIVE']);
    expect(await statuses()).toEqual(['sandbox-a RETIRED', 'sandbox-b ACTIVE']);
  },
  60_000,
);

test('killed right after an activation, it has switched, and the same request is answered as the first was', async () => {
  account = await anAccount(service, { provider: 'sandbox-a' });
  const credential = await aCredential(service, account, 'sandbox-b', 'verified');
  const path = `${credentialsPath(account, credential)}/activate`;
  const key = randomUUID();
  const { kill, ask } = await victim();
  expect(await ask(path, key, {})).toBe(200);
  await kill('SIGKILL');
  const again = await victim();
  expect(await again.ask(path, key, {})).toBe(200);
  await again.kill('SIGTERM');
  expect(await statuses()).toEqual(['sandbox-a RETIRED', 'sandbox-b ACTIVE']);
}, 60_000);

const own = "datname = current_database() and application_name <> 'payments-test'";
const waiting = `pg_stat_activity where ${own} and wait_event_type = 'Lock' and state = 'active'`;
