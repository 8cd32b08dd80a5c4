import { loadHandover } from '@ashlar/contracts';
import { migrate, openPool, type Pool } from '@ashlar/postgres';
import { createDatabase } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { contentMapping } from '../../src/handover/mapping.ts';
import { migrations } from '../../src/migrations.ts';

/** Tables that stay where they are, and why. Every other one has to be part of something that is handed over. */
const local: Readonly<Record<string, string>> = {
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
  item_stream: 'counts the events that this implementation makes of items',
  link: 'made of editions and link sets',
  parked_event: 'what it could not read from its bus',
  parked_key: 'what it could not read from its bus',
  presentation_change: 'what items made here may not show yet; none is left a moment after the last change',
  presentation_due: 'the same',
  relay_state: 'how far its log was published',
  schema_migration: 'its migrations',
};

let database: Awaited<ReturnType<typeof createDatabase>>;
let pool: Pool;
const mapping = contentMapping();

beforeAll(async () => {
  database = await createDatabase('content');
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
  const { entities } = loadHandover('content');
  for (const { name, tables } of mapping.entities) {
    const { rows } = await pool.query<{ column: string }>(
      'select column_name as column from information_schema.columns where table_name = $1',
      [tables[0]],
    );
    const members = Object.keys((entities[name]?.schema.properties ?? {}) as object);
    const columns = rows.map(({ column }) => column).filter((column) => !counts.test(column));
    expect({ name, missing: columns.filter((column) => !members.includes(column)) }).toEqual({
      name,
      missing: [],
    });
  }
});

/** Rows that travel inside a record: the table, where they are in it, and the column that stays since it names the record. */
const parts = [
  { table: 'edition', entity: 'document', member: 'editions', parent: 'document_id' },
  { table: 'publishing_token', entity: 'publishing_application', member: 'tokens', parent: 'application_id' },
];

test.each(parts)('every column of $table is a member of $entity, in $member', async (part) => {
  const { entities } = loadHandover('content');
  const properties = (entities[part.entity]?.schema.properties ?? {}) as Record<string, Members>;
  const { rows } = await pool.query<{ column: string }>(
    'select column_name as column from information_schema.columns where table_name = $1 order by 1',
    [part.table],
  );
  const columns = rows.map(({ column }) => column).filter((column) => column !== part.parent);
  expect(Object.keys(properties[part.member]?.items?.properties ?? {}).sort()).toEqual(columns);
});

interface Members {
  readonly items?: { readonly properties?: object };
}

/** Columns that are the sequence of an item. */
const counts = /^(sequence|handover_version)$/;
