import { randomUUID } from 'node:crypto';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  aCredential,
  administer,
  credentialsOf,
  credentialsPath,
  type ShownCredential,
  shownCredential,
} from './credential-fixtures.ts';
import { type Account, adminToken, anAccount, logOf, type Service, startService } from './fixtures.ts';

let service: Service;
let account: Account;
const validator = createSchemaValidator(loadContract('payments').document);

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service?.end());

const fresh = async () => {
  account = await anAccount(service, { provider: 'sandbox-a' });
  return account;
};

const statuses = async () =>
  (await credentialsOf(service, account)).map(({ provider, status }) => `${provider} ${status}`);

describe('a new account', () => {
  test('has one credential, which is active', async () => {
    await fresh();
    expect(await credentialsOf(service, account)).toEqual([
      {
        id: expect.any(String),
        gateway_account_id: account.id,
        provider: 'sandbox-a',
        status: 'ACTIVE',
        created_at: expect.any(String),
        activated_at: expect.any(String),
      },
    ]);
  });
});

describe('the way of a credential', () => {
  test('is created, entered, verified, active, and takes the place of the one before', async () => {
    await fresh();
    const { id } = await aCredential(service, account, 'sandbox-b', 'created');
    const own = credentialsPath(account, { id });
    const steps = [
      ['getProviderCredential', 'CREATED', await administer(service, 'GET', own)],
      [
        'enterProviderSecrets',
        'ENTERED',
        await administer(service, 'PUT', `${own}/secrets`, { account_name: 'licensing' }),
      ],
      ['verifyProviderCredential', 'VERIFIED', await administer(service, 'POST', `${own}/verify`)],
      ['activateProviderCredential', 'ACTIVE', await administer(service, 'POST', `${own}/activate`, {})],
    ] as const;
    for (const [operation, status, answer] of steps) {
      expect([operation, answer.status, answer.json.status]).toEqual([operation, 200, status]);
      expect(validator.response(operation, 200, answer.json)).toEqual([]);
    }
    expect(await statuses()).toEqual(['sandbox-a RETIRED', 'sandbox-b ACTIVE']);
    const shown = await administer(service, 'GET', `/ashlar/v1/gateway-accounts/${account.id}`);
    expect(shown.json.provider).toBe('sandbox-b');
  });

  test('says what was checked, in order', async () => {
    await fresh();
    const credential = await aCredential(service, account, 'sandbox-b', 'verified');
    expect(credential.verification).toMatchObject({ passed: true, finished_at: expect.any(String) });
    expect(credential.verification?.checks).toEqual(
      ['connect', 'authorise', 'query', 'cancel', 'released'].map((check) => ({ check, passed: true })),
    );
  });

  test('ends at a check that fails, which says why; nothing can be activated then', async () => {
    await fresh();
    const secrets = { account_name: 'unknown-here' };
    const credential = await aCredential(service, account, 'sandbox-b', 'entered', secrets);
    const own = credentialsPath(account, credential);
    const answer = await administer(service, 'POST', `${own}/verify`);
    expect(answer).toMatchObject({
      status: 200,
      json: { status: 'ENTERED', verification: { passed: false } },
    });
    expect(shownCredential(answer).verification?.checks).toEqual([
      { check: 'connect', passed: false, detail: 'The sandbox has no such account' },
    ]);
    expect((await administer(service, 'POST', `${own}/activate`, {})).status).toBe(409);
    expect(await statuses()).toEqual(['sandbox-a ACTIVE', 'sandbox-b ENTERED']);
  });

  test('goes back to entered with other secrets', async () => {
    await fresh();
    const credential = await aCredential(service, account, 'sandbox-b', 'verified');
    const own = credentialsPath(account, credential);
    const again = await administer(service, 'PUT', `${own}/secrets`, { account_name: 'another' });
    expect(again.json).toMatchObject({ status: 'ENTERED' });
    expect(again.json).not.toHaveProperty('verification');
    expect((await administer(service, 'POST', `${own}/activate`, {})).status).toBe(409);
  });

  test('a step that is out of turn is refused and changes nothing', async () => {
    await fresh();
    const created = await aCredential(service, account, 'sandbox-b', 'created');
    const [active] = (await credentialsOf(service, account)) as [ShownCredential];
    const before = await credentialsOf(service, account);
    const refused = [
      ['POST', created, 'verify', undefined],
      ['POST', created, 'activate', {}],
      ['PUT', active, 'secrets', { account_name: 'licensing' }],
      ['POST', active, 'verify', undefined],
      ['POST', active, 'activate', {}],
      ['POST', active, 'retire', undefined],
    ] as const;
    for (const [method, credential, step, body] of refused) {
      const path = `${credentialsPath(account, credential)}/${step}`;
      const answer = await administer(service, method, path, body);
      expect([step, answer.status, answer.json.code]).toEqual([step, 409, 'conflict']);
    }
    expect(await credentialsOf(service, account)).toEqual(before);
  });

  test('what is retired stays so', async () => {
    await fresh();
    const credential = await aCredential(service, account, 'sandbox-b', 'verified');
    const own = credentialsPath(account, credential);
    expect((await administer(service, 'POST', `${own}/retire`)).json.status).toBe('RETIRED');
    for (const [method, step, body] of [
      ['PUT', 'secrets', { account_name: 'licensing' }],
      ['POST', 'verify', undefined],
      ['POST', 'activate', {}],
      ['POST', 'retire', undefined],
    ] as const) {
      expect((await administer(service, method, `${own}/${step}`, body)).status).toBe(409);
    }
    expect(await statuses()).toEqual(['sandbox-a ACTIVE', 'sandbox-b RETIRED']);
  });
});

