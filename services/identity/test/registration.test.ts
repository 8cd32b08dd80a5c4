import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import * as oidc from 'openid-client';
import {
  aClient,
  anAccount,
  askToken,
  beginSignIn,
  operatorToken,
  type Service,
  signInByForms,
  startService,
  webRedirectUri,
} from './fixtures.ts';

let service: Service;
let token: string;

beforeAll(async () => {
  service = await startService();
  token = await operatorToken(service);
});

afterAll(() => service?.end());

/** A token with which clients register, made by the admin API. */
async function anInitialToken(more: object = {}): Promise<string> {
  const json = { department: 'demo', service: 'licensing', ...more };
  const made = await service.call('POST', '/ashlar/v1/initial-access-tokens', { token, json });
  return String(made.json.token);
}

const metadata = { client_name: 'Boat licences', redirect_uris: [webRedirectUri] };

const register = (initial: string, json: object = metadata) =>
  service.call('POST', '/register', { token: initial, json });

describe('a client that registers itself', () => {
  test('by openid-client signs people in for the department of the token', async () => {
    const config = await oidc.dynamicClientRegistration(new URL(service.issuer), metadata, undefined, {
      initialAccessToken: await anInitialToken(),
      execute: [oidc.allowInsecureRequests],
    });
    const { client_id: id, client_secret: secret } = config.clientMetadata();
    const account = await anAccount(service);
    const party = await beginSignIn(
      service,
      { id, secret: String(secret) },
      { redirect_uri: webRedirectUri },
    );
    const { back, page } = await signInByForms(service, party.start, account.email);
    expect(new URL(page.url).origin).toBe('https://party.example');
    const tokens = await oidc.authorizationCodeGrant(party.config, back, {
      pkceCodeVerifier: party.verifier,
      expectedState: 'a-state',
    });
    expect(tokens.claims()?.sub).toBe(account.id);
    const known = await service.call('GET', `/ashlar/v1/clients/${id}`, { token });
    expect(known.json).toMatchObject({
      department: 'demo',
      service: 'licensing',
      name: 'Boat licences',
      require_pkce: true,
    });
    const { rows } = await service.pool.query<{ kept: string }>(
      `select (select string_agg(c::text, '') from client c) || (select string_agg(t::text, '') from initial_access_token t) as kept`,
    );
    expect(rows[0]?.kept).not.toContain(secret);
    expect(rows[0]?.kept).not.toContain(String(config.clientMetadata().registration_access_token));
  });

  test('needs a token that is not used up, ended or past its time', async () => {
    const initial = await anInitialToken({ uses: 2 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => register(initial)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    const refused = answers.find(({ status }) => status !== 201);
    expect([refused?.status, refused?.json.error]).toEqual([401, 'invalid_token']);
    expect(refused?.headers.get('www-authenticate')).toContain('invalid_token');
    for (const bad of ['', 'unknown', token]) expect((await register(bad)).status).toBe(401);
    const json = { department: 'demo', service: 'licensing' };
    const made = await service.call('POST', '/ashlar/v1/initial-access-tokens', { token, json });
    const ended = `/ashlar/v1/initial-access-tokens/${String(made.json.id)}`;
    const other = await aClient(service, {
      department: 'elsewhere',
      redirect_uris: [],
      scopes: ['identity:admin'],
    });
    const stranger = String((await askToken(service, other, 'identity:admin')).json.access_token);
    expect((await service.call('DELETE', ended, { token: stranger })).status).toBe(404);
    expect((await service.call('DELETE', ended, { token })).status).toBe(204);
    expect((await register(String(made.json.token))).status).toBe(401);
    const late = await anInitialToken();
    await service.pool.query('update initial_access_token set ends_at = now() where uses_left = 1');
    expect((await register(late)).status).toBe(401);
  });

  test('is told what is wrong with what it says, and loses no use by it', async () => {
    const initial = await anInitialToken({ scopes: ['payments:changes'] });
    for (const [said, error] of [
      [{ redirect_uris: ['http://party.example/'] }, 'invalid_redirect_uri'],
      [{ redirect_uris: 'https://party.example/' }, 'invalid_client_metadata'],
      [{ response_types: ['token'] }, 'invalid_client_metadata'],
      [{ grant_types: ['password'] }, 'invalid_client_metadata'],
      [{ token_endpoint_auth_method: 'client_secret_jwt' }, 'invalid_client_metadata'],
      [{ token_endpoint_auth_method: 'private_key_jwt' }, 'invalid_client_metadata'],
      [{ jwks_uri: 'https://169.254.169.254/latest' }, 'invalid_client_metadata'],
      [{ backchannel_logout_uri: 'https://registry.internal/' }, 'invalid_client_metadata'],
      [{ scope: 'payments:admin' }, 'invalid_client_metadata'],
    ] as const) {
      const { status, json } = await register(initial, { ...metadata, ...said });
      expect([said, status, json.error]).toEqual([said, 400, error]);
    }
    const made = await register(initial, {
      ...metadata,
      scope: 'openid payments:changes',
      logo_uri: 'https://party.example/logo.png',
      require_pkce: false,
    });
    expect([made.status, made.json.scope]).toEqual([201, 'payments:changes']);
    expect(made.json).not.toHaveProperty('require_pkce');
    const kept = await service.call('GET', `/ashlar/v1/clients/${String(made.json.client_id)}`, { token });
    expect(kept.json.require_pkce).toBe(true);
  });
});

describe('a registration', () => {
  const own = async (json: object = metadata) => {
    const { json: made } = await register(await anInitialToken(), json);
    const path = new URL(String(made.registration_client_uri)).pathname;
    return { made, path, token: String(made.registration_access_token) };
  };

  test('is read, replaced and ended by its own token', async () => {
    const { made, path, token: mine } = await own();
    const read = await service.call('GET', path, { token: mine });
    expect(read.json).toMatchObject({
      ...metadata,
      client_id: made.client_id,
      token_endpoint_auth_method: 'client_secret_basic',
    });
    expect(read.json).not.toHaveProperty('client_secret');
    const jwks = {
      keys: [await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey)],
    };
    const json = { client_id: made.client_id, redirect_uris: ['https://other.example/'], jwks };
    const changed = await service.call('PUT', path, { token: mine, json });
    expect([changed.status, changed.json]).toMatchObject([200, { redirect_uris: json.redirect_uris, jwks }]);
    const client = { id: String(made.client_id), secret: String(made.client_secret) };
    const stillProves = await service.call('POST', '/introspect', {
      form: { token: 'unknown', client_id: client.id, client_secret: client.secret },
    });
    expect(stillProves.status).toBe(200);
    expect((await service.call('DELETE', path, { token: mine })).status).toBe(204);
    expect((await service.call('GET', path, { token: mine })).status).toBe(401);
    const gone = await service.call('GET', `/ashlar/v1/clients/${client.id}`, { token });
    expect(gone.json.revoked_at).toMatch(/Z$/);
  });

  test('is nobody else’s, and says no more than it may', async () => {
    const [one, other] = [await own(), await own()];
    for (const stranger of [other.token, token, 'unknown', '']) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const json = method === 'PUT' ? { ...metadata, client_id: one.made.client_id } : undefined;
        const answer = await service.call(method, one.path, { token: stranger, ...(json && { json }) });
        expect([method, answer.status]).toEqual([method, 401]);
      }
    }
    for (const json of [
      { ...metadata, client_id: other.made.client_id },
      { ...metadata, client_id: one.made.client_id, scope: 'payments:admin' },
    ]) {
      expect((await service.call('PUT', one.path, { token: one.token, json })).status).toBe(400);
    }
    expect((await service.call('GET', one.path, { token: one.token })).status).toBe(200);
  });
});

test('a token to register with is shown once, and made once for a key', async () => {
  const ask = () =>
    service.call('POST', '/ashlar/v1/initial-access-tokens', {
      token,
      json: { department: 'demo', service: 'licensing', uses: 3 },
      headers: { 'idempotency-key': 'a-registration' },
    });
  const first = await ask();
  expect([first.status, first.json]).toMatchObject([
    201,
    { uses_left: 3, token: expect.stringMatching(/.{40}/) },
  ]);
  const again = await ask();
  expect([again.json.id, again.headers.get('idempotent-replayed')]).toEqual([first.json.id, 'true']);
  expect(again.json).not.toHaveProperty('token');
  const { json } = await service.call('GET', '/.well-known/openid-configuration');
  expect(json.registration_endpoint).toBe(`${service.issuer}/register`);
});
