import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { openPool } from '@ashlar/postgres';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  calculateJwkThumbprint,
  compactVerify,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
} from 'jose';
import { signGrants } from '../src/usecases/sign-grants.ts';
import { createGivenSigner, createStoredSigner } from '../src/usecases/signer.ts';
import { tokens } from '../src/wiring.ts';
import {
  aDepartment,
  anImplementation,
  bind,
  fresh,
  gatewayKey,
  made,
  type Registry,
  startRegistry,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('registry').document);
let registry: Registry;
let now = new Date();

beforeAll(async () => {
  registry = await startRegistry((wiring) => wiring.value(tokens.now, () => now));
});

afterAll(() => registry.end());

type Row = Readonly<Record<string, unknown>>;

const keys = async () =>
  (await registry.call('GET', '/ashlar/v1/keys', { token: null })).json as unknown as JSONWebKeySet;
const kids = async () => (await keys()).keys.map(({ kid }) => kid);

/** A routed entry point of the component. */
async function routed(component: string): Promise<Row & { grant: string }> {
  const headers = { 'ashlar-gateway': gatewayKey };
  const { json } = await registry.call('GET', '/ashlar/v1/routing', { token: null, headers });
  expect(contract.response('getRouting', 200, json)).toEqual([]);
  return (json.entry_points as Row[]).find((row) => row.component === component) as Row & { grant: string };
}

async function verified(token: string, given?: JSONWebKeySet) {
  const { payload, protectedHeader } = await compactVerify(token, createLocalJWKSet(given ?? (await keys())));
  return { header: protectedHeader, claims: JSON.parse(Buffer.from(payload).toString()) };
}

describe('the grant of a binding', () => {
  test('says who answers for whom at which epoch, and is told with the routing table', async () => {
    const [component, department] = [fresh('component'), await aDepartment(registry)];
    const [first, second] = [
      await anImplementation(registry, component),
      await anImplementation(registry, component),
    ];
    await made(registry, 'entry-points', {
      name: fresh('URL'),
      component,
      department,
      prefix: `/${component}`,
    });
    await bind(registry, { component, department: '*' }, first, 0);
    const byDefault = await verified((await routed(component)).grant);
    const iat = Math.floor(now.getTime() / 1000);
    expect(byDefault.header).toEqual({ alg: 'ES256', typ: 'grant+jwt', kid: (await kids())[0] });
    const claims = { iss: 'registry', iat, component, department: '*', implementation: first, epoch: 1 };
    expect(byDefault.claims).toEqual(claims);
    await bind(registry, { component, department }, second, 0);
    await bind(registry, { component, department }, first, 1);
    const own = await routed(component);
    expect((await verified(own.grant)).claims).toEqual({ ...claims, department, epoch: 2 });
    expect(own).not.toHaveProperty('held');
  });

  test('of a department that comes in at entry points of all is told among the bindings', async () => {
    const [component, department] = [fresh('component'), await aDepartment(registry)];
    const prefix = `/${component}`;
    await made(registry, 'entry-points', { name: fresh('URL'), component, department: '*', prefix });
    const [first, second] = [
      await anImplementation(registry, component, { contract_hash: 'c'.repeat(64) }),
      await anImplementation(registry, component),
    ];
    await bind(registry, { component, department: '*' }, second, 0);
    await bind(registry, { component, department }, first, 0);
    const headers = { 'ashlar-gateway': gatewayKey };
    const { json } = await registry.call('GET', '/ashlar/v1/routing', { token: null, headers });
    const [row, ...more] = (json.bindings as Row[]).filter((one) => one.component === component);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      department,
      implementation_id: first,
      epoch: 1,
      contract_hash: 'c'.repeat(64),
    });
    expect((await verified(String(row?.grant))).claims).toMatchObject({ department, epoch: 1 });
    expect((await routed(component)).implementation_id).toBe(second);
  });

  test('is signed for bindings from before there were grants', async () => {
    const component = fresh('component');
    const implementation = await anImplementation(registry, component);
    await made(registry, 'entry-points', {
      name: fresh('URL'),
      component,
      department: '*',
      prefix: `/${component}`,
    });
    await bind(registry, { component, department: '*' }, implementation, 0);
    await registry.pool.query('update binding set signed = null, signed_kid = null where component = $1', [
      component,
    ]);
    registry.workers.wake();
    const { grant } = await until(
      async () => {
        const row = await routed(component);
        return row.grant ? row : undefined;
      },
      { what: 'the grant to be signed' },
    );
    expect((await verified(grant)).claims).toMatchObject({ implementation, epoch: 1 });
    const { json } = await registry.call('GET', `/ashlar/v1/bindings/${component}/*`);
    expect(json.epoch).toBe(1);
  });
});

