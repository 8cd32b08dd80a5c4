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
import { exportJWK, generateKeyPair } from 'jose';
import type { PlantedFault } from './faulty-proxy.ts';
import type { PlantedIssuer } from './identity-run.ts';
import { type Passing, type Reply, serveLocally } from './local-server.ts';

/** Starts a platform behind a proxy whose address is the issuer; requests keep its host, by which the issuer is told from the other. */
export async function startOneLogin(): Promise<PlantedIssuer<OneLoginSubject>> {
  let planted: PlantedFault | undefined;
  const port = await freePort();
  const proxy = await serveLocally(async (asked) => {
    const reply = await passOn(planted?.request?.(asked) ?? asked, port + 101);
    return planted?.reply?.(reply, asked) ?? reply;
  });
  const home = await mkdtemp(join(tmpdir(), 'ashlar-one-login-'));
  const issuer = `${proxy.url}/`;
  const platform = await startPlatform({ home, port, log: () => {}, env: { ONE_LOGIN_ISSUER: issuer } });
  return {
    subject: await register(platform, issuer),
    plant(fault) {
      planted = fault;
    },
    async stop() {
      await platform.stop();
      await proxy.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The first case that fails of the section that has to catch `fault`; none when it passes unseen. */
export async function failsWithOneLoginFault(
  { subject, plant }: PlantedIssuer<OneLoginSubject>,
  fault: PlantedFault,
): Promise<CaseResult[]> {
  plant(fault);
  try {
    const results = await runSuite(oneLoginSuite, subject, { only: [fault.caughtBy], untilFailed: true });
    return results.filter(({ error }) => error);
  } finally {
    plant(undefined);
  }
}

/** Registers a relying party with a key of its own. */
async function register(platform: Platform, issuer: string): Promise<OneLoginSubject> {
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
    issuer,
    client: { id: clientId, redirectUri, postLogoutRedirectUri, privateKey },
    signedOut: 'https://www.gov.uk/',
    arrive: arriveByForms(issuer, { email, password }),
    person: { email, password },
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
