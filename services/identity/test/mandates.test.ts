import { randomUUID } from 'node:crypto';
import { visitor } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import * as oidc from 'openid-client';
import {
  aClient,
  anAccount,
  askToken,
  beginSignIn,
  type MadeClient,
  operatorToken,
  password,
  type Service,
  signInByForms,
  startService,
} from './fixtures.ts';

let service: Service;
let operator: string;
/** An administrator of the department demo, and one of another department. */
let token: string;
let others: string;
let client: MadeClient;

const ofMandates = 'urn:ashlar:claims:mandates';
const ofStaff = 'urn:ashlar:claims:staff';
const actingFor = 'urn:ashlar:claims:acting_for';

beforeAll(async () => {
  service = await startService();
  operator = await operatorToken(service);
  [token = '', others = ''] = await Promise.all(['demo', 'other'].map(administratorOf));
  client = await aClient(service, {
    scopes: ['payments:admin', 'payments:changes'],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  });
});

afterAll(() => service?.end());

async function administratorOf(department: string): Promise<string> {
  const made = await aClient(service, {
    department,
    redirect_uris: [],
    post_logout_redirect_uris: [],
    scopes: ['identity:mandates'],
  });
  return String((await askToken(service, made, 'identity:mandates')).json.access_token);
}

const send = (method: string, path: string, json?: unknown, as = token, headers = {}) =>
  service.call(method, `/ashlar/v1${path}`, { token: as, headers, ...(json !== undefined && { json }) });

async function anOrganisation(name = 'Trout Ltd', as = token): Promise<string> {
  return String((await send('POST', '/organisations', { name, kind: 'company' }, as)).json.id);
}

/** A person with a mandate for an organisation. */
async function anAgent(changes: Record<string, unknown> = {}, as = token) {
  const [account, organisation] = [await anAccount(service), await anOrganisation('Trout Ltd', as)];
  const scope = ['payments:admin', 'returns:submit'];
  const asked = { account_id: account.id, organisation_id: organisation, scope, ...changes };
  const made = await send('POST', '/mandates', asked, as);
  return { account, organisation, asked, made, mandate: String(made.json.id) };
}

/** Signs the person in and redeems the code. */
async function signIn(email: string, extra: Record<string, string>, party = client, resource?: string) {
  const begun = await beginSignIn(service, party, { ...extra, ...(resource && { resource }) });
  const { back, page } = await signInByForms(service, begun.start, email);
  const tokens = await oidc.authorizationCodeGrant(
    begun.config,
    back,
    { pkceCodeVerifier: begun.verifier, expectedState: 'a-state' },
    resource ? { resource } : undefined,
  );
  return { config: begun.config, tokens, back, page };
}

const forParty = (party: string, essential = true) => ({
  claims: JSON.stringify({
    id_token: { [actingFor]: { value: party, essential } },
    userinfo: { [actingFor]: { value: party } },
  }),
});

describe('organisations', () => {
  test('are recorded once for a key, changed and listed, by their department only', async () => {
    const body = { name: 'Trout Ltd', kind: 'company' };
    const made = await send('POST', '/organisations', body, token, { 'idempotency-key': 'an-organisation' });
    expect([made.status, made.json]).toEqual([
      201,
      { id: expect.any(String), department: 'demo', ...body, created_at: expect.any(String) },
    ]);
    const again = await send('POST', '/organisations', body, token, { 'idempotency-key': 'an-organisation' });
    expect([again.json, again.headers.get('idempotent-replayed')]).toEqual([made.json, 'true']);
    const path = `/organisations/${made.json.id}`;
    expect((await send('PATCH', path, { name: 'Salmon Ltd' })).json).toEqual({
      ...made.json,
      name: 'Salmon Ltd',
    });
    expect((await send('GET', path)).json.name).toBe('Salmon Ltd');
    expect((await send('GET', path, undefined, others)).status).toBe(404);
    expect((await send('PATCH', path, { name: 'x' }, others)).status).toBe(404);
    expect((await send('GET', path, undefined, operator)).status).toBe(200);
    expect((await send('POST', '/organisations', body, operator)).status).toBe(422);
    const listed = await send('GET', '/organisations?limit=200', undefined, others);
    expect(listed.json).toEqual({ organisations: [] });
    const first = await send('GET', '/organisations?limit=1');
    expect((first.json.organisations as unknown[]).length).toBe(1);
    expect((await send('GET', '/organisations?cursor=made-up')).status).toBe(400);
  });
});

