import { randomBytes } from 'node:crypto';
import { sealOf } from '@ashlar/component';
import { loadHandover } from '@ashlar/contracts';
import { migrate, openPool, type Pool } from '@ashlar/postgres';
import { createDatabase } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { identityMapping } from '../../src/handover/mapping.ts';
import { migrations } from '../../src/migrations.ts';

/**
 * Tables that stay where they are, and why. Every other one has to be part of something that is handed over: a line in src/handover/tables.ts, a column `handover_version` with its
 * triggers (migration 0011), and its record in openapi/handover/identity.yaml.
 */
const local: Readonly<Record<string, string>> = {
  audit_entry: 'each installation proves what it did itself',
  audit_head: 'the same, signed',
  audit_key: 'what it is signed with',
  change_log: 'its public rows are the entity event',
  change_log_cap: 'how far its log was read',
  change_log_horizon: 'how far its log was read',
  change_log_jump: 'how far its log was read',
  fence: 'the role that this implementation has',
  handover_changed: 'how far this implementation followed',
  handover_follow: 'whom this implementation follows',
  handover_kept: 'handed on as it came',
  handover_key: 'what predecessors seal to',
  handover_seen: 'how far this implementation followed',
  handover_tombstone: 'how far this implementation followed',
  inbox: 'what this implementation has read from its bus',
  parked_event: 'what it could not read from its bus',
  parked_key: 'what it could not read from its bus',
  relay_state: 'how far its log was published',
  schema_migration: 'its migrations',
};

/** Columns that count at home only. */
const own: Readonly<Record<string, readonly string[]>> = { account_history: ['id'] };

let database: Awaited<ReturnType<typeof createDatabase>>;
let pool: Pool;
const seal = sealOf(randomBytes(32).toString('base64'), 'test');
const mapping = identityMapping({
  person: seal,
  record: seal,
  namingKeys: seal,
  signingKeys: { standard: seal, one_login: seal, core_identity: seal },
});

beforeAll(async () => {
  database = await createDatabase('identity');
  pool = openPool({ url: database.url, applicationName: 'tables-test' });
  await migrate(pool, migrations);
});

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

test('every table is handed over, or said to stay, with its reason', async () => {
  const { rows } = await pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const handed = new Set(mapping.entities.flatMap(({ tables }) => tables));
  expect([...handed].filter((name) => name in local)).toEqual([]);
  const forgotten = rows.map(({ name }) => name).filter((name) => !handed.has(name) && !(name in local));
  expect(forgotten).toEqual([]);
  const known = new Set(rows.map(({ name }) => name));
  expect([...handed, ...Object.keys(local)].filter((name) => !known.has(name))).toEqual([]);
});

test('every column of what is handed over is a member of its record in the contract', async () => {
  const { entities } = loadHandover('identity');
  for (const { name, tables } of mapping.entities) {
    if (tables[0] !== name || name === 'naming_key' || name === 'key_set') continue;
    const { rows } = await pool.query<{ column: string }>(
      `select column_name as column from information_schema.columns where table_name = $1`,
      [name],
    );
    const members = Object.keys((entities[name]?.schema.properties ?? {}) as object);
    const columns = rows
      .map(({ column }) => column)
      .filter((column) => column !== 'handover_version' && !own[name]?.includes(column));
    expect({ name, missing: columns.filter((column) => !members.includes(column)) }).toEqual({
      name,
      missing: [],
    });
  }
});

test('every change of what is handed over is counted and told, by triggers', async () => {
  const { rows } = await pool.query<{ name: string; triggers: string }>(
    `select tgrelid::regclass::text as name, string_agg(tgname, ',' order by tgname) as triggers from pg_trigger where not tgisinternal group by 1`,
  );
  const of = new Map(rows.map(({ name, triggers }) => [name, triggers]));
  const handed = mapping.entities
    .map(({ tables }) => tables[0] ?? '')
    .filter((name) => name !== 'naming_key');
  const told = handed.filter((name) => of.get(name)?.includes('handover_noted'));
  // A set of keys is told by the tables of its keys.
  expect(handed.filter((name) => !told.includes(name))).toEqual(['key_set']);
  for (const table of ['signing_key', 'one_login_signing_key', 'core_identity_signing_key'])
    expect(of.get(table)).toContain('handover_key_set');
});

test('nothing that is handed over has a foreign key: a feed may bring one thing before the other', async () => {
  const { rows } = await pool.query<{ name: string }>(
    `select conrelid::regclass::text || ': ' || conname as name from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  const handed = new Set(mapping.entities.flatMap(({ tables }) => tables));
  expect(rows.map(({ name }) => name).filter((name) => handed.has(name.split(':')[0] ?? ''))).toEqual([]);
});
