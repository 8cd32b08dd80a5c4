import { createHash } from 'node:crypto';
import type { Queryable } from '@ashlar/postgres';
import { type Columns, opened, readColumns, type Seals, shownColumns, toRow } from './columns.ts';
import type { Body, Entity, Stored, Versions } from './types.ts';

/** Rows that hang on a thing and travel inside its record. */
export interface Part {
  /** The member of the record that holds them. */
  readonly member: string;
  readonly table: string;
  /** The column that names the thing. It does not travel. */
  readonly parent: string;
  readonly order: string;
  /** Further columns that stay here: what one process has in hand. */
  readonly stays?: readonly string[];
  /** Values for columns that stay, as SQL over the row `given`. */
  readonly fills?: Readonly<Record<string, string>>;
  readonly sealed?: Seals;
}

/** The same with statements of its own, for rows that are not simply the thing's. */
export interface OwnPart {
  readonly member: string;
  readonly tables: readonly string[];
  /** SQL over `root` that gives the rows as a JSON array. */
  readonly select: string;
  /** Members of the record that the statement needs with each row. */
  readonly inherits: readonly string[];
  /** Stores the rows, of which `$1` is the JSON. What is there already stays. */
  readonly store: string;
}

/** A kind of thing that is a row of a table, with its parts. */
export interface TableEntity {
  readonly name: string;
  readonly table: string;
  readonly key: string;
  /** Of the key; with `uuid` pages go by its index. */
  readonly keyType?: 'text' | 'uuid';
  /** The column that counts its changes. */
  readonly sequence: string;
  /** Whether a row is the department's: SQL over `root`, with the department as `$1`. */
  readonly of: string;
  /** Columns that stay here. */
  readonly stays?: readonly string[];
  readonly sealed?: Seals;
  readonly parts?: readonly (Part | OwnPart)[];
  /** Whether its rows are deleted again, by age or once they are done with. */
  readonly goes?: boolean;
  /** How many are read at once, where they are large. */
  readonly most?: number;
  /** SQL to run with the ids of things that were not there before, as `$1`. */
  readonly added?: string;
}