describe('mandates', () => {
  test('say who, for whom, what, from, until and by whom, with an event of ids', async () => {
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const { account, organisation, made, mandate } = await anAgent({ until });
    expect([made.status, made.json]).toEqual([
      201,
      {
        id: mandate,
        department: 'demo',
        account_id: account.id,
        organisation_id: organisation,
        scope: ['payments:admin', 'returns:submit'],
        from: expect.any(String),
        until,
        granted_by: decodeJwt(token).sub,
        created_at: expect.any(String),
        in_force: true,
      },
    ]);
    const { rows } = await service.pool.query(
      'select type, department, data from change_log where aggregate = $1',
      [mandate],
    );
    const data = { mandate_id: mandate, account_id: account.id, organisation_id: organisation };
    expect(rows).toEqual([{ type: 'identity.mandate.granted.v1', department: 'demo', data }]);
  });

  test.each<[number, Record<string, unknown>]>([
    [404, { account_id: randomUUID() }],
    [404, { organisation_id: randomUUID() }],
    [422, { organisation_id: undefined }],
    [422, { principal_id: randomUUID() }],
    [422, { from: '2030-01-02T00:00:00Z', until: '2030-01-02T00:00:00Z' }],
    [422, { until: '2020-01-01T00:00:00Z' }],
    [400, { scope: [] }],
    [400, { scope: ['Not A Scope'] }],
    [400, { from: 'tomorrow' }],
  ])('answer %d to %j', async (status, changes) => {
    const { made } = await anAgent(changes);
    expect(made.status).toBe(status);
  });

  test('for an organisation of another department are none', async () => {
    const theirs = await anOrganisation('Theirs', others);
    expect((await anAgent({ organisation_id: theirs })).made.status).toBe(404);
  });

  test('of the same person, party and scope do not overlap, however many are granted at once', async () => {
    const { asked, mandate } = await anAgent({ from: '2030-01-01T00:00:00Z', until: '2030-06-01T00:00:00Z' });
    const at = (from: string, until?: string) => send('POST', '/mandates', { ...asked, from, until });
    expect((await at('2030-05-31T00:00:00Z', '2031-01-01T00:00:00Z')).status).toBe(409);
    expect((await send('POST', '/mandates', { ...asked, scope: ['returns:read'] })).status).toBe(201);
    const many = await Promise.all(
      Array.from({ length: 8 }, () => at('2030-06-01T00:00:00Z', '2031-01-01T00:00:00Z')),
    );
    expect(many.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
    await send('PUT', `/mandates/${mandate}/revocation`, { reason: 'replaced' });
    expect((await at('2030-01-01T00:00:00Z', '2030-06-01T00:00:00Z')).status).toBe(201);
  });

  test('are listed by who, for whom and whether they are in force, and never to another department', async () => {
    const { account, organisation, mandate } = await anAgent();
    const later = await send('POST', '/mandates', {
      account_id: account.id,
      organisation_id: organisation,
      scope: ['returns:read'],
      from: '2030-01-01T00:00:00Z',
    });
    const ids = async (query: string, as = token) =>
      ((await send('GET', `/mandates?${query}`, undefined, as)).json.mandates as { id: string }[]).map(
        ({ id }) => id,
      );
    expect(await ids(`account_id=${account.id}`)).toEqual([mandate, later.json.id]);
    expect(await ids(`account_id=${account.id}&in_force=true`)).toEqual([mandate]);
    expect(await ids(`organisation_id=${organisation}&in_force=false`)).toEqual([later.json.id]);
    expect(await ids(`account_id=${account.id}`, others)).toEqual([]);
    expect(await ids(`account_id=${account.id}`, operator)).toHaveLength(2);
    for (const [method, path, json] of [
      ['GET', `/mandates/${mandate}`, undefined],
      ['PUT', `/mandates/${mandate}/revocation`, { reason: 'misuse' }],
    ] as const) {
      expect((await send(method, path, json, others)).status).toBe(404);
    }
  });

  test('are revoked once, with who and why, and stay so', async () => {
    const { mandate } = await anAgent();
    const revoked = await send('PUT', `/mandates/${mandate}/revocation`, {
      reason: 'left',
      reference: 'CASE-1',
    });
    expect(revoked.json).toMatchObject({
      in_force: false,
      revoked: { at: expect.any(String), by: decodeJwt(token).sub, reason: 'left', reference: 'CASE-1' },
    });
    expect((await send('PUT', `/mandates/${mandate}/revocation`, { reason: 'misuse' })).json).toEqual(
      revoked.json,
    );
    expect((await send('GET', `/mandates/${mandate}`)).json).toEqual(revoked.json);
    const { rows } = await service.pool.query(
      'select type from change_log where aggregate = $1 order by sequence',
      [mandate],
    );
    expect(rows.map(({ type }) => type)).toEqual([
      'identity.mandate.granted.v1',
      'identity.mandate.revoked.v1',
    ]);
  });

  test('go with the account of who acts, and of the person that is acted for', async () => {
    const [actor, principal] = [await anAccount(service), await anAccount(service)];
    const made = await send('POST', '/mandates', {
      account_id: actor.id,
      principal_id: principal.id,
      scope: ['returns:submit'],
    });
    expect(made.json).toMatchObject({ principal_id: principal.id });
    const own = { account_id: actor.id, principal_id: actor.id, scope: ['returns:submit'] };
    expect((await send('POST', '/mandates', own)).status).toBe(422);
    await send('DELETE', `/accounts/${principal.id}`, undefined, operator);
    expect((await send('GET', `/mandates/${made.json.id}`)).status).toBe(404);
  });
});

describe('a client that asks', () => {
  test('is told for whom the person may act, as long as that is so, and by its own department only', async () => {
    const { account, organisation, mandate } = await anAgent();
    const { config, tokens, page } = await signIn(account.email, { scope: 'openid mandates' });
    expect(page.status).toBe(303);
    const told = () => oidc.fetchUserInfo(config, tokens.access_token, account.id);
    expect((await told())[ofMandates]).toEqual([
      {
        mandate_id: mandate,
        organisation: { id: organisation, name: 'Trout Ltd', kind: 'company' },
        scope: ['payments:admin', 'returns:submit'],
        from: expect.any(String),
      },
    ]);
    const foreign = await aClient(service, { department: 'other' });
    const elsewhere = await signIn(account.email, { scope: 'openid mandates' }, foreign);
    const heard = await oidc.fetchUserInfo(elsewhere.config, elsewhere.tokens.access_token, account.id);
    expect(heard[ofMandates]).toEqual([]);

    await send('PUT', `/mandates/${mandate}/revocation`, { reason: 'ended' });
    expect((await told())[ofMandates]).toEqual([]);
  });

  test('is told nothing of it otherwise', async () => {
    const { account } = await anAgent();
    const { config, tokens } = await signIn(account.email, { scope: 'openid email' });
    const told = await oidc.fetchUserInfo(config, tokens.access_token, account.id);
    expect(Object.keys(told).sort()).toEqual(['email', 'email_verified', 'sub']);
  });

  test('has the ID token say for whom the person acts, who stays its subject', async () => {
    const { account, organisation, mandate } = await anAgent();
    const { tokens } = await signIn(account.email, { scope: 'openid', ...forParty(organisation) });
    expect(tokens.claims()).toMatchObject({
      sub: account.id,
      [actingFor]: { mandate_id: mandate, organisation: { id: organisation } },
    });
    expect(tokens.claims()).not.toHaveProperty('act');
  });

  test.each([true, false])(
    'for a party without a mandate is refused if it needs one: %s',
    async (essential) => {
      const { account } = await anAgent();
      const begun = await beginSignIn(service, client, {
        scope: 'openid',
        ...forParty(await anOrganisation('Not theirs'), essential),
      });
      const person = visitor(service.issuer);
      const page = await person.submit(await person.open(begun.start), '#submit-password', {
        email: account.email,
        password,
      });
      if (essential) return expect(new URL(page.url).searchParams.get('error')).toBe('access_denied');
      expect(page.document.querySelector('#submit-consent')).not.toBeNull();
    },
  );

  test('gets a token for a component in the party’s name, with the person as its actor, and no further than the mandate', async () => {
    const { account, organisation, mandate } = await anAgent();
    const asked = { scope: 'openid offline_access payments:admin payments:changes', prompt: 'consent' };
    const { config, tokens } = await signIn(
      account.email,
      { ...asked, ...forParty(organisation) },
      client,
      'urn:ashlar:payments',
    );
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      sub: `urn:ashlar:organisation:${organisation}`,
      act: { sub: account.id },
      aud: 'payments',
      scope: 'payments:admin',
      department: 'demo',
    });
    const refresh = () =>
      oidc.refreshTokenGrant(config, tokens.refresh_token ?? '', { resource: 'urn:ashlar:payments' });
    await send('PUT', `/mandates/${mandate}/revocation`, { reason: 'ended' });
    await expect(refresh()).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('gets none for a component that the mandate does not name', async () => {
    const { account, organisation } = await anAgent({ scope: ['returns:submit'] });
    const asked = signIn(
      account.email,
      { scope: 'openid payments:admin', ...forParty(organisation) },
      client,
      'urn:ashlar:payments',
    );
    await expect(asked).rejects.toMatchObject({ error: 'invalid_scope' });
  });

  test('is told of an expired mandate no more', async () => {
    const { account, mandate } = await anAgent();
    const { config, tokens } = await signIn(account.email, { scope: 'openid mandates' });
    await service.pool.query(
      `update mandate set from_at = now() - interval '2 days', until_at = now() - interval '1 day' where id = $1`,
      [mandate],
    );
    const told = await oidc.fetchUserInfo(config, tokens.access_token, account.id);
    expect(told[ofMandates]).toEqual([]);
  });
});

describe('staff', () => {
  test('sign in as everybody does, and clients of their department are told their roles', async () => {
    const { id, email } = await anAccount(service);
    const put = (roles: string[]) => send('PUT', `/staff/${id}`, { roles });
    expect((await put(['supervisor', 'caseworker'])).json).toEqual({
      account_id: id,
      department: 'demo',
      roles: ['caseworker', 'supervisor'],
      since: expect.any(String),
    });
    const { config, tokens } = await signIn(email, { scope: 'openid staff' });
    const told = async () => (await oidc.fetchUserInfo(config, tokens.access_token, id))[ofStaff];
    expect(await told()).toEqual({ department: 'demo', roles: ['caseworker', 'supervisor'] });
    await put(['caseworker']);
    expect(await told()).toEqual({ department: 'demo', roles: ['caseworker'] });
    const foreign = await aClient(service, { department: 'other' });
    const elsewhere = await signIn(email, { scope: 'openid staff' }, foreign);
    const heard = await oidc.fetchUserInfo(elsewhere.config, elsewhere.tokens.access_token, id);
    expect(heard).not.toHaveProperty([ofStaff]);
    expect((await send('DELETE', `/staff/${id}`)).status).toBe(204);
    expect((await send('DELETE', `/staff/${id}`)).status).toBe(204);
    expect(await told()).toBeUndefined();
  });

  test('are listed to their department, and nobody is who has no account', async () => {
    const { id } = await anAccount(service);
    await send('PUT', `/staff/${id}?department=other`, { roles: ['caseworker'] }, operator);
    const listed = await send('GET', '/staff', undefined, others);
    expect((listed.json.staff as { account_id: string }[]).map(({ account_id }) => account_id)).toEqual([id]);
    expect((await send('PUT', `/staff/${randomUUID()}`, { roles: ['caseworker'] })).status).toBe(404);
    expect((await send('PUT', `/staff/${id}?department=other`, { roles: ['caseworker'] })).status).toBe(403);
    expect((await send('PUT', `/staff/${id}`, { roles: ['caseworker'] }, operator)).status).toBe(422);
  });
});

test('a person sees in the account area for whom they may act, and of whom they are staff', async () => {
  const { account } = await anAgent();
  await send('PUT', `/staff/${account.id}`, { roles: ['caseworker'] });
  const person = visitor(service.issuer);
  const signInPage = await person.open(`${service.issuer}/account`);
  const page = await person.submit(signInPage, '#submit-password', { email: account.email, password });
  const text = page.document.querySelector('#acting')?.text ?? '';
  expect(text).toContain('Trout Ltd');
  expect(text).toContain('payments:admin, returns:submit');
  expect(text).toContain('caseworker');
});

test('the scope of a mandate’s administrator opens nothing else', async () => {
  for (const path of ['/clients', '/accounts', '/upstreams']) {
    expect((await send('GET', path)).status).toBe(403);
  }
  const plain = await aClient(service, {
    redirect_uris: [],
    post_logout_redirect_uris: [],
    scopes: ['identity:changes'],
  });
  const read = String((await askToken(service, plain, 'identity:changes')).json.access_token);
  expect((await send('GET', '/mandates', undefined, read)).status).toBe(403);
});
