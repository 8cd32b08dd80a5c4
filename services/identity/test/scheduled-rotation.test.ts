import { openPool } from '@ashlar/postgres';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { readIdentityConfig } from '../src/config.ts';
import { keyTables } from '../src/usecases/keyring.ts';
import { rotateDueKeys } from '../src/usecases/manage-signing-keys.ts';
import { operatorToken, type Service, startService } from './fixtures.ts';

let service: Service;

beforeAll(async () => {
  service = await startService({
    env: { ROTATE_KEYS_EVERY_S: '900', ONE_LOGIN_ISSUER: 'http://localhost:9' },
  });
});

afterAll(() => service?.end());

const tables = Object.values(keyTables);

/** As though the keys had come into their states so long ago. The process finds out as it does from another one. */
async function age(seconds: number, of: readonly string[] = tables): Promise<void> {
  for (const table of of) {
    await service.pool.query(`update ${table} set since = since - make_interval(secs => $1)`, [seconds]);
  }
  for (const keyring of Object.values(service.deps.keyrings)) await keyring.refresh();
}

const signing = () => Object.values(service.deps.keyrings).map((keyring) => keyring.keys()[0]?.kid);
const nextOnes = () =>
  Object.values(service.deps.keyrings).map(
    (keyring) => keyring.keys().find(({ state }) => state === 'next')?.kid,
  );

async function rotated(before: readonly unknown[]): Promise<void> {
  await until(async () => signing().every((kid, at) => kid !== before[at]), { what: 'every set to rotate' });
}

describe('keys that have signed for as long as they may', () => {
  // The key that signs has just begun to, and the next one is published for long enough.
  beforeEach(async () => {
    for (const table of tables)
      await service.pool.query(
        `update ${table} set since = now() - case when state = 'next' then interval '1 hour' else interval '0' end`,
      );
    await age(0);
  });

  test('give way to those that were published, in every set, without a restart', async () => {
    const [before, next] = [signing(), nextOnes()];
    expect(before).toHaveLength(3);
    await age(899);
    await rotateDueKeys(service.deps);
    expect(signing()).toEqual(before);
    await age(2);
    await rotated(before);
    expect(signing()).toEqual(next);
    const { rows } = await service.pool.query(
      `select type, traceparent from change_log where type = 'identity.signing_key.activated.v1' and aggregate = any($1::text[])`,
      [next],
    );
    expect(rows).toHaveLength(3);
  });

  test('wait until the next one has been seen, however late it is', async () => {
    const before = signing();
    await service.pool.query(`update signing_key set since = now() where state = 'next'`);
    await service.pool.query(
      `update signing_key set since = now() - interval '1 year' where state = 'current'`,
    );
    await service.deps.keyrings.standard.refresh();
    await rotateDueKeys(service.deps);
    expect(signing()).toEqual(before);
    const { text } = await service.call('GET', '/metrics');
    const told = /identity_signing_key_age_seconds\{[^}]*key_set="standard"[^}]*\} (\S+)/.exec(text)?.[1];
    expect(Number(told)).toBeGreaterThan(364 * 86_400);
    const { status, json } = await until(
      async () => {
        const answer = await service.call('GET', '/health/ready');
        return answer.json.status === 'degraded' ? answer : undefined;
      },
      { what: 'the health to say so' },
    );
    expect([status, json.checks]).toMatchObject([
      200,
      { signing_keys: { status: 'failed', detail: expect.stringContaining('standard') } },
    ]);
    await age(601, ['signing_key']);
    await until(async () => signing()[0] !== before[0]);
  });

  test('rotate once, however many processes see that it is time', async () => {
    const pool = openPool({ url: String(service.env.DATABASE_URL), applicationName: 'rotation-test' });
    try {
      const before = signing();
      const count = async () =>
        (
          await pool.query(
            `select count(*)::int as count from change_log where type = 'identity.signing_key.activated.v1'`,
          )
        ).rows[0].count;
      const then = await count();
      await age(901);
      await Promise.all(Array.from({ length: 8 }, () => rotateDueKeys(service.deps)));
      await rotated(before);
      expect((await count()) - then).toBe(3);
    } finally {
      await pool.end();
    }
  });
});

test('under load no token fails whoever reads the keys once a period, while the keys rotate eight times', async () => {
  const read = async () =>
    createLocalJWKSet((await service.call('GET', '/.well-known/jwks.json')).json as never);
  let keys = await read();
  const lately: string[] = [];
  let [checked, done] = [0, false];
  const work = async () => {
    while (!done) {
      lately.push(await operatorToken(service, 'payments:admin'));
      const find = keys;
      // Tokens of the last seven periods, which is less than two hours.
      for (const token of lately.slice(-40)) await jwtVerify(token, find);
      checked += 1;
    }
  };
  const traffic = [work(), work(), work()];
  const kids = new Set<string | undefined>();
  try {
    for (let turn = 0; turn < 8; turn += 1) {
      const before = signing();
      // Nobody reads them again for a name that is not known: what is published is enough.
      keys = await read();
      lately.splice(0, Math.max(0, lately.length - 40));
      await age(901);
      await rotated(before);
      kids.add(decodeProtectedHeader(await operatorToken(service)).kid);
    }
  } finally {
    done = true;
    await Promise.all(traffic);
  }
  expect(kids.size).toBe(8);
  expect(checked).toBeGreaterThan(24);
}, 60_000);

test('a follower rotates nothing: the keys are its predecessor’s', async () => {
  await service.pool.query(
    `insert into fence (department, epoch, role, order_number) values ('*', 1, 'follower', 1)`,
  );
  try {
    const before = signing();
    await age(901);
    await rotateDueKeys(service.deps);
    expect(signing()).toEqual(before);
  } finally {
    await service.pool.query('delete from fence');
  }
});

test('a schedule that nobody could follow is refused', () => {
  expect(() => readIdentityConfig({ ...service.env, ROTATE_KEYS_EVERY_S: '60' })).toThrow(
    'ROTATE_KEYS_EVERY_S',
  );
  expect(readIdentityConfig({ ...service.env, ROTATE_KEYS_EVERY_S: '0' }).rotateKeysEveryS).toBe(0);
});
