import { randomBytes } from 'node:crypto';
import { contractHash } from '@ashlar/contracts';
import { freePort, until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApplication } from '../swap/content/account.ts';
import { expectJson } from '../swap/http.ts';
import { startImplementation } from '../swap/implementations.ts';
import { type Ledgerline, startLedgerline } from '../swap/ledgerline-process.ts';
import { type Ground, type Part, prepareGround } from '../swap/world.ts';
import { openCandidate } from './gate-messaging-run.ts';

interface Check {
  readonly id: string;
  readonly state: string;
  readonly outcome?: string;
  readonly attestation_id?: string;
  readonly failures: readonly object[];
  readonly sections: Readonly<Record<string, { passed: number; failed: number }>>;
}

let ground: Ground;
let registry: Part;
let headers: Record<string, string>;

const api = (path: string) => `${registry.url}/ashlar/v1/${path}`;

beforeAll(async () => {
  ground = await prepareGround({ fsync: false, log: () => {} });
  registry = await ground.startPart({
    name: 'registry',
    folder: 'services/registry',
    env: {
      GATEWAY_KEY: ground.gatewayKey,
      OAUTH_ISSUER: ground.tokens.issuer,
      OAUTH_JWKS: ground.tokens.jwksFile,
      DATA_KEY: randomBytes(32).toString('base64'),
      DATABASE_URL: ground.server.urlOf('registry'),
      BUS: 'postgres',
      BUS_URL: ground.busUrl,
    },
  });
  const claims = { audience: 'registry', scope: 'registry:admin', department: '*', expiresInS: 3600 };
  headers = { authorization: `Bearer ${await ground.tokens.mint(claims)}` };
}, 120_000);

afterAll(() => ground?.close());

/** Registers an implementation before it runs: it has to know itself by the id that it gets here. */
const register = async (component: string, profile: 'core' | 'full', base_url: string) => {
  const facts = { version: 'not-started', base_url, contract_hash: contractHash(component), profile };
  const body = { component, name: `${component}-candidate`, ...facts };
  const { id } = await expectJson<{ id: string }>(api('implementations'), { headers, body });
  return { id, env: { REGISTRY_JWKS: api('keys'), IMPLEMENTATION_NAMES: id } };
};

/** Tells the registry where it runs, and in which version. */
const introduce = async (id: string, base_url: string) => {
  const said = await expectJson<{ implementation: { version: string } }>(`${base_url}/ashlar/v1/handover`);
  const body = { base_url, version: said.implementation.version };
  await expectJson(api(`implementations/${id}`), { method: 'PATCH', headers, body });
};

/** Has it checked with these settings, and answers what that came to. */
const checked = async (id: string, body: object): Promise<Check> => {
  const begun = await expectJson<Check>(api(`implementations/${id}/checks`), { headers, body });
  return until(
    async () => {
      const shown = await expectJson<Check>(api(`implementations/${id}/checks/${begun.id}`), { headers });
      return shown.state === 'running' ? undefined : shown;
    },
    { timeoutMs: 120_000, everyMs: 500, what: 'the check to end' },
  );
};

const expectAttested = async (id: string, { attestation_id }: Check, profile: 'core' | 'full') => {
  const path = api(`implementations/${id}/attestations`);
  const { attestations } = await expectJson<{ attestations: object[] }>(path, { headers });
  expect(attestations).toEqual([expect.objectContaining({ id: attestation_id, fresh: true, profile })]);
};

describe('a check that the registry runs', () => {
  let ledgerline: Ledgerline | undefined;
  afterAll(() => ledgerline?.stop());

  test('lets an implementation through that trusts nobody but the registry, and stores what it signed', async () => {
    const port = String(await freePort());
    const base_url = `http://127.0.0.1:${port}`;
    const { id, env } = await register('payments', 'core', base_url);
    ledgerline = await startLedgerline({ PORT: port, ...env });
    await introduce(id, base_url);
    const { apiKey, other } = ledgerline.subject;
    const check = await checked(id, { api_key: apiKey, other_api_key: other.apiKey });
    expect(check).toMatchObject({ state: 'passed', failures: [] });
    expect(check.sections['hand-over']).toMatchObject({ failed: 0 });
    await expectAttested(id, check, 'core');
  }, 150_000);

  test('lets our own messaging through, held to the full profile', async () => {
    const { id, env } = await register('messaging', 'full', 'http://127.0.0.1:1');
    const messaging = await startImplementation(ground, 'messaging', 'candidate', {
      ...env,
      // As on one machine: receivers of callbacks are here.
      CALLBACK_INSECURE_TARGETS: 'true',
    });
    await introduce(id, messaging.url);
    const {
      apiKey: api_key,
      testApiKey: test_api_key,
      adminToken,
    } = await openCandidate(ground, messaging.url);
    const check = await checked(id, { api_key, test_api_key, admin_token: adminToken });
    expect(check).toMatchObject({ state: 'passed', failures: [] });
    for (const section of [
      'test keys',
      'contract',
      'letters',
      'planned',
      'callbacks',
      'replay',
      'receipts',
      'hand-over',
    ]) {
      expect(check.sections[section]).toMatchObject({ failed: 0 });
    }
    await expectAttested(id, check, 'full');
  }, 150_000);

  test('lets our own content through, held to the full profile', async () => {
    const { id, env } = await register('content', 'full', 'http://127.0.0.1:1');
    const content = await startImplementation(ground, 'content', 'content-candidate', env);
    await introduce(id, content.url);
    const check = await checked(id, { api_key: await openApplication(ground, content) });
    expect(check).toMatchObject({ state: 'passed', failures: [] });
    for (const section of ['contract', 'replay', 'duplicates', 'receipts', 'hand-over'])
      expect(check.sections[section]).toMatchObject({ failed: 0 });
    await expectAttested(id, check, 'full');
  }, 150_000);
});
