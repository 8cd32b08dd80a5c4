import { loadContract } from '@ashlar/contracts';
import type { FenceRole } from '@ashlar/postgres';
import { createFencing, type Fencing, pictureOf, receiptedEvent } from '@ashlar/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type Answer,
  type Ask,
  aClient,
  aCode,
  anAccount,
  beginSignIn,
  operatorToken,
  password,
  redirectUri,
  type Service,
  startService,
} from './fixtures.ts';

let fencing: Fencing;
let service: Service;
let token: string;

beforeAll(async () => {
  fencing = await createFencing('identity');
  service = await startService({ env: fencing.env });
  token = await operatorToken(service);
});

afterAll(async () => {
  await service?.end();
  await fencing?.close();
});

const turn = (role: FenceRole, epoch: number) => fencing.turn(service.pool, '*', role, epoch);

/** What the gateway sends along at the entry point of all departments. */
async function throughGateway(epoch: number): Promise<Record<string, string>> {
  const { 'ashlar-department': _all, ...headers } = await fencing.throughGateway('*', epoch);
  return headers;
}

type Send = (headers: Record<string, string>) => Promise<Answer>;

const sends =
  (method: string, path: string, ask: Ask): Send =>
  (headers) =>
    service.call(method, path, { ...ask, headers: { ...ask.headers, ...headers } });

const administers = (method: string, path: string, json?: unknown): Send =>
  sends(method, `/ashlar/v1${path}`, { token, ...(json !== undefined && { json }) });

const newClient = {
  department: 'demo',
  service: 'licensing',
  name: 'A program',
  redirect_uris: [redirectUri],
};

const anOrganisation = { department: 'demo', name: 'Trout Ltd', kind: 'company' };

async function aMandate() {
  const { json } = await administers('POST', '/organisations', anOrganisation)({});
  const { id } = await anAccount(service);
  return { department: 'demo', account_id: id, organisation_id: json.id, scope: ['returns:submit'] };
}

let upstreams = 0;

function anUpstream() {
  upstreams += 1;
  return {
    id: `provider-${upstreams}`,
    names: { en: 'Provider', cy: 'Darparwr' },
    issuer: 'https://provider.example',
    client_id: 'ashlar',
    client_secret: 'a-secret',
  };
}

async function aRegistration() {
  const made = await service.call('POST', '/ashlar/v1/initial-access-tokens', {
    token,
    json: { department: 'demo', service: 'licensing', uses: 9 },
  });
  const ask = { token: String(made.json.token), json: { redirect_uris: ['https://party.example/cb'] } };
  const registered = await service.call('POST', '/register', ask);
  return {
    ask,
    path: `/register/${registered.json.client_id}`,
    own: String(registered.json.registration_access_token),
  };
}