describe('requests', () => {
  test.each([
    ['an unknown provider', 'POST', '', { provider: 'nobody' }, 422],
    ['no provider', 'POST', '', {}, 400],
    ['a member too many', 'POST', '', { provider: 'sandbox-b', status: 'ACTIVE' }, 400],
    ['a secret too few', 'PUT', '/secrets', { name: 'x' }, 422],
    ['a secret without its form', 'PUT', '/secrets', { account_name: 'Not a name' }, 422],
    ['a secret that is no text', 'PUT', '/secrets', { account_name: 1 }, 400],
    ['no secrets', 'PUT', '/secrets', {}, 400],
    ['replacing what is no id', 'POST', '/activate', { replaces: 'x' }, 400],
  ] as const)('with %s are refused and change nothing', async (_, method, path, body, status) => {
    await fresh();
    const credential = await aCredential(service, account, 'sandbox-b', 'created');
    const before = await credentialsOf(service, account);
    const place = path === '' ? credentialsPath(account) : `${credentialsPath(account, credential)}${path}`;
    expect((await administer(service, method, place, body)).status).toBe(status);
    expect(await credentialsOf(service, account)).toEqual(before);
  });

  test('under a key take effect once, and the key is not used up by what is refused', async () => {
    await fresh();
    const key = { 'idempotency-key': randomUUID() };
    const twice = [];
    for (let turn = 0; turn < 2; turn += 1) {
      twice.push(await administer(service, 'POST', credentialsPath(account), { provider: 'sandbox-b' }, key));
    }
    expect(twice.map(({ status }) => status)).toEqual([201, 201]);
    expect(twice[1]?.json).toEqual(twice[0]?.json);
    expect(twice[1]?.headers['idempotent-replayed']).toBe('true');
    const other = await administer(service, 'POST', credentialsPath(account), { provider: 'sandbox' }, key);
    expect([other.status, other.json.code]).toEqual([422, 'idempotency_key_reused']);

    const own = credentialsPath(account, shownCredential(twice[0] as never));
    const activate = () => administer(service, 'POST', `${own}/activate`, {}, key);
    expect((await activate()).status).toBe(409);
    await administer(service, 'PUT', `${own}/secrets`, { account_name: 'licensing' });
    await administer(service, 'POST', `${own}/verify`);
    expect((await activate()).status).toBe(200);
    const replayed = await activate();
    expect([replayed.status, replayed.headers['idempotent-replayed']]).toEqual([200, 'true']);
    expect(await statuses()).toEqual(['sandbox-a RETIRED', 'sandbox-b ACTIVE']);
  });

  test('for another account’s credential, or by another department, find nothing', async () => {
    await fresh();
    const credential = await aCredential(service, account, 'sandbox-b', 'verified');
    const stranger = await anAccount(service, { provider: 'sandbox-a' });
    const elsewhere = await adminToken(service, 'elsewhere');
    const asks = [
      ['GET', '', undefined],
      ['PUT', '/secrets', { account_name: 'licensing' }],
      ['POST', '/verify', undefined],
      ['POST', '/activate', {}],
      ['POST', '/retire', undefined],
    ] as const;
    for (const [method, path, body] of asks) {
      const there = `${credentialsPath(stranger, credential)}${path}`;
      expect((await administer(service, method, there, body)).status).toBe(404);
      const own = `${credentialsPath(account, credential)}${path}`;
      expect((await service.call(method, own, { key: elsewhere, body })).status).toBe(404);
    }
    expect((await service.call('GET', credentialsPath(account), { key: elsewhere })).status).toBe(404);
    const create = { key: elsewhere, body: { provider: 'sandbox-b' } };
    expect((await service.call('POST', credentialsPath(account), create)).status).toBe(404);
    expect(await statuses()).toEqual(['sandbox-a ACTIVE', 'sandbox-b VERIFIED']);
  });

  test('without the scope, or with an API key, are refused', async () => {
    await fresh();
    const reader = await adminToken(service, '*', 'payments:changes');
    expect((await service.call('GET', credentialsPath(account), { key: reader })).status).toBe(403);
    expect((await service.call('GET', credentialsPath(account), { key: account.key })).status).toBe(401);
  });
});

