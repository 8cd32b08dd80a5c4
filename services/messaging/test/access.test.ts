import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Account,
  adminToken,
  anAccount,
  errorsOf,
  type Service,
  startService,
  tokenOf,
} from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService({ env: { GATEWAY_KEY: 'the-gateway-of-the-tests' } });
  account = await anAccount(service);
});

afterAll(() => service.end());

const listWith = (headers: Record<string, string>) => service.call('GET', '/v2/notifications', { headers });

const example = 'https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header';

describe('a request of the standard', () => {
  test('without a token, or with another scheme, is 401', async () => {
    expect(errorsOf(await listWith({}))).toEqual([
      '401 AuthError: Unauthorized: authentication token must be provided',
    ]);
    expect(errorsOf(await listWith({ authorization: 'Basic YTpi' }))).toEqual([
      '401 AuthError: Unauthorized: authentication bearer scheme must be used',
    ]);
    expect((await listWith({ authorization: `bearer ${tokenOf(account.live)}` })).status).toBe(200);
  });

  test.each<[string, () => string, string]>([
    [
      'is no token',
      () => 'rubbish',
      `Invalid token: make sure your API token matches the example at ${example}`,
    ],
    [
      'has no iat',
      () => tokenOf(account.live, { claims: { iat: undefined } }),
      `Invalid token: make sure your API token matches the example at ${example}`,
    ],
    [
      'has no iss',
      () => tokenOf(account.live, { claims: { iss: undefined } }),
      'Invalid token: iss field not provided',
    ],
    [
      'has a strange iss',
      () => tokenOf(account.live, { claims: { iss: 'me' } }),
      'Invalid token: service id is not the right data type',
    ],
    [
      'is of an unknown service',
      () => tokenOf(account.live, { claims: { iss: '0198c2f0-a1b2-4c33-9d44-000000000000' } }),
      'Invalid token: service not found',
    ],
    [
      'has another algorithm',
      () => tokenOf(account.live, { header: { alg: 'none' } }),
      'Invalid token: algorithm used is not HS256',
    ],
    [
      'is signed with another secret',
      () => tokenOf(`${account.live.slice(0, -36)}0198c2f0-a1b2-4c33-9d44-000000000000`),
      'Invalid token: API key not found',
    ],
    [
      'is from 31 seconds ago',
      () => tokenOf(account.live, { claims: { iat: Date.now() / 1000 - 31 } }),
      'Error: Your system clock must be accurate to within 30 seconds',
    ],
    [
      'is from 32 seconds ahead',
      () => tokenOf(account.live, { claims: { iat: Date.now() / 1000 + 32 } }),
      'Error: Your system clock must be accurate to within 30 seconds',
    ],
  ])('whose token %s is 403', async (_what, token, message) => {
    expect(errorsOf(await listWith({ authorization: `Bearer ${token()}` }))).toEqual([
      `403 AuthError: ${message}`,
    ]);
  });

  test('with a service without keys, or a revoked key, is 403', async () => {
    const other = await anAccount(service);
    const key = await adminToken(service);
    const path = `/ashlar/v1/messaging-services/${other.id}/api-keys`;
    const { json } = await service.call('GET', path, { key });
    const keys = json.api_keys as { id: string; type: string }[];
    const live = keys.find(({ type }) => type === 'live');
    expect((await service.call('DELETE', `${path}/${live?.id}`, { key })).status).toBe(204);
    expect(errorsOf(await listWith({ authorization: `Bearer ${tokenOf(other.live)}` }))).toEqual([
      '403 AuthError: Invalid token: API key revoked',
    ]);
    expect((await listWith({ authorization: `Bearer ${tokenOf(other.team)}` })).status).toBe(200);
    const made = await service.call('POST', '/ashlar/v1/messaging-services', {
      key,
      body: { department: 'demo', service: 'empty', name: 'Empty', email_from: 'a@example.org' },
    });
    const none = tokenOf(account.live, { claims: { iss: made.json.id } });
    expect(errorsOf(await listWith({ authorization: `Bearer ${none}` }))).toEqual([
      '403 AuthError: Invalid token: service has no API keys',
    ]);
  });

  test('through another department’s entry point is 403, as an unknown service is', async () => {
    const headers = (department: string) => ({
      authorization: `Bearer ${tokenOf(account.live)}`,
      'ashlar-gateway': 'the-gateway-of-the-tests',
      'ashlar-department': department,
    });
    expect(errorsOf(await listWith(headers('demo-two')))).toEqual([
      '403 AuthError: Invalid token: service not found',
    ]);
    expect((await listWith(headers('demo'))).status).toBe(200);
  });
});

describe('an operation of ours', () => {
  test('takes access tokens with its scope only', async () => {
    const call = (key?: string) => service.call('GET', '/ashlar/v1/messaging-services', key ? { key } : {});
    expect((await call()).status).toBe(401);
    expect((await call(tokenOf(account.live))).status).toBe(401);
    expect((await call(await adminToken(service, '*', 'messaging:changes'))).status).toBe(403);
    expect((await call(await adminToken(service))).status).toBe(200);
  });

  test('shows a department’s own services', async () => {
    const key = await adminToken(service, 'demo-two');
    const listed = await service.call('GET', '/ashlar/v1/messaging-services', { key });
    expect(listed.json).toEqual({ messaging_services: [] });
    const path = `/ashlar/v1/messaging-services/${account.id}`;
    expect((await service.call('GET', path, { key })).status).toBe(404);
    expect((await service.call('GET', `${path}/api-keys`, { key })).status).toBe(404);
    expect((await service.call('GET', path, { key: await adminToken(service, 'demo') })).json).toMatchObject({
      id: account.id,
      email_provider: 'sandbox',
    });
  });

  test('gives the change feed to tokens of either kind', async () => {
    const changes = (key: string) => service.call('GET', '/ashlar/v1/changes', { key });
    expect((await changes(tokenOf(account.live))).status).toBe(200);
    expect((await changes(await adminToken(service, 'demo', 'messaging:changes'))).status).toBe(200);
    expect((await changes('rubbish')).status).toBe(401);
  });
});
