import { createHash } from 'node:crypto';
import type { Books, Row } from './books.ts';
import { fenceOf, type Grant, mustBePrimary } from './fence.ts';
import { eventId } from './ids.ts';

/** A JSON object. */
export type Json = Record<string, unknown>;

/** An entity as it is kept. */
export interface Thing {
  readonly kind: string;
  readonly id: string;
  readonly department: string;
  readonly sequence: number;
  readonly position: number;
  readonly record: Json;
}

/** Proof of one accepted change. */
export interface Receipt {
  readonly entity: string;
  readonly sequence: number;
  readonly event: string;
  readonly epoch: number | undefined;
  /** Whether it is of a public event. */
  readonly told: boolean;
}

/** On whose behalf something is changed. `receipt` is filled in by the first event, or by the first change where nothing is public. */
export interface Act {
  readonly grant?: Grant | undefined;
  readonly request?: string | undefined;
  readonly traceparent?: string | undefined;
  /** Whether it has locked something already, so that it may finish while its department is closing. */
  underWay?: boolean;
  receipt?: Receipt | undefined;
}

/** A change of one entity. `type` is null for one that nobody hears of. */
export interface Change {
  readonly kind: string;
  readonly id: string;
  readonly department: string;
  readonly service: string;
  readonly record: Json;
  readonly type: string | null;
  readonly data?: Json;
  readonly at: Date;
}

/** Reads an entity. */
export function find(books: Books, kind: string, id: string): Thing | undefined {
  const row = books.one('select * from thing where kind = ? and id = ?', kind, id);
  return row && row.record !== 'null' ? thingOf(row) : undefined;
}

/** An entity as a row of `thing` has it. */
export function thingOf(row: Row): Thing {
  return {
    kind: String(row.kind),
    id: String(row.id),
    department: String(row.department),
    sequence: Number(row.sequence),
    position: Number(row.position),
    record: JSON.parse(String(row.record)) as Json,
  };
}

/**
 * Stores a change with its row of the log. Inside a transaction only. Positions have no gaps, since there is one writer and a position is drawn
 * in the transaction that uses it. Throws `Fenced` where the department is not this process's to change.
 */
export function change(books: Books, act: Act, made: Change): Thing {
  const fence = mustBePrimary(books, made.department, act);
  const before = find(books, made.kind, made.id);
  const sequence = (before?.sequence ?? 0) + 1;
  const position = nextPosition(books);
  const event = eventId(new Date());
  putThing(books, { ...made, sequence, position });
  books.run(
    `insert into log (department, position, event_id, kind, id, sequence, type, service, at, data, traceparent, request)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[
      made.department,
      position,
      event,
      made.kind,
      made.id,
      sequence,
      made.type,
      made.service,
      made.at.toISOString(),
    ],
    made.data ? JSON.stringify(made.data) : null,
    act.traceparent ?? null,
    act.request ?? null,
  );
  const told = made.type !== null;
  if (!act.receipt || (told && !act.receipt.told)) {
    act.receipt = { entity: made.id, sequence, event, epoch: fence?.epoch, told };
  }
  return { ...made, sequence, position };
}

/** Stores an entity as it is, without a row of the log; one that is gone has `null` as its record and leaves only its sequence. */
export function putThing(
  books: Books,
  thing: Omit<Thing, 'record'> & { readonly record: Json | null },
): void {
  tally(books, thing);
  books.run(
    `insert into thing (kind, id, department, sequence, position, record) values (?, ?, ?, ?, ?, ?)
     on conflict (kind, id) do update set department = excluded.department, sequence = excluded.sequence,
       position = excluded.position, record = excluded.record`,
    ...[thing.kind, thing.id, thing.department, thing.sequence, thing.position, JSON.stringify(thing.record)],
  );
}

/** Keeps the count and the digest of a kind's versions: the XOR of the first eight bytes of SHA-256 over each `<kind>:<id>:<sequence>`. */
function tally(
  books: Books,
  { kind, id, department, sequence, record }: Parameters<typeof putThing>[1],
): void {
  const before = books.one(
    `select sequence from thing where kind = ? and id = ? and record <> 'null'`,
    kind,
    id,
  );
  const sum = books.one(
    'select count, versions from tally where department = ? and kind = ?',
    department,
    kind,
  );
  let versions = BigInt(`0x${sum?.versions ?? '0'}`);
  if (before) versions ^= versionOf(kind, id, Number(before.sequence));
  if (record !== null) versions ^= versionOf(kind, id, sequence);
  const count = Number(sum?.count ?? 0) + (record === null ? 0 : 1) - (before ? 1 : 0);
  books.run(
    'insert or replace into tally (department, kind, count, versions) values (?, ?, ?, ?)',
    ...[department, kind, count, versions.toString(16).padStart(16, '0')],
  );
}

function versionOf(kind: string, id: string, sequence: number): bigint {
  return createHash('sha256').update(`${kind}:${id}:${sequence}`).digest().readBigUInt64BE();
}

/** Makes the next position greater than one that was drawn elsewhere. */
export function passPosition(books: Books, position: number): void {
  books.run(
    `insert into counter (name, value) values ('position', ?) on conflict (name) do update set value = max(value, excluded.value)`,
    position,
  );
}

/** Draws the next position. */
function nextPosition(books: Books): number {
  books.run(
    `insert into counter (name, value) values ('position', 1) on conflict (name) do update set value = value + 1`,
  );
  return Number(books.one(`select value from counter where name = 'position'`)?.value);
}

/** The highest position of a department, public or not: of its own log, or up to which it took another one's. */
export function headOf(books: Pick<Books, 'one'>, department: string): number {
  const row = books.one(
    `select max(coalesce((select max(position) from log where department = ?), 0),
                coalesce((select position from follow where department = ?), 0)) as head`,
    ...[department, department],
  );
  return Number(row?.head ?? 0);
}

/** The receipt of a thing's first change of those that `where` names, for whoever asks for it again. */
export function receiptOf(
  books: Books,
  id: string,
  where = 'true',
  ...values: string[]
): Receipt | undefined {
  const row = books.one(
    `select * from log where id = ? and ${where} order by sequence limit 1`,
    id,
    ...values,
  );
  if (!row) return undefined;
  const epoch = fenceOf(books, String(row.department))?.epoch;
  return {
    entity: id,
    sequence: Number(row.sequence),
    event: String(row.event_id),
    epoch,
    told: row.type !== null,
  };
}

/** A row of the log as the standard's event. */
export function eventOfRow(row: Row, schemas: ReadonlyMap<string, string>): Json {
  const type = String(row.type);
  return {
    specversion: '1.0',
    id: row.event_id,
    source: '/payments',
    type,
    subject: row.id,
    time: row.at,
    datacontenttype: 'application/json',
    dataschema: schemas.get(type),
    department: row.department,
    service: row.service,
    sequence: row.sequence,
    position: row.position,
    ...(row.traceparent !== null && { traceparent: row.traceparent }),
    data: JSON.parse(String(row.data)),
  };
}
