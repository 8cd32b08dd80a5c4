import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CompactEncrypt, type CryptoKey, compactDecrypt, exportJWK, generateKeyPair, importJWK } from 'jose';
import { startService } from '../fixtures.ts';
import { playRegistry, type Registry, type Side, startSide } from './fixtures.ts';

let registry: Registry;
let stranger: Registry;
let side: Side;

beforeAll(async () => {
  [registry, stranger] = await Promise.all([playRegistry(), playRegistry()]);
  side = await startSide(registry, { env: { IMPLEMENTATION_NAMES: 'anybody, http://pay.test' } });
});

afterAll(async () => {
  await side?.end();
  registry?.end();
  stranger?.end();
});

const get = (path: string, key: string) => side.call('GET', `/ashlar/v1/handover/${path}`, { key });

describe('a token', () => {
  test('of the registry opens its department, for its use', async () => {
    expect((await get('demo', await registry.token('demo', 'control'))).status).toBe(200);
    expect((await get('tax', await registry.token('demo', 'control'))).status).toBe(403);
    expect((await get('demo', await registry.token('demo', 'pull'))).status).toBe(403);
    expect((await get('demo/snapshot', await registry.token('demo', 'control'))).status).toBe(403);
  });

  test.each([
    ['of somebody else', () => stranger.token('demo', 'control')],
    ['that is over', () => registry.token('demo', 'control', {}, '-1 minute')],
    ['for another component', () => registry.token('demo', 'control', { component: 'messaging' })],
    [
      'for another implementation',
      () => registry.token('demo', 'control', { aud: ['other', 'http://other.test'] }),
    ],
    ['that is an order', () => registry.order('demo', 'primary', 1)],
    ['that is none', async () => 'a.b.c'],
  ])('%s opens nothing', async (_, token) => {
    expect((await get('demo', await token())).status).toBe(401);
  });

  test('that names no reader’s key reads nothing', async () => {
    const answer = await get('demo/snapshot', await registry.token('demo', 'pull'));
    expect([answer.status, answer.json.code]).toEqual([401, 'no_reader']);
  });

  test('without a registry nothing can be verified', async () => {
    const alone = await startService();
    try {
      const answer = await alone.call('GET', '/ashlar/v1/handover/demo', {
        key: await registry.token('demo', 'control'),
      });
      expect([answer.status, answer.json.code]).toEqual([503, 'no_registry']);
      const described = await alone.call('GET', '/ashlar/v1/handover');
      expect(described.json).toMatchObject({
        component: 'payments',
        profile: 'full',
        key: { crv: 'P-256', use: 'enc' },
      });
    } finally {
      await alone.end();
    }
  });
});

describe('an order', () => {
  const give = (order: string) => side.control('PUT', '/role', { order });

  test('counts once, in its order, and never lowers the epoch', async () => {
    const first = await registry.order('demo', 'primary', 5);
    const second = await registry.order('demo', 'frozen', 5);
    expect(await give(first)).toMatchObject({ status: 200, role: 'primary', epoch: 5 });
    expect(await give(first)).toMatchObject({ status: 200, role: 'primary', epoch: 5 });
    expect(await give(second)).toMatchObject({ status: 200, role: 'frozen' });
    expect(await give(first)).toMatchObject({ status: 409, code: 'stale_order' });
    expect(await give(await registry.order('demo', 'primary', 4))).toMatchObject({
      status: 409,
      code: 'wrong_epoch',
    });
    expect(await give(await registry.order('demo', 'primary', 5))).toMatchObject({
      status: 200,
      role: 'primary',
    });
  });

  test.each([
    ['of somebody else', () => stranger.order('demo', 'frozen', 9)],
    ['for another department', () => registry.order('tax', 'frozen', 9)],
    ['for another implementation', () => registry.order('demo', 'frozen', 9, { implementation: 'other' })],
    ['for a role that there is not', () => registry.order('demo', 'king', 9)],
    ['that is a token', () => registry.token('demo', 'control')],
  ])('%s is refused', async (_, order) => {
    expect(await give(await order())).toMatchObject({ status: 401, code: 'bad_order' });
  });
});

describe('following', () => {
  test('is for followers', async () => {
    const body = { source_url: 'http://127.0.0.1:1', token: 'x' };
    expect(await side.control('PUT', '/follow', body)).toMatchObject({ status: 409, code: 'not_follower' });
  });

  test('a snapshot goes on only from its own cursors, and a feed not from before what is kept', async () => {
    const pull = await registry.token('demo', 'pull', { cnf: { jwk: side.key } });
    for (const after of ['x', Buffer.from('{"entity":"nothing","id":""}').toString('base64url')]) {
      const answer = await get(`demo/snapshot?after=${after}`, pull);
      expect([answer.status, answer.json.code]).toEqual([400, 'bad_cursor']);
    }
    await side.pool.query(`insert into change_log_horizon (department, pruned) values ('demo', 3)`);
    const answer = await get('demo/feed?after=2', pull);
    expect([answer.status, answer.json.code]).toEqual([410, 'cursor_gone']);
  });
});

