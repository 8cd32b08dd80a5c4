import { identitySuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  aClient,
  anAccount,
  operator,
  password,
  redirectUri,
  type Service,
  startService,
} from './fixtures.ts';
import { type Mailroom, startMailroom } from './mailroom.ts';

let mailroom: Mailroom;
let service: Service;

beforeAll(async () => {
  mailroom = await startMailroom();
  service = await startService({
    env: { MESSAGING_FILE: mailroom.file, CLIENT_INSECURE_TARGETS: 'true' },
  });
});

afterAll(async () => {
  await service?.end();
  await mailroom?.end();
});

test('the identity component keeps every promise of the standard', async () => {
  const [client, { email }] = await Promise.all([
    aClient(service, { grant_types: ['authorization_code', 'refresh_token'] }),
    anAccount(service),
  ]);
  const results = await runSuite(identitySuite, {
    baseUrl: service.issuer,
    client: { ...client, redirectUri, postLogoutRedirectUri: 'http://127.0.0.1:9/bye' },
    program: { ...operator, scope: 'identity:changes' },
    person: { email, password },
    admin: operator,
    codeTo: (address, count) => mailroom.code(address, count),
  });
  expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(results).toHaveLength(identitySuite.length);
}, 120_000);