/** Each operation of ours that changes something, ready to be sent. */
const administration: Readonly<Record<string, () => Promise<Send>>> = {
  createAccount: async () =>
    administers('POST', '/accounts', { email: `p${Date.now()}@service.example`, password }),
  updateAccount: async () =>
    administers('PATCH', `/accounts/${(await anAccount(service)).id}`, { disabled: true }),
  lockAccount: async () =>
    administers('PUT', `/accounts/${(await anAccount(service)).id}/lock`, { reason: 'other' }),
  async unlockAccount() {
    const { id } = await anAccount(service);
    await administers('PUT', `/accounts/${id}/lock`, { reason: 'other' })({});
    return administers('DELETE', `/accounts/${id}/lock`);
  },
  endSessions: async () => administers('DELETE', `/accounts/${(await aCode(service)).account.id}/sessions`),
  async endAccountSession() {
    const { id } = (await aCode(service)).account;
    const { json } = await administers('GET', `/accounts/${id}/sessions`)({});
    const [session] = json.sessions as { id: string }[];
    return administers('DELETE', `/accounts/${id}/sessions/${session?.id}`);
  },
  async resetFactors() {
    const { id } = await anAccount(service);
    await service.pool.query(
      `insert into passkey (id, account_id, name, public_key, counter, transports, synced, created_at)
       values ($1::text, $1::uuid, 'Blue key', '\\x00', 0, '{}', false, now())`,
      [id],
    );
    return administers('DELETE', `/accounts/${id}/factors`);
  },
  eraseAccount: async () => administers('DELETE', `/accounts/${(await anAccount(service)).id}`),
  createClient: async () => administers('POST', '/clients', newClient),
  updateClient: async () =>
    administers('PATCH', `/clients/${(await aClient(service)).id}`, { name: 'Other' }),
  revokeClient: async () => administers('DELETE', `/clients/${(await aClient(service)).id}`),
  changeClientSecret: async () => administers('POST', `/clients/${(await aClient(service)).id}/secrets`, {}),
  createInitialAccessToken: async () =>
    administers('POST', '/initial-access-tokens', { department: 'demo', service: 'licensing' }),
  async deleteInitialAccessToken() {
    const made = await administers('POST', '/initial-access-tokens', {
      department: 'demo',
      service: 'licensing',
    })({});
    return administers('DELETE', `/initial-access-tokens/${made.json.id}`);
  },
  createUpstream: async () => administers('POST', '/upstreams', anUpstream()),
  async updateUpstream() {
    const { json } = await administers('POST', '/upstreams', anUpstream())({});
    return administers('PATCH', `/upstreams/${json.id}`, { state: 'disabled' });
  },
  async importUpstreamLinks() {
    const { json } = await administers('POST', '/upstreams', anUpstream())({});
    const links = [{ subject: 'a-person', account_id: (await anAccount(service)).id }];
    return administers('PATCH', `/upstreams/${json.id}/links`, { links });
  },
  createOrganisation: async () => administers('POST', '/organisations', anOrganisation),
  async updateOrganisation() {
    const { json } = await administers('POST', '/organisations', anOrganisation)({});
    return administers('PATCH', `/organisations/${json.id}`, { kind: 'charity' });
  },
  putStaffMember: async () =>
    administers('PUT', `/staff/${(await anAccount(service)).id}?department=demo`, { roles: ['caseworker'] }),
  async removeStaffMember() {
    const { id } = await anAccount(service);
    await administers('PUT', `/staff/${id}?department=demo`, { roles: ['caseworker'] })({});
    return administers('DELETE', `/staff/${id}?department=demo`);
  },
  grantMandate: async () => administers('POST', '/mandates', await aMandate()),
  async revokeMandate() {
    const { json } = await administers('POST', '/mandates', await aMandate())({});
    return administers('PUT', `/mandates/${json.id}/revocation`, { reason: 'ended' });
  },
  rotateSigningKeys: async () => administers('POST', '/signing-keys/rotations', { at_once: true }),
  async withdrawSigningKey() {
    await administers('POST', '/signing-keys/rotations', { at_once: true })({});
    const { json } = await administers('GET', '/signing-keys')({});
    const keys = json.signing_keys as { kid: string; state: string }[];
    return administers('DELETE', `/signing-keys/${keys.find(({ state }) => state === 'retired')?.kid}`);
  },
};

