import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaseResult, type IdentitySubject, identitySuite, runSuite } from '@ashlar/conformance';
import { type Platform, startPlatform } from '@ashlar/local';
import { freePort } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type PlantedFault, plant } from './faulty-proxy.ts';
import { IDENTITY_FAULTS } from './identity-faults.ts';

const sound: PlantedFault = { name: 'none', caughtBy: '' };

let home: string;
let platform: Platform;
let proxy: Awaited<ReturnType<typeof plant>>;
let planted = sound;
let subject: IdentitySubject;

// The proxy's address is the issuer from the start: it stands in every token, so that nothing but the fault tells them apart.
beforeAll(async () => {
  const port = await freePort();
  const switched: PlantedFault = {
    ...sound,
    request: (request) => planted.request?.(request) ?? request,
    reply: (reply, request) => planted.reply?.(reply, request) ?? reply,
  };
  proxy = await plant(switched, `http://127.0.0.1:${port + 101}`);
  home = await mkdtemp(join(tmpdir(), 'ashlar-identity-'));
  const env = { ISSUER: proxy.url, OAUTH_ISSUER: proxy.url };
  platform = await startPlatform({ home, port, log: () => {}, env });
  const text = (name: string) => String(platform.env[name]);
  subject = {
    baseUrl: proxy.url,
    client: {
      id: text('RP_CLIENT_ID'),
      secret: text('RP_CLIENT_SECRET'),
      redirectUri: text('RP_REDIRECT_URI'),
      postLogoutRedirectUri: text('RP_POST_LOGOUT_REDIRECT_URI'),
    },
    program: {
      id: text('OPERATOR_CLIENT_ID'),
      secret: text('OPERATOR_CLIENT_SECRET'),
      scope: 'identity:changes',
    },
    person: { email: text('DEMO_USER_EMAIL'), password: text('DEMO_USER_PASSWORD') },
  };
}, 60_000);

afterEach(() => {
  planted = sound;
});

afterAll(async () => {
  await platform?.stop();
  await proxy?.close();
  await rm(home, { recursive: true, force: true });
});

const failures = (results: readonly CaseResult[]) => results.filter((result) => result.error);

test('our identity component keeps every promise of the standard', async () => {
  const results = await runSuite(identitySuite, subject);
  expect(results.length).toBeGreaterThan(15);
  expect(failures(results)).toEqual([]);
}, 120_000);

describe('the suite catches an implementation with a planted fault in', () => {
  test.each(IDENTITY_FAULTS)(
    '$name',
    async (fault) => {
      planted = fault;
      expect(
        failures(await runSuite(identitySuite, subject, { only: [fault.caughtBy], untilFailed: true })),
      ).not.toEqual([]);
    },
    60_000,
  );
});