describe('the signing keys', () => {
  test('are public, without their private parts, and may be kept for a minute', async () => {
    const answer = await registry.call('GET', '/ashlar/v1/keys', { token: null });
    expect(contract.response('listKeys', 200, answer.json)).toEqual([]);
    expect(answer.headers['cache-control']).toBe('max-age=60');
    const { keys: published } = answer.json as unknown as JSONWebKeySet;
    expect(published).toHaveLength(2);
    for (const key of published) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
      expect(key.kid).toBe(await calculateJwkThumbprint(key));
    }
  });

  test('lie sealed in the database', async () => {
    const { rows } = await registry.pool.query<{ sealed: Buffer }>('select sealed from signing_key');
    for (const { sealed } of rows) expect(sealed.toString('latin1')).not.toContain('"d"');
  });

  test('rotate with overlap: what was signed before still verifies, and every grant is signed anew', async () => {
    const component = fresh('component');
    await made(registry, 'entry-points', {
      name: fresh('URL'),
      component,
      department: '*',
      prefix: `/${component}`,
    });
    await bind(registry, { component, department: '*' }, await anImplementation(registry, component), 0);
    const before = await routed(component);
    const [current, next] = await kids();
    const rotate = (key: string, body: object = {}) =>
      registry.call('POST', '/ashlar/v1/keys/rotations', { body, headers: { 'idempotency-key': key } });
    expect((await rotate('early')).json.code).toBe('too_early');
    const token = await registry.token(await aDepartment(registry));
    const foreign = await registry.call('POST', '/ashlar/v1/keys/rotations', { body: {}, token });
    expect(foreign.status).toBe(403);

    now = new Date(now.getTime() + 600_000);
    const key = fresh('key');
    const rotated = await rotate(key);
    expect([rotated.status, contract.response('rotateKeys', 201, rotated.json)]).toEqual([201, []]);
    const replayed = await rotate(key);
    expect(replayed.headers['idempotent-replayed']).toBe('true');
    const after = await kids();
    expect(after).toEqual([next, expect.any(String), current]);
    expect((await verified(before.grant)).header.kid).toBe(current);
    const again = await until(
      async () => {
        const row = await routed(component);
        return row.grant === before.grant ? undefined : row;
      },
      { what: 'the grant to be signed by the new key' },
    );
    expect((await verified(again.grant)).header.kid).toBe(next);
    expect(again.epoch).toBe(before.epoch);
    expect((await rotate('at-once', { at_once: true })).status).toBe(201);
    now = new Date(now.getTime() + 31 * 86_400_000);
    await registry.deps.signer.stored?.refresh();
    expect(await kids()).toHaveLength(2);
  });

  test('of two rotations at once, one happens', async () => {
    now = new Date(now.getTime() + 600_000);
    const rotate = () => registry.call('POST', '/ashlar/v1/keys/rotations', { body: { at_once: true } });
    const before = await kids();
    const answers = await Promise.all([rotate(), rotate(), rotate()]);
    const done = answers.filter(({ status }) => status === 201).length;
    expect(done).toBeGreaterThanOrEqual(1);
    for (const { status, json } of answers)
      expect([201, 'rotated']).toContain(status === 201 ? 201 : json.code);
    expect((await registry.deps.signer.stored?.refresh())?.length).toBe(before.length + done);
  });

  test('may be given: the first signs, all are published', async () => {
    const given = await Promise.all(
      [1, 2].map(async () => {
        const { privateKey } = await generateKeyPair('ES256', { extractable: true });
        return exportJWK(privateKey);
      }),
    );
    const signer = createGivenSigner(JSON.stringify({ keys: given }), () => now);
    const { token, kid } = await signer.sign('grant+jwt', { epoch: 1 });
    const published = await signer.published();
    expect(published.map((key) => key.kid)).toEqual([kid, expect.any(String)]);
    expect(JSON.stringify(published)).not.toContain('"d"');
    expect((await verified(token, { keys: [...published] as never })).claims.epoch).toBe(1);
    for (const wrong of [
      'x',
      '{}',
      '{"keys":[]}',
      '{"keys":[{"kty":"EC","crv":"P-256"}]}',
      '{"keys":[null]}',
    ]) {
      expect(() => createGivenSigner(wrong, () => now)).toThrow(/JWK set of private P-256 keys/);
    }
  });

  test('are one pair, whichever of two processes that start at once made it', async () => {
    await registry.pool.query('delete from signing_key');
    const pool = openPool({ url: String(registry.pool.options.connectionString), applicationName: 'other' });
    const log = registry.deps.log;
    const make = () => createStoredSigner(pool, Buffer.alloc(32, 1), { now: () => now, log });
    const [one, other] = await Promise.all([make().kid(), make().kid()]);
    expect(one).toBe(other);
    await pool.end();
  });
});

test('an implementation tells its contract, profile, key and events; a key that lies on no curve is none', async () => {
  const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const key = { kty, crv, x, y };
  const body = {
    component: fresh('component'),
    name: fresh('here'),
    version: '1',
    base_url: 'http://127.0.0.1:1',
    contract_hash: 'a'.repeat(64),
    profile: 'core',
    key,
    events: 'feed',
  };
  const registered = await made(registry, 'implementations', body);
  const key_thumbprint = await calculateJwkThumbprint(key as never);
  expect(registered).toMatchObject({ ...body, key_thumbprint });
  const change = (members: object) =>
    registry.call('PATCH', `/ashlar/v1/implementations/${registered.id}`, { body: members });
  const changed = await change({ profile: 'full', contract_hash: 'b'.repeat(64), events: 'publishes' });
  expect(contract.response('changeImplementation', 200, changed.json)).toEqual([]);
  expect(changed.json).toMatchObject({ profile: 'full', contract_hash: 'b'.repeat(64), key, key_thumbprint });
  const off = await change({ key: { ...key, y: x } });
  expect([off.status, off.json.errors]).toEqual([
    422,
    [{ pointer: '#/key', detail: 'is no public key of the curve P-256' }],
  ]);
  expect((await change({ key: { ...key, d: 'x' } })).status).toBe(400);
});

test('signing grants does nothing where everything is signed', async () => {
  await until(async () => !(await signGrants(registry.deps)), { what: 'everything to be signed' });
});
