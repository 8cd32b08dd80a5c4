import { createHash } from 'node:crypto';
import type { Books } from './books.ts';
import { generatedJson } from './contract.ts';
import { eventOfRow, headOf, type Json } from './journal.ts';

/** One thing at its newest, as it travels (`HandoverItem` of the contract). */
export interface Item {
  readonly entity: string;
  readonly id: string;
  readonly sequence: number;
  readonly position: number;
  readonly record: Json | null;
  readonly event?: Json;
}

/** What is read from: the books, or one state of them. */
export type Readable = Pick<Books, 'all' | 'one'>;

/** What the contract says of each entity, in its order. */
export const entities = Object.entries(
  (
    generatedJson('handover/payments.json') as {
      entities: Record<string, { profile: string; digest: boolean; summary: string; schema: Json }>;
    }
  ).entities,
);

/** The most items of one batch. */
export const batchSize = 500;

/** A thing's record as it is handed over: with the Idempotency-Keys that asked for it, where it has such. */
export function handedRecord(books: Readable, kind: string, id: string, record: Json): Json {
  if (!('idempotency_records' in record)) return record;
  const rows = books.all('select * from idempotency where thing = ? order by scope, key', id);
  const records = rows.map(({ scope, key, request_hash, resource_id, status, reply, created_at }) => ({
    ...{ scope, key, request_hash, resource_id, status, reply, created_at },
  }));
  return kind === 'payment' || records.length > 0 ? { ...record, idempotency_records: records } : record;
}

/** What changed after a position: each thing once, at its last row, and each public event. */
export function feedPage(
  books: Readable,
  schemas: ReadonlyMap<string, string>,
  department: string,
  after: number,
) {
  const rows = books.all(
    'select * from log where department = ? and position > ? order by position limit ?',
    department,
    after,
    batchSize,
  );
  const last = new Map(
    rows.filter(({ imported }) => imported === 0).map((row) => [`${row.kind}\n${row.id}`, row.position]),
  );
  const items = rows.flatMap((row): Item[] => {
    const event = row.type === null ? undefined : eventOfRow(row, schemas);
    const isLast = last.get(`${row.kind}\n${row.id}`) === row.position;
    if (isLast)
      return [
        {
          ...thingItem(books, String(row.kind), String(row.id)),
          position: Number(row.position),
          ...(event && { event }),
        },
      ];
    return event ? [eventItem(event)] : [];
  });
  const head = Math.max(after, headOf(books, department));
  return { items, head, position: rows.length === batchSize ? Number(rows.at(-1)?.position) : head };
}

/** A place in a snapshot: all kinds by name, then the events. */
export interface Place {
  readonly kind: string;
  readonly id: string;
}

/** A page of a snapshot after a place; without `next` it was the last. */
export function snapshotPage(
  books: Readable,
  schemas: ReadonlyMap<string, string>,
  department: string,
  at: Place,
): { items: Item[]; next: Place | undefined } {
  if (at.kind !== eventKind) {
    const rows = books.all(
      `select kind, id from thing where department = ? and (kind, id) > (?, ?) and record <> 'null' order by kind, id limit ?`,
      ...[department, at.kind, at.id, batchSize],
    );
    const items = rows.map((row) => ({ ...thingItem(books, String(row.kind), String(row.id)), position: 0 }));
    const end = items.at(-1);
    return { items, next: end ? { kind: end.entity, id: end.id } : { kind: eventKind, id: '0' } };
  }
  const rows = books.all(
    'select * from log where department = ? and position > ? and type is not null order by position limit ?',
    ...[department, Number(at.id), batchSize],
  );
  const items = rows.map((row) => eventItem(eventOfRow(row, schemas)));
  const end = items.at(-1);
  return { items, next: end && { kind: eventKind, id: String(end.position) } };
}

// No entity can be called so, and it comes after every name.
const eventKind = '~event';

/** Whose digests are made, of what changed after which position, and whether anybody still waits for them. */
interface DigestAsk {
  readonly department: string;
  readonly after: number;
  isWanted(): boolean;
}

/** Counts and digests of each entity that a digest covers; of whole records where they changed after a position. Lets others work in between, and ends early when nobody waits. */
export async function digests(books: Readable, ask: DigestAsk): Promise<Json> {
  const { department } = ask;
  const found: Json = {};
  for (const [kind, { digest, schema }] of entities) {
    if (!digest) continue;
    const left = Object.entries((schema.properties ?? {}) as Record<string, Json>).filter(
      ([, member]) => member['x-digest'] === false,
    );
    const row = books.one(
      'select count, versions from tally where department = ? and kind = ?',
      department,
      kind,
    );
    const changed = await changedDigest(books, ask, { kind, left: left.map(([name]) => name) });
    found[kind] = { count: row?.count ?? 0, versions: row?.versions ?? '0'.repeat(16), changed };
  }
  return found;
}

const afterEveryId = '\u{10ffff}';

async function changedDigest(
  books: Readable,
  { department, after, isWanted }: DigestAsk,
  of: { kind: string; left: readonly string[] },
): Promise<Json> {
  let [count, position, last] = [0, after === 0 ? -1 : after, after === 0 ? '' : afterEveryId];
  const sums = new Map<string, bigint>();
  for (;;) {
    const rows = books.all(
      `select id, sequence, position, record from thing indexed by thing_by_position
        where department = ? and kind = ? and (position, id) > (?, ?) and record <> 'null' order by position, id limit 200`,
      ...[department, of.kind, position, last],
    );
    for (const { id, sequence, record } of rows) {
      const members = Object.entries(JSON.parse(String(record)) as Json).filter(
        ([name]) => !of.left.includes(name),
      );
      const text = canonical({ entity: of.kind, id, sequence, record: Object.fromEntries(members) });
      const part = createHash('sha256').update(String(id)).digest().toString('hex', 0, 1);
      sums.set(part, (sums.get(part) ?? 0n) ^ createHash('sha256').update(text).digest().readBigUInt64BE());
    }
    count += rows.length;
    [position, last] = [Number(rows.at(-1)?.position), String(rows.at(-1)?.id)];
    if (rows.length < 200 || !isWanted()) {
      const records = hex([...sums.values()].reduce((sum, one) => sum ^ one, 0n));
      const parts = Object.fromEntries([...sums].map(([part, sum]) => [part, hex(sum)]));
      return { count, records, parts };
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function hex(sum: bigint): string {
  return sum.toString(16).padStart(16, '0');
}

/** The hash by which this contract is known. */
export function contractHash(openapi: Json): string {
  const { components } = generatedJson('events.json') as { components: Record<string, unknown> };
  const bundle = { openapi, events: components.payments, handover: generatedJson('handover/payments.json') };
  return createHash('sha256').update(canonical(bundle)).digest('hex');
}

function thingItem(books: Readable, kind: string, id: string): Omit<Item, 'position'> {
  const row = books.one('select sequence, record from thing where kind = ? and id = ?', kind, id);
  const record = row && row.record !== 'null' ? (JSON.parse(String(row.record)) as Json) : null;
  return {
    entity: kind,
    id,
    sequence: Number(row?.sequence ?? 0),
    record: record && handedRecord(books, kind, id, record),
  };
}

function eventItem(event: Json): Item {
  return {
    entity: 'event',
    id: String(event.id),
    sequence: Number(event.sequence),
    position: Number(event.position),
    record: event,
  };
}

/** A JSON value as RFC 8785 has it. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