/** The same of the standard: by programs and by people. */
const protocol: Readonly<Record<string, () => Promise<Send>>> = {
  registerClient: async () => sends('POST', '/register', (await aRegistration()).ask),
  async replaceRegistration() {
    const { path, own } = await aRegistration();
    const json = { client_id: path.split('/').at(-1), redirect_uris: ['https://party.example/other'] };
    return sends('PUT', path, { token: own, json });
  },
  async deleteRegistration() {
    const { path, own } = await aRegistration();
    return sends('DELETE', path, { token: own });
  },
  requestToken: async () => sends('POST', '/token', { form: (await aCode(service)).form }),
  async revokeToken() {
    const { client, form } = await aCode(service, {}, { scope: 'openid email' });
    const { json } = await service.call('POST', '/token', { form });
    const { id: client_id, secret: client_secret } = client;
    return sends('POST', '/revoke', { form: { token: String(json.access_token), client_id, client_secret } });
  },
  async pushAuthorizationRequest() {
    const { id: client_id, secret: client_secret } = await aClient(service);
    const form = {
      client_id,
      client_secret,
      response_type: 'code',
      scope: 'openid',
      redirect_uri: redirectUri,
    };
    return sends('POST', '/par', {
      form: { ...form, code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' },
    });
  },
  async authorize() {
    const { start } = await beginSignIn(service, await aClient(service));
    return sends('GET', start.slice(service.issuer.length), {});
  },
};

/** The audit is this installation's own, and chained meanwhile. */
const audit = ['audit_entry', 'audit_head', 'audit_key'];

const everything = { ...administration, ...protocol };

describe('every operation of ours that changes something', () => {
  beforeEach(() => service.pool.query(`delete from fence where department = '*'`));

  test('is in the list of this test', () => {
    const ids = loadContract('identity')
      .operations.filter(({ method, path }) => method !== 'get' && path.startsWith('/ashlar/v1'))
      .filter(({ path }) => !path.startsWith('/ashlar/v1/handover'))
      .map(({ operationId }) => operationId);
    expect(ids.filter((id) => !(id in administration))).toEqual([]);
  });

  test.each(Object.keys(administration))('%s gives a receipt for what it logged', async (id) => {
    const send = await everything[id]?.();
    const sent = await send?.({ 'x-request-id': `request-of-${id}` });
    expect({ id, status: Number(sent?.status) < 400 ? 'accepted' : sent }).toEqual({
      id,
      status: 'accepted',
    });
    expect(await receiptedEvent(service.pool, sent?.headers.get('ashlar-receipt'))).toMatchObject({
      request: `request-of-${id}`,
      epoch: 0,
    });
  });
});

test('frozen, nothing is done of any kind; thawed, the same requests are accepted', async () => {
  const prepared: Record<string, Send> = {};
  for (const [id, prepare] of Object.entries(everything)) prepared[id] = await prepare();
  await turn('primary', 4);
  await turn('frozen', 4);
  const headers = await throughGateway(4);
  const before = await pictureOf(service.pool, audit);
  for (const [id, send] of Object.entries(prepared)) {
    const { status, headers: given } = await send(headers);
    expect({ id, status, fenced: String(given.get('ashlar-fenced')).replace(/^demo;/, '*;') }).toEqual({
      id,
      status: 421,
      fenced: '*;epoch=4;role=frozen',
    });
  }
  expect(await pictureOf(service.pool, audit)).toEqual(before);
  await turn('primary', 4);
  const refused = [];
  // One of the two that turn the keys comes too late for what the other has done.
  for (const [id, send] of Object.entries(prepared)) {
    const sent = await send(headers);
    if (sent.status >= 400) refused.push({ id, status: sent.status, text: sent.text });
  }
  expect(refused).toEqual([]);
});

test('a grant of another epoch is refused, whatever is asked', async () => {
  await turn('primary', 7);
  const { status } = await administers('GET', '/clients')(await throughGateway(6));
  expect(status).toBe(421);
  expect((await administers('GET', '/clients')(await throughGateway(7))).status).toBe(200);
});

test('a statement in the middle of a request of the engine is refused as it is anywhere', async () => {
  await turn('primary', 8);
  const { form } = await aCode(service);
  // The process has not heard of it yet: the row is turned behind its back.
  await service.pool.query(
    `alter table fence disable trigger fence_changed; update fence set role = 'frozen' where department = '*'`,
  );
  const headers = await throughGateway(8);
  const sent = await service.call('POST', '/token', { form, headers });
  expect([sent.status, sent.headers.get('ashlar-fenced')]).toEqual([421, '*;epoch=8;role=frozen']);
  await service.pool.query(
    `update fence set role = 'primary' where department = '*'; alter table fence enable trigger fence_changed`,
  );
  await turn('primary', 8);
  expect((await service.call('POST', '/token', { form, headers })).status).toBe(200);
});