describe('what is kept', () => {
  test('secrets are sealed, and nothing says them', async () => {
    await fresh();
    const secret = `s${randomUUID()}`;
    const credential = await aCredential(service, account, 'sandbox-b', 'activated', {
      account_name: secret,
    });
    const { rows } = await service.pool.query<{ row: string; log: string }>(
      `select (select to_jsonb(c)::text || encode(c.secrets, 'escape') from provider_credential as c where id = $1) as row,
              (select string_agg(data::text, ' ') from change_log where aggregate = $2) as log`,
      [credential.id, account.id],
    );
    expect(rows[0]?.row).toContain(credential.id);
    expect(rows[0]?.log).toContain(credential.id);
    expect(JSON.stringify([rows, await credentialsOf(service, account)])).not.toContain(secret);
  });

  test('every step is on the change log, and the switch is told to the department', async () => {
    await fresh();
    const [first] = (await credentialsOf(service, account)) as [ShownCredential];
    const credential = await aCredential(service, account, 'sandbox-b', 'activated');
    const log = await logOf(service, account.id);
    expect(log.map(({ sequence }) => sequence)).toEqual(log.map((_, at) => at + 1));
    const steps = log.filter(({ data }) => data.provider_credential_id === credential.id);
    expect(steps.map(({ type, data }) => [type, data.status])).toEqual([
      [null, 'CREATED'],
      [null, 'ENTERED'],
      [null, 'ENTERED'],
      [null, 'VERIFIED'],
    ]);
    expect(log.at(-1)).toMatchObject({
      type: 'payments.gateway_account.provider_switched.v1',
      department: 'demo',
      data: {
        gateway_account_id: account.id,
        type: 'test',
        provider: 'sandbox-b',
        credential_id: credential.id,
        previous_provider: 'sandbox-a',
        previous_credential_id: first.id,
      },
    });
  });
});

describe('activations that meet', () => {
  test('of one credential: one wins', async () => {
    await fresh();
    const credential = await aCredential(service, account, 'sandbox-b', 'verified');
    const path = `${credentialsPath(account, credential)}/activate`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => administer(service, 'POST', path, {})),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(409)]);
    expect(await statuses()).toEqual(['sandbox-a RETIRED', 'sandbox-b ACTIVE']);
  });

  test('of twenty credentials that would replace the same one: one wins', async () => {
    await fresh();
    const [first] = (await credentialsOf(service, account)) as [ShownCredential];
    const rivals = await Promise.all(
      Array.from({ length: 20 }, () => aCredential(service, account, 'sandbox-b', 'verified')),
    );
    const answers = await Promise.all(
      rivals.map((rival) =>
        administer(service, 'POST', `${credentialsPath(account, rival)}/activate`, { replaces: first.id }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(409)]);
    const won = rivals.filter((_, at) => answers[at]?.status === 200).map(({ id }) => id);
    const active = (await credentialsOf(service, account)).filter(({ status }) => status === 'ACTIVE');
    expect(active.map(({ id }) => id)).toEqual(won);
  });
});
