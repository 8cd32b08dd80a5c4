import type { Queryable } from '@ashlar/postgres';
import type { Body } from './types.ts';

/** What keeps a column's text from whoever reads the database. */
export interface Seal {
  seal(text: string): Buffer;
  open(sealed: Buffer): string;
}

/** Sealed columns, by name. */
export type Seals = Readonly<Record<string, Seal>>;

/** The columns of a table that travel, with their types. */
export type Columns = readonly { readonly name: string; readonly type: string }[];

/** Reads a table's columns in their order, without those that stay here. */
export async function readColumns(db: Queryable, table: string, stays: readonly string[]): Promise<Columns> {
  const { rows } = await db.query<{ name: string; type: string }>({
    name: 'handover-columns',
    text: `select attname as name, format_type(atttypid, null) as type from pg_attribute
            where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> all ($2::text[]) order by attnum`,
    values: [table, stays],
  });
  return rows;
}

/** The columns of the row `row`, as SQL that selects them under their names: times in UTC with three decimals, bytes as hexadecimal digits. */
export function shownColumns(columns: Columns, row: string): string {
  const shown = columns.map(({ name, type }) => {
    if (type === 'timestamp with time zone') return `${timeSql(`${row}.${name}`)} as ${name}`;
    if (type === 'bytea') return `encode(${row}.${name}, 'hex') as ${name}`;
    return `${row}.${name}`;
  });
  return shown.join(', ');
}

/** A time as the records have it, as SQL. */
export function timeSql(time: string): string {
  return `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** Opens what is sealed in a record that was read. */
export function opened(body: Body, seals: Seals): Body {
  const sealed = Object.entries(seals);
  if (sealed.length === 0) return body;
  const copy = { ...body };
  for (const [name, { open }] of sealed) {
    if (typeof copy[name] === 'string') copy[name] = open(Buffer.from(copy[name], 'hex'));
  }
  return copy;
}

/** A record as the row that `json_populate_recordset` reads: sealed again, bytes in PostgreSQL's own form. */
export function toRow(body: Body, columns: Columns, seals: Seals): Body {
  const row: Body = {};
  for (const { name, type } of columns) {
    const value = body[name];
    if (value === undefined) continue;
    row[name] = type === 'bytea' && typeof value === 'string' ? `\\x${hexOf(value, seals[name])}` : value;
  }
  return row;
}

function hexOf(value: string, seal: Seal | undefined): string {
  return seal ? seal.seal(value).toString('hex') : value;
}