/** Makes what exports and imports a kind of thing. Its statements are made from the columns that its tables have when it is first used. */
export function tableEntity(given: TableEntity): Entity {
  const { name, table, key, sequence, of } = given;
  const ofKey = keyOf(given);
  let made: Promise<Prepared> | undefined;
  const prepared = (db: Queryable) => {
    made ??= prepare(db, given).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  return {
    name,
    tables: [table, ...(given.parts ?? []).flatMap((part) => (isOwn(part) ? part.tables : [part.table]))],
    ...(given.most !== undefined && { most: given.most }),
    page: async (db, department, after, limit) =>
      read(db, await prepared(db), {
        name: `handover-page-${name}`,
        where: `where ${of} and ${ofKey.shown('root')} > ${ofKey.given('$2')} order by ${ofKey.shown('root')} limit $3`,
        values: [department, after || ofKey.before, limit],
      }),
    read: async (db, department, ids) =>
      read(db, await prepared(db), {
        name: `handover-read-${name}`,
        where: `where ${of} and ${ofKey.shown('root')} = any (${ofKey.given('$2', '[]')})`,
        values: [department, ids],
      }),
    store: async (db, _department, things) => store(db, await prepared(db), things),
    async remove(db, _department, gone) {
      await db.query({
        name: `handover-remove-${name}`,
        text: `delete from ${table} using json_to_recordset($1::json) as gone (id text, sequence bigint)
                where ${ofKey.shown(table)} = ${ofKey.given('gone.id')} and ${table}.${sequence} <= gone.sequence`,
        values: [JSON.stringify(gone)],
      });
    },
    ...(given.goes && {
      async weed(db, department) {
        await db.query({
          name: `handover-weed-${name}`,
          text: `with gone as (
                   delete from ${table} as root where ${of}
                      and not exists (select from handover_seen as seen where seen.department = $1 and seen.entity = $2 and seen.id = root.${key}::text)
                   returning root.${key}::text as id, root.${sequence} as sequence
                 )
                 insert into handover_tombstone (department, entity, id, sequence) select $1, $2, id, sequence from gone
                 on conflict (department, entity, id) do update set sequence = greatest(handover_tombstone.sequence, excluded.sequence)`,
          values: [department, name],
        });
      },
    }),
    async versions(db, department) {
      const { rows } = await db.query<Versions>({
        name: `handover-versions-${name}`,
        text: `select ${versionsSql(name, `root.${key}::text`, `root.${sequence}`)} from ${table} as root where ${of}`,
        values: [department],
      });
      return rows[0] ?? noVersions;
    },
  };
}

/** A key as statements compare it. Where it is a UUID the order of its text is its own. */
function keyOf({ key, keyType }: Pick<TableEntity, 'key' | 'keyType'>) {
  return keyType === 'uuid'
    ? {
        shown: (row: string) => `${row}.${key}`,
        given: (value: string, many = '') => `${value}::uuid${many}`,
        before: '00000000-0000-0000-0000-000000000000',
      }
    : {
        shown: (row: string) => `${row}.${key}::text`,
        given: (value: string, many = '') => `${value}::text${many}`,
        before: '',
      };
}

/** Of nothing. */
export const noVersions: Versions = { count: 0, versions: '0'.repeat(16) };

/** How many rows there are, and the XOR of the first eight bytes of SHA-256 over `<entity>:<id>:<sequence>` of each, as SQL. */
export function versionsSql(entity: string, id: string, sequence: string): string {
  const digest = `substr(sha256(convert_to('${entity}:' || ${id} || ':' || ${sequence}, 'UTF8')), 1, 8)::bigint`;
  return `count(*)::int as count, lpad(to_hex(coalesce(bit_xor(${digest}), 0)), 16, '0') as versions`;
}

interface Prepared {
  readonly entity: TableEntity;
  readonly columns: Columns;
  readonly parts: readonly { readonly part: Part | OwnPart; readonly columns: Columns }[];
  readonly select: string;
}

async function prepare(db: Queryable, entity: TableEntity): Promise<Prepared> {
  const columns = await readColumns(db, entity.table, [...(entity.stays ?? []), entity.sequence]);
  const parts: { part: Part | OwnPart; columns: Columns }[] = [];
  // One after the other: within a transaction there is one connection.
  for (const part of entity.parts ?? []) {
    const columnsOf = isOwn(part)
      ? []
      : await readColumns(db, part.table, [...(part.stays ?? []), part.parent]);
    parts.push({ part, columns: columnsOf });
  }
  const members = parts.map(({ part, columns: its }) => {
    const rows = isOwn(part) ? part.select : partSql(part, its, entity.key);
    return `coalesce((${rows}), '[]'::json) as ${part.member}`;
  });
  const shape = [shownColumns(columns, 'root'), ...members].join(', ');
  const select = `select root.${entity.key}::text as id, root.${entity.sequence} as sequence,
    (select row_to_json(shape) from (select ${shape}) as shape) as record from ${entity.table} as root`;
  return { entity, columns, parts, select };
}

function partSql(part: Part, columns: Columns, key: string): string {
  return `select json_agg((select row_to_json(shape) from (select ${shownColumns(columns, 'part')}) as shape) order by ${part.order})
    from ${part.table} as part where part.${part.parent} = root.${key}`;
}

async function read(
  db: Queryable,
  { select, entity, parts }: Prepared,
  ask: { name: string; where: string; values: unknown[] },
): Promise<Stored[]> {
  const { rows } = await db.query<{ id: string; sequence: number; record: Body }>({
    name: ask.name,
    text: `${select} ${ask.where}`,
    values: ask.values,
  });
  return rows.map(({ id, sequence, record }) => {
    const shown = opened(record, entity.sealed ?? {});
    for (const { part } of parts) {
      if (isOwn(part) || !part.sealed) continue;
      const seals = part.sealed;
      shown[part.member] = bodies(shown[part.member]).map((body) => opened(body, seals));
    }
    return { id, sequence, record: shown };
  });
}

async function store(db: Queryable, prepared: Prepared, things: readonly Stored[]): Promise<void> {
  const { entity, columns, parts } = prepared;
  const { table, key, sequence } = entity;
  // What an older source does not know has its default here.
  const told = columns
    .filter(({ name }) => name === key || things.some(({ record }) => record[name] !== undefined))
    .map(({ name }) => name);
  const names = [...told, sequence];
  const rows = things.map(({ id, sequence: at, record }) => ({
    ...toRow(record, columns, entity.sealed ?? {}),
    [key]: id,
    [sequence]: at,
  }));
  const { rows: kept } = await db.query<{ id: string; added: boolean }>({
    name: `handover-store-${entity.name}${told.length < columns.length ? `-${shortHash(told)}` : ''}`,
    text: `insert into ${table} (${names.join(', ')}) select ${names.join(', ')} from json_populate_recordset(null::${table}, $1::json)
           on conflict (${key}) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
            where ${table}.${sequence} < excluded.${sequence}
           returning ${table}.${key}::text as id, old.${key} is null as added`,
    values: [JSON.stringify(rows)],
  });
  if (kept.length === 0) return;
  const ids = new Set(kept.map(({ id }) => id));
  const added = kept.flatMap((one) => (one.added ? [one.id] : []));
  const newer = things.filter(({ id }) => ids.has(id));
  for (const { part, columns: its } of parts) {
    if (isOwn(part)) await storeOwn(db, entity, part, newer);
    else await storePart(db, entity, { part, columns: its, newer, added });
  }
  if (entity.added && added.length > 0) {
    await db.query({ name: `handover-added-${entity.name}`, text: entity.added, values: [added] });
  }
}

async function storePart(
  db: Queryable,
  entity: TableEntity,
  its: { part: Part; columns: Columns; newer: readonly Stored[]; added: readonly string[] },
): Promise<void> {
  const { part, columns, newer, added } = its;
  const known = newer.filter(({ id }) => !added.includes(id)).map(({ id }) => id);
  if (known.length > 0) {
    await db.query({
      name: `handover-clear-${entity.name}-${part.member}`,
      text: `delete from ${part.table} where ${part.parent} = any ($1)`,
      values: [known],
    });
  }
  const rows = newer.flatMap(({ id, record }) =>
    bodies(record[part.member]).map((body) => ({
      ...toRow(body, columns, part.sealed ?? {}),
      [part.parent]: id,
    })),
  );
  if (rows.length === 0) return;
  const fills = Object.entries(part.fills ?? {});
  const told = columns.filter(({ name }) => rows.some((row) => name in row)).map(({ name }) => name);
  const names = [...told, part.parent];
  await db.query({
    name: `handover-store-${entity.name}-${part.member}${told.length < columns.length ? `-${shortHash(told)}` : ''}`,
    text: `insert into ${part.table} (${[...names, ...fills.map(([name]) => name)].join(', ')})
           select ${[...names, ...fills.map(([, sql]) => sql)].join(', ')}
             from json_populate_recordset(null::${part.table}, $1::json) as given`,
    values: [JSON.stringify(rows)],
  });
}

async function storeOwn(
  db: Queryable,
  entity: TableEntity,
  part: OwnPart,
  newer: readonly Stored[],
): Promise<void> {
  const rows = newer.flatMap(({ id, record }) => {
    const inherited = Object.fromEntries(part.inherits.map((member) => [member, record[member]]));
    return bodies(record[part.member]).map((body) => ({ ...body, ...inherited, thing: id }));
  });
  if (rows.length === 0) return;
  await db.query({
    name: `handover-store-${entity.name}-${part.member}`,
    text: part.store,
    values: [JSON.stringify(rows)],
  });
}

function shortHash(names: readonly string[]): string {
  return createHash('sha256').update(names.join()).digest('hex').slice(0, 8);
}

function isOwn(part: Part | OwnPart): part is OwnPart {
  return 'select' in part;
}

function bodies(value: unknown): Body[] {
  return Array.isArray(value) ? (value as Body[]) : [];
}
