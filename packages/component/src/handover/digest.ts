import { createHash } from 'node:crypto';
import { canonicalJson } from '@ashlar/contracts';
import type { Queryable } from '@ashlar/postgres';
import type { Handover } from './handover.ts';
import { noVersions } from './table-entity.ts';
import type { Entity, Stored } from './types.ts';

/** What is compared of one kind of thing. */
export interface EntityDigest {
  readonly count: number;
  readonly versions: string;
  readonly changed: {
    readonly count: number;
    readonly records: string;
    readonly parts: Readonly<Record<string, string>>;
  };
}

/**
 * Digests of a department's things; of their whole records where they were changed after a position, of everything when that is 0. Rejects with the signal's
 * reason once nobody waits for them any longer.
 */
export async function digest(
  handover: Handover,
  ask: { db: Queryable; department: string; after: number; follows: boolean; signal: AbortSignal },
): Promise<Record<string, EntityDigest>> {
  const { db, department, after } = ask;
  const entities: Record<string, EntityDigest> = {};
  const changed = after === 0 ? undefined : await changedAfter(handover, ask);
  for (const entity of handover.mapping.entities) {
    if (!handover.isDigested(entity.name)) continue;
    ask.signal.throwIfAborted();
    const versions = (await entity.versions?.(db, department)) ?? noVersions;
    const pages = changed
      ? pagesOf(entity, db, department, [...(changed.get(entity.name) ?? [])])
      : allPages(entity, db, department);
    entities[entity.name] = {
      ...versions,
      changed: await digestOf(handover, entity.name, pages, ask.signal),
    };
  }
  return entities;
}

async function digestOf(
  handover: Handover,
  entity: string,
  pages: AsyncIterable<Stored[]>,
  signal: AbortSignal,
) {
  let count = 0;
  const sums = new Map<string, bigint>();
  for await (const page of pages) {
    signal.throwIfAborted();
    for (const { id, sequence, record } of page) {
      count += 1;
      const text = canonicalJson({ entity, id, sequence, record: handover.digested(entity, record) });
      const part = sha256(id).toString('hex', 0, 1);
      sums.set(part, (sums.get(part) ?? 0n) ^ sha256(text).readBigUInt64BE());
    }
  }
  const records = hex([...sums.values()].reduce((sum, one) => sum ^ one, 0n));
  return { count, records, parts: Object.fromEntries([...sums].map(([part, sum]) => [part, hex(sum)])) };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function hex(sum: bigint): string {
  return sum.toString(16).padStart(16, '0');
}

const pageSize = 500;

async function* allPages(entity: Entity, db: Queryable, department: string): AsyncGenerator<Stored[]> {
  const limit = entity.most ?? pageSize;
  for (let after = ''; ; ) {
    const page = await entity.page(db, department, after, limit);
    yield page;
    const last = page.at(-1);
    if (!last || page.length < limit) return;
    after = last.id;
  }
}

async function* pagesOf(
  entity: Entity,
  db: Queryable,
  department: string,
  ids: readonly string[],
): AsyncGenerator<Stored[]> {
  const limit = entity.most ?? pageSize;
  for (let at = 0; at < ids.length; at += limit) {
    yield await entity.read(db, department, ids.slice(at, at + limit));
  }
}

/** A follower remembers it; everybody else has it in the log. */
async function changedAfter(
  { mapping }: Handover,
  ask: { db: Queryable; department: string; after: number; follows: boolean },
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  const note = (entity: string, id: string) => found.set(entity, (found.get(entity) ?? new Set()).add(id));
  if (ask.follows) {
    for (const { entity, id } of await readChanged(ask)) note(entity, id);
    return found;
  }
  const { rows } = await ask.db.query<Parameters<typeof mapping.subjectOf>[0]>({
    name: ask.department === '*' ? 'handover-changed-in-log-whole' : 'handover-changed-in-log',
    text: `select distinct on (aggregate) position, event_id as "eventId", aggregate, sequence, department, service, type,
                  occurred_at as "occurredAt", data, traceparent
             from change_log where ${ask.department === '*' ? `$1 = '*'` : 'department = $1'} and position > $2 order by aggregate, position desc`,
    values: [ask.department, ask.after],
  });
  for (const row of rows) {
    const subject = mapping.subjectOf(row);
    if (subject) note(subject.entity, subject.id);
  }
  return found;
}

async function readChanged(ask: { db: Queryable; department: string; after: number }) {
  const { rows } = await ask.db.query<{ entity: string; id: string }>({
    name: 'handover-changed-at-source',
    text: 'select entity, id from handover_changed where department = $1 and position > $2',
    values: [ask.department, ask.after],
  });
  return rows;
}
