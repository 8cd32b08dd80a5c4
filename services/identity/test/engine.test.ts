import { openBus } from '@ashlar/events';
import { createLogger } from '@ashlar/service-kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildApp } from '../src/app.ts';
import { readIdentityConfig } from '../src/config.ts';
import { createAdapter } from '../src/engine/adapter.ts';
import { pruneOld } from '../src/usecases/prune-old.ts';
import { tokens } from '../src/wiring.ts';
import { aCode, type Service, startService } from './fixtures.ts';

let service: Service;

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service?.end());

const digest = (id: string) => `digest of ${id}`;

const adapter = (kind: string) => {
  const protection = { sealing: Buffer.alloc(32, 7), digest, owner: digest };
  return createAdapter({ db: service.pool, protection, findClient: async () => undefined }, kind);
};

/** How many of `times` attempts at once succeed. */
async function winners(times: number, attempt: () => Promise<unknown>): Promise<number> {
  const results = await Promise.allSettled(Array.from({ length: times }, attempt));
  return results.filter(({ status }) => status === 'fulfilled').length;
}

describe('the engine’s records', () => {
  test('are consumed once, however many try at once', async () => {
    const codes = adapter('AuthorizationCode');
    await codes.upsert('code', { jti: 'code' }, 60);
    expect(await winners(8, () => Promise.resolve(codes.consume('code')))).toBe(1);
    expect(await codes.find('code')).toMatchObject({ jti: 'code', consumed: expect.any(Number) });
  });

  test('of used identifiers are stored once, and again only after their time', async () => {
    const seen = adapter('ReplayDetection');
    expect(await winners(8, () => Promise.resolve(seen.upsert('jti', { jti: 'jti' }, 60)))).toBe(1);
    await service.pool.query(`update engine_record set expires_at = now() where id = 'digest of jti'`);
    expect(await winners(8, () => Promise.resolve(seen.upsert('jti', { jti: 'jti' }, 60)))).toBe(1);
  });

  test('are found by what they belong to, end by time, and are swept', async () => {
    const sessions = adapter('Session');
    await sessions.upsert('session', { uid: 'its-uid', accountId: 'a' }, 60);
    expect(await sessions.findByUid('its-uid')).toMatchObject({ accountId: 'a' });
    expect(await adapter('Grant').find('session')).toBeUndefined();
    await sessions.upsert('old', { uid: 'old' }, 0);
    expect(await sessions.find('old')).toBeUndefined();
    await pruneOld(service.deps);
    const { rows } = await service.pool.query(`select id from engine_record where kind = 'Session'`);
    expect(rows).toEqual([{ id: 'digest of session' }]);
    const codes = adapter('AccessToken');
    await codes.upsert('token', { grantId: 'grant' }, 60);
    await codes.revokeByGrantId('grant');
    expect(await codes.find('token')).toBeUndefined();
  });
});

test('a copy of the database opens no session and redeems no code or token', async () => {
  const { form } = await aCode(service);
  const again = await aCode(service);
  const answer = await service.call('POST', '/token', { form });
  const { rows } = await service.pool.query<{ row: string; sealed: Buffer }>(
    'select engine_record::text as row, sealed from engine_record',
  );
  expect(rows.length).toBeGreaterThan(3);
  const dump = rows.map(({ row, sealed }) => row + sealed.toString('latin1')).join();
  // Neither what names a record nor what it says: a session's payload repeats its cookie.
  for (const told of [form.code, again.form.code, String(answer.json.access_token), 'accountId'])
    expect(dump.includes(told)).toBe(false);
});

describe('a second process', () => {
  const second = async (override?: Parameters<typeof buildApp>[2]) => {
    const config = readIdentityConfig(service.env);
    const logger = createLogger({ name: 'identity', level: 'silent' });
    const bus = openBus({ kind: 'postgres', url: config.busUrl ?? '', clientId: 'second', log: logger });
    try {
      const other = await buildApp(config, { pool: service.pool, bus, logger }, override);
      const keys = await other.app.inject('/.well-known/jwks.json');
      await other.app.close();
      await other.close();
      return keys.json();
    } finally {
      await bus.close();
    }
  };

  test('signs with the same keys, of which only the public half is published', async () => {
    const { json } = await service.call('GET', '/.well-known/jwks.json');
    expect(await second()).toEqual(json);
    const published = {
      kty: 'EC',
      crv: 'P-256',
      alg: 'ES256',
      use: 'sig',
      kid: expect.any(String),
      x: expect.any(String),
      y: expect.any(String),
    };
    const rsa = {
      alg: 'RS256',
      e: 'AQAB',
      kid: expect.any(String),
      kty: 'RSA',
      n: expect.any(String),
      use: 'sig',
    };
    expect(json.keys).toEqual([published, published, rsa, rsa]);
  });

  test('refuses to start when engine and contract differ', async () => {
    const start = second((wiring) => {
      const engine = wiring.get(tokens.engine);
      wiring.value(tokens.engine, { ...engine, paths: [...engine.paths.slice(1), '/extra'] });
    });
    await expect(start).rejects.toThrow(
      /lacks \/extra of the engine; the engine does not answer \/authorize/,
    );
  });
});
