import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { createKeySet } from '@ashlar/service-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CompactSign, type CryptoKey, exportJWK, generateKeyPair } from 'jose';
import { freshAttestation } from '../src/store/attestations.ts';
import { tokens } from '../src/wiring.ts';
import { anImplementation, bind, fresh, gatewayKey, type Registry, startRegistry } from './fixtures.ts';

const contract = createSchemaValidator(loadContract('registry').document);
const contract_hash = 'c0'.repeat(32);
const base_url = 'https://pay.example';
let registry: Registry;
let now = new Date('2026-11-29T12:00:00Z');
let auditor: CryptoKey;
let stranger: CryptoKey;
let folder: string;
let id: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attestations-'));
  const jwks = join(folder, 'jwks.json');
  const pair = await generateKeyPair('ES256', { extractable: true });
  auditor = pair.privateKey;
  ({ privateKey: stranger } = await generateKeyPair('ES256'));
  writeFileSync(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'auditor' }] }));
  registry = await startRegistry((wiring) => {
    wiring.value(tokens.now, () => now);
    wiring.value(tokens.attestationKeys, createKeySet(jwks));
  });
});

afterAll(async () => {
  await registry.end();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  now = new Date('2026-11-29T12:00:00Z');
  id = await anImplementation(registry, 'payments', { base_url, contract_hash, profile: 'core' });
});

/** What an attestation of the implementation says, with members replaced. */
const claims = (changes: object = {}) => ({
  implementation: { base_url, version: '1.0.0' },
  component: 'payments',
  profile: 'core',
  contract_hash,
  suite_hash: 'ab'.repeat(32),
  results: { passed: 120, failed: 0, sections: { contract: { passed: 1, failed: 0 } } },
  iat: now.getTime() / 1000,
  ...changes,
});

const signed = (payload: object, { key = auditor, kid = 'auditor', typ = 'attestation+jwt' } = {}) =>
  new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', typ, kid })
    .sign(key);

const store = (attestation: string, headers: Record<string, string> = {}) =>
  registry.call('POST', `/ashlar/v1/implementations/${id}/attestations`, { body: { attestation }, headers });

const counting = () =>
  freshAttestation(registry.pool, id, { at: now, maxAgeS: registry.deps.times.attestations });

describe('an attestation that counts', () => {
  test.each(['a key that is trusted', 'the registry itself'])('is stored when signed by %s', async (who) => {
    const token = who.startsWith('a key')
      ? await signed(claims())
      : (await registry.deps.signer.sign('attestation+jwt', claims())).token;
    const answer = await store(token);
    expect(answer.status).toBe(201);
    expect(contract.response('storeAttestation', 201, answer.json)).toEqual([]);
    expect(answer.json).toMatchObject({ attestation: token, passed: 120, fresh: true, version: '1.0.0' });
    const { json } = await registry.call('GET', `/ashlar/v1/implementations/${id}/attestations`);
    expect(contract.response('listAttestations', 200, json)).toEqual([]);
    expect(json.attestations).toEqual([answer.json]);
    expect((await counting())?.id).toBe(answer.json.id);
  });

  test('is told to gateways with the binding, until the implementation is another one', async () => {
    const component = fresh('component');
    id = await anImplementation(registry, component, { base_url, contract_hash, profile: 'core' });
    await registry.call('POST', '/ashlar/v1/entry-points', {
      body: { name: fresh('URL'), component, department: '*', prefix: `/${component}` },
    });
    await bind(registry, { component, department: '*' }, id, 0);
    const routed = async () => {
      const headers = { 'ashlar-gateway': gatewayKey };
      const { json } = await registry.call('GET', '/ashlar/v1/routing', { token: null, headers });
      return json as { version: number; entry_points: { component: string; attestation?: string }[] };
    };
    const shown = (table: Awaited<ReturnType<typeof routed>>) =>
      table.entry_points.find((row) => row.component === component)?.attestation;
    const before = await routed();
    const token = await signed(claims({ component }));
    expect((await store(token)).status).toBe(201);
    const after = await routed();
    expect([shown(before), shown(after)]).toEqual([undefined, token]);
    expect(after.version).toBeGreaterThan(before.version);
    await registry.call('PATCH', `/ashlar/v1/implementations/${id}`, { body: { version: '1.0.1' } });
    expect(shown(await routed())).toBeUndefined();
    expect(await counting()).toBeUndefined();
  });

  test('counts no longer after a week', async () => {
    await store(await signed(claims()));
    now = new Date(now.getTime() + 604_800_000);
    expect(await counting()).toBeDefined();
    now = new Date(now.getTime() + 1000);
    expect(await counting()).toBeUndefined();
    const { json } = await registry.call('GET', `/ashlar/v1/implementations/${id}/attestations`);
    expect((json.attestations as { fresh: boolean }[])[0]?.fresh).toBe(false);
  });

  test('is stored once for an idempotency key, and audited', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const token = await signed(claims());
    const [one, two] = [await store(token, headers), await store(token, headers)];
    expect(two.headers['idempotent-replayed']).toBe('true');
    expect(two.json).toEqual(one.json);
    const { json } = await registry.call('GET', '/ashlar/v1/audit?limit=1');
    expect(json.entries).toMatchObject([{ action: 'attestation.stored' }]);
  });
});