describe('a batch', () => {
  test.each([
    [
      'sealed to somebody else',
      async () => sealed('[]', (await generateKeyPair('ECDH-ES', { crv: 'P-256' })).publicKey),
    ],
    ['that is no JWE', async () => 'not.a.jwe'],
    ['that is no list', async () => sealed('{}', await ownKey())],
    ['of too many items', async () => sealed(JSON.stringify(Array(501).fill(item({}))), await ownKey())],
    [
      'with an item that is none',
      async () => sealed(JSON.stringify([{ entity: 'payment' }]), await ownKey()),
    ],
    [
      'with a record that does not fit',
      async () => sealed(JSON.stringify([item({ entity: 'payment', record: {} })]), await ownKey()),
    ],
  ])('%s ends the following, and says why', async (_, jwe) => {
    const source = await playSource([{ jwe: await jwe(), cursor: 'x' }]);
    try {
      await side.control('PUT', '/role', { order: await registry.order('demo', 'follower', 6) });
      await side.control('PUT', '/follow', { source_url: source.url, token: 'x' });
      expect((await ended()).error).toMatch(/^A (batch|record) of the source/);
    } finally {
      await side.control('DELETE', '/follow');
      await source.close();
    }
  });

  test('with an entity that nobody knows is kept, and handed on', async () => {
    const record = { colour: 'blue', nested: { a: [1, 2] } };
    const strange = item({ entity: 'loyalty_card', id: 'card-1', sequence: 4, record });
    const source = await playSource([
      { jwe: await sealed(JSON.stringify([strange]), await ownKey()), cursor: 'x' },
      { end: true, items: 1 },
    ]);
    try {
      await side.control('PUT', '/role', { order: await registry.order('demo', 'follower', 7) });
      await side.control('PUT', '/follow', { source_url: source.url, token: 'x' });
      await until(async () => (await side.control('GET', '')).follow?.phase === 'feed', { what: 'the feed' });
      expect(await snapshotOf('loyalty_card')).toEqual([{ ...strange, position: 0 }]);
    } finally {
      await side.control('DELETE', '/follow');
      await source.close();
    }
  });
});

const item = (changes: Record<string, unknown>) => ({
  entity: 'loyalty_card',
  id: 'x',
  sequence: 1,
  position: 0,
  record: {},
  ...changes,
});

const ownKey = async () => (await importJWK({ ...side.key, alg: 'ECDH-ES' }, 'ECDH-ES')) as CryptoKey;

function sealed(text: string, key: CryptoKey): Promise<string> {
  const header = { alg: 'ECDH-ES', enc: 'A256GCM' };
  return new CompactEncrypt(Buffer.from(text)).setProtectedHeader(header).encrypt(key);
}

/** A source that answers a snapshot with these lines, and whose feed says nothing. */
async function playSource(lines: readonly unknown[]) {
  const server = createServer((request, response) => {
    if (request.url?.includes('/feed')) return response.end(JSON.stringify({ position: 9, head: 9 }));
    const all = [{ position: 9, department: 'demo', events_from: 0 }, ...lines];
    return response.end(all.map((line) => `${JSON.stringify(line)}\n`).join(''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise<unknown>((resolve) => server.close(resolve).closeAllConnections()),
  };
}

/** Resolves with the follow once it has failed for good. */
async function ended() {
  const read = async () => (await side.control('GET', '')).follow;
  await until(async () => (await read())?.phase === 'failed', { what: 'the end of the following' });
  return { ...(await read()) };
}

/** The items of one entity that a snapshot of this side has, as a successor reads them. */
async function snapshotOf(entity: string) {
  const { privateKey, publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const token = await registry.token('demo', 'pull', { cnf: { jwk: await exportJWK(publicKey) } });
  const response = await fetch(`${side.url}/ashlar/v1/handover/demo/snapshot`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const lines = (await response.text()).trim().split('\n');
  const items: { entity: string }[] = [];
  for (const line of lines) {
    const { jwe } = JSON.parse(line) as { jwe?: string };
    if (jwe)
      items.push(...JSON.parse(Buffer.from((await compactDecrypt(jwe, privateKey)).plaintext).toString()));
  }
  return items.filter((one) => one.entity === entity);
}
