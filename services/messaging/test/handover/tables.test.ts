import { randomBytes } from 'node:crypto';
import { sealOf } from '@ashlar/component';
import { loadHandover } from '@ashlar/contracts';
import { migrate, openPool, type Pool } from '@ashlar/postgres';
import { createDatabase } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { messagingMapping } from '../../src/handover/mapping.ts';
import { migrations } from '../../src/migrations.ts';
import { createKeyring } from '../../src/store/secure-message/envelope.ts';

/** Tables that stay where they are, and why. Every other one has to be part of something that is handed over. */
const local: Readonly<Record<string, string>> = {
  change_log: 'its public rows are the entity event',
  change_log_cap: 'how far its log was read',
  change_log_horizon: 'how far its log was read',
  change_log_jump: 'how far its log was read',
  early_receipt: 'what a carrier told a moment before its message was there',
  evidence_key:
    'private keys: a successor signs with its own, and publishes the public ones (handed_evidence_key)',
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
  provider: 'the providers of this implementation, of all departments',
  provider_error: 'how its providers do',
  provider_trouble: 'how its providers do',
  provider_version: 'how the weights of its providers were',
  provider_watch: 'whose turn it is among its processes',
  relay_state: 'how far its log was published',
  schema_migration: 'its migrations',
};

let database: Awaited<ReturnType<typeof createDatabase>>;
let pool: Pool;
const dataKey = randomBytes(32).toString('base64');
const { seal, open } = sealOf(dataKey, 'test');
const mapping = messagingMapping({
  dataKey,
  vault: {
    seal: (value) => seal(JSON.stringify(value)),
    open: (sealed) => JSON.parse(open(sealed)),
    sealBytes: (bytes) => seal(bytes.toString('base64')),
    openBytes: (sealed) => Buffer.from(open(sealed), 'base64'),
  },
  mac: () => Buffer.alloc(32),
  keyring: createKeyring(new Map([['one', randomBytes(32)]])),
  own: [],
  evidenceKeys: async () => [],
  flushCounts: async () => {},
});

beforeAll(async () => {
  database = await createDatabase('messaging');
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
  const both = [...handed].filter((name) => name in local);
  expect(both).toEqual([]);
  const forgotten = rows.map(({ name }) => name).filter((name) => !handed.has(name) && !(name in local));
  expect(forgotten).toEqual([]);
  const known = new Set(rows.map(({ name }) => name));
  expect([...handed, ...Object.keys(local)].filter((name) => !known.has(name))).toEqual([]);
});

test('every column of what is handed over is a member of its record in the contract', async () => {
  const { entities } = loadHandover('messaging');
  // Of these the record says the same in another way.
  const own = /^(handover_version|secret_digest|reference_mac|recipient_mac|recipients|same|raw|in_hand)$/;
  const others: Readonly<Record<string, readonly string[]>> = {
    bulk_job: ['sequence'],
    bulk_job_slice: ['not_before'],
    messaging_service: ['sequence'],
    notification: ['sequence'],
    recipient: ['sequence'],
    secure_message: ['recipient', 'kek_id', 'wrapped_key'],
  };
  for (const { name, tables } of mapping.entities) {
    const [table] = tables;
    if (table !== name) continue;
    const { rows } = await pool.query<{ column: string }>(
      'select column_name as column from information_schema.columns where table_name = $1',
      [table],
    );
    const members = Object.keys((entities[name]?.schema.properties ?? {}) as object);
    const columns = rows
      .map(({ column }) => column)
      .filter((column) => !own.test(column) && !others[name]?.includes(column));
    expect({ name, missing: columns.filter((column) => !members.includes(column)) }).toEqual({
      name,
      missing: [],
    });
  }
});
