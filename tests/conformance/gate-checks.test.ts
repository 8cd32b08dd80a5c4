import { randomBytes } from 'node:crypto';
import { contractHash } from '@ashlar/contracts';
import { freePort, until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectJson } from '../swap/http.ts';
import { type Ledgerline, startLedgerline } from '../swap/ledgerline-process.ts';
import { type Ground, type Part, prepareGround } from '../swap/world.ts';

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
let ledgerline: Ledgerline;
let headers: Record<string, string>;
let id: string;

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
  const port = String(await freePort());
  const base_url = `http://127.0.0.1:${port}`;
  ({ id } = await expectJson<{ id: string }>(api('implementations'), {
    headers,
    body: {
      ...{ component: 'payments', name: 'ledgerline', version: '1.0.0', base_url },
      ...{ contract_hash: contractHash('payments'), profile: 'core' },
    },
  }));
  const env = { PORT: port, REGISTRY_JWKS: api('keys'), IMPLEMENTATION_NAMES: id };
  ledgerline = await startLedgerline(env);
  const said = await expectJson<{ implementation: { version: string } }>(`${base_url}/ashlar/v1/handover`);
  const { version } = said.implementation;
  await expectJson(api(`implementations/${id}`), { method: 'PATCH', headers, body: { version } });
}, 120_000);

afterAll(async () => {
  await ledgerline?.stop();
  await ground?.close();
});

describe('a check that the registry runs', () => {
  test('lets an implementation through that trusts nobody but the registry, and stores what it signed', async () => {
    const { apiKey, other } = ledgerline.subject;
    const body = { api_key: apiKey, other_api_key: other.apiKey };
    const begun = await expectJson<Check>(api(`implementations/${id}/checks`), { headers, body });
    const check = await until(
      async () => {
        const path = `implementations/${id}/checks/${begun.id}`;
        const shown = await expectJson<Check>(api(path), { headers });
        return shown.state === 'running' ? undefined : shown;
      },
      { timeoutMs: 120_000, everyMs: 500, what: 'the check to end' },
    );
    expect(check).toMatchObject({ state: 'passed', failures: [] });
    expect(check.sections['hand-over']).toMatchObject({ failed: 0 });
    const { attestations } = await expectJson<{ attestations: object[] }>(
      api(`implementations/${id}/attestations`),
      { headers },
    );
    expect(attestations).toEqual([
      expect.objectContaining({ id: check.attestation_id, fresh: true, profile: 'core' }),
    ]);
  }, 150_000);
});
