import { mkdtemp, rm } from 'node:fs/promises';
import { request as call } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  arriveByForms,
  type CaseResult,
  type OneLoginSubject,
  oneLoginSuite,
  runSuite,
  send,
} from '@ashlar/conformance';
import { type Platform, startPlatform } from '@ashlar/local';
import { freePort } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import type { PlantedFault } from './faulty-proxy.ts';
import { type LocalServer, type Passing, type Reply, serveLocally } from './local-server.ts';
import { ONE_LOGIN_FAULTS } from './one-login-faults.ts';

const sound: PlantedFault = { name: 'none', caughtBy: '' };

let home: string;
let platform: Platform;
let proxy: LocalServer;
let planted = sound;
let subject: OneLoginSubject;

// The proxy's address is the issuer from the start, and requests keep its host, by which the issuer is told from the other.
beforeAll(async () => {
  const port = await freePort();
  proxy = await serveLocally(async (asked) => {
    const reply = await passOn(planted.request?.(asked) ?? asked, port + 101);
    return planted.reply?.(reply, asked) ?? reply;
  });
  home = await mkdtemp(join(tmpdir(), 'ashlar-one-login-'));
  const env = { ONE_LOGIN_ISSUER: `${proxy.url}/` };
  platform = await startPlatform({ home, port, log: () => {}, env });
  subject = await register();
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

test('our One Login issuer keeps every promise of its contract', async () => {
  const results = await runSuite(oneLoginSuite, subject);
  expect(results.length).toBeGreaterThan(100);
  expect(failures(results)).toEqual([]);
}, 120_000);

describe('the suite catches an issuer with a planted fault in', () => {
  test.each(ONE_LOGIN_FAULTS)(
    '$name',
    async (fault) => {
      planted = fault;
      const caught = await runSuite(oneLoginSuite, subject, { only: [fault.caughtBy], untilFailed: true });
      expect(failures(caught)).not.toEqual([]);
    },
    60_000,
  );
});

/** Registers a relying party with a key of its own. */
async function register(): Promise<OneLoginSubject> {
  const { IDENTITY_ISSUER: root, OPERATOR_CLIENT_ID: id, OPERATOR_CLIENT_SECRET: secret } = platform.env;
  const form = {
    grant_type: 'client_credentials',
    scope: 'identity:admin',
    client_id: String(id),
    client_secret: String(secret),
  };
  const { access_token: token } = (await send(`${root}/token`, { form })).json as { access_token: string };
  const { privateKey, publicKey } = await generateKeyPair('PS256');
  const [redirectUri, postLogoutRedirectUri] = ['http://127.0.0.1:9/callback', 'http://127.0.0.1:9/bye'];
  const vocabulary = 'https://vocab.account.gov.uk/v1/';
  const made = await send(`${root}/ashlar/v1/clients`, {
    headers: { authorization: `Bearer ${token}` },
    body: {
      department: 'demo',
      service: 'licensing',
      name: 'Fishing licences',
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [postLogoutRedirectUri],
      jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'a-key' }] },
      one_login: {
        sign_in_scopes: ['openid', 'email'],
        claims: ['coreIdentityJWT', 'address', 'returnCode'].map((name) => `${vocabulary}${name}`),
        levels_of_confidence: ['P0', 'P1', 'P2'],
        identity_verification: true,
      },
    },
  });
  const { DEMO_USER_EMAIL: email = '', DEMO_USER_PASSWORD: password = '' } = platform.env;
  const { client_id: clientId } = made.json as { client_id: string };
  return {
    issuer: `${proxy.url}/`,
    client: { id: clientId, redirectUri, postLogoutRedirectUri, privateKey },
    signedOut: 'https://www.gov.uk/',
    arrive: arriveByForms(proxy.url, { email, password }),
  };
}

/** Passes a request on with the host that it was sent to, which `fetch` would not. */
function passOn({ method, path, headers, body }: Passing, port: number): Promise<Reply> {
  const { connection: _own, 'content-length': _length, 'transfer-encoding': _coding, ...rest } = headers;
  return new Promise((resolve, reject) => {
    const asked = call({ host: '127.0.0.1', port, method, path, headers: rest }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part);
      const { connection: _c, 'content-length': _l, 'transfer-encoding': _t, ...told } = answer.headers;
      const known = Object.entries(told).filter(
        (entry): entry is [string, string | string[]] => entry[1] !== undefined,
      );
      resolve({
        status: answer.statusCode ?? 500,
        headers: Object.fromEntries(known),
        body: Buffer.concat(parts).toString(),
      });
    });
    asked.on('error', reject).end(body);
  });
}