describe('an attestation that does not count is refused by a code of its own', () => {
  const wrong: readonly (readonly [string, string, () => Promise<string>])[] = [
    ['of a stranger', 'attestation_invalid', () => signed(claims(), { key: stranger })],
    ['of a key that nobody knows', 'attestation_invalid', () => signed(claims(), { kid: 'nobody' })],
    ['of another type', 'attestation_invalid', () => signed(claims(), { typ: 'grant+jwt' })],
    ['that is no JWS', 'attestation_invalid', async () => 'a.b.c'],
    ['without its results', 'attestation_invalid', () => signed(claims({ results: undefined }))],
    [
      'that was changed after it was signed',
      'attestation_invalid',
      async () => {
        const [header, , signature] = (await signed(claims())).split('.');
        const body = Buffer.from(JSON.stringify(claims({ profile: 'full' }))).toString('base64url');
        return [header, body, signature].join('.');
      },
    ],
    ['too old', 'attestation_stale', () => signed(claims({ iat: now.getTime() / 1000 - 604_801 }))],
    ['from the future', 'attestation_stale', () => signed(claims({ iat: now.getTime() / 1000 + 120 }))],
    ['for another contract', 'other_contract', () => signed(claims({ contract_hash: 'd0'.repeat(32) }))],
    ['of another component', 'other_component', () => signed(claims({ component: 'messaging' }))],
    [
      'of another address',
      'other_base_url',
      () => signed(claims({ implementation: { base_url: 'https://else.example', version: '1.0.0' } })),
    ],
    [
      'of another version',
      'other_version',
      () => signed(claims({ implementation: { base_url, version: '2.0.0' } })),
    ],
    [
      'that says that something failed',
      'attestation_failed',
      () => signed(claims({ results: { passed: 119, failed: 1, sections: {} } })),
    ],
    [
      'of nothing',
      'attestation_failed',
      () => signed(claims({ results: { passed: 0, failed: 0, sections: {} } })),
    ],
  ];

  test.each(wrong)('one %s: %s', async (_what, code, make) => {
    const answer = await store(await make());
    expect([answer.status, answer.json.code]).toEqual([422, code]);
    expect(contract.response('storeAttestation', 422, answer.json)).toEqual([]);
    expect(String(answer.json.detail)).toMatch(/\.$/);
    expect(await counting()).toBeUndefined();
  });

  test('one of the core profile for an implementation of the full one: other_profile', async () => {
    id = await anImplementation(registry, 'payments', { base_url, contract_hash, profile: 'full' });
    expect((await store(await signed(claims()))).json.code).toBe('other_profile');
    expect((await store(await signed(claims({ profile: 'full' })))).status).toBe(201);
  });

  test('one for an implementation that names no contract, or that is not there', async () => {
    const attestation = await signed(claims());
    id = await anImplementation(registry, 'payments', { base_url });
    expect((await store(attestation)).json.code).toBe('other_contract');
    id = crypto.randomUUID();
    expect((await store(attestation)).status).toBe(404);
  });

  test('a department may not store any', async () => {
    const token = await registry.token('fisheries');
    const path = `/ashlar/v1/implementations/${id}/attestations`;
    const body = { attestation: await signed(claims()) };
    expect((await registry.call('POST', path, { body, token })).status).toBe(403);
  });
});

describe('a registry that requires attestations', () => {
  test('binds only what has one that counts', async () => {
    const component = fresh('component');
    const strict = await startRegistry((wiring) => wiring.value(tokens.requireAttestation, true));
    const bare = await anImplementation(strict, component, { base_url, contract_hash, profile: 'core' });
    const refused = await bind(strict, { component, department: '*' }, bare, 0);
    expect([refused.status, refused.json.code]).toEqual([422, 'not_attested']);
    const said = claims({ component, iat: Math.floor(Date.now() / 1000) });
    const { token } = await strict.deps.signer.sign('attestation+jwt', said);
    const path = `/ashlar/v1/implementations/${bare}/attestations`;
    expect((await strict.call('POST', path, { body: { attestation: token } })).status).toBe(201);
    expect((await bind(strict, { component, department: '*' }, bare, 0)).status).toBe(200);
    await strict.end();
  });
});
