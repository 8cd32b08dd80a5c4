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
  readonly changed: { readonly count: number; readonly records: string };
}

/** Digests of a department's things; of their whole records where they were changed after a position, of everything when that is 0. */
export async function digest(
  handover: Handover,
  ask: { db: Queryable; department: string; after: number; follows: boolean },
): Promise<Record<string, EntityDigest>> {
  const { db, department, after } = ask;
  const entities: Record<string, EntityDigest> = {};
  const changed = after === 0 ? undefined : await changedAfter(handover, ask);
  for (const entity of handover.mapping.entities) {
    if (!handover.isDigested(entity.name)) continue;
    const versions = (await entity.versions?.(db, department)) ?? noVersions;
    const pages = changed
      ? pagesOf(entity, db, department, [...(changed.get(entity.name) ?? [])])
      : allPages(entity, db, department);
    entities[entity.name] = { ...versions, changed: await digestOf(handover, entity.name, pages) };
  }
  return entities;
}

async function digestOf(handover: Handover, entity: string, pages: AsyncIterable<Stored[]>) {
  let count = 0;
  let sum = 0n;
  for await (const page of pages) {
    for (const { id, sequence, record } of page) {
      count += 1;
      const text = canonicalJson({ entity, id, sequence, record: handover.digested(entity, record) });
      sum ^= createHash('sha256').update(text).digest().readBigUInt64BE();
    }
  }
  return { count, records: sum.toString(16).padStart(16, '0') };
}

const pageSize = 500;

async function* allPages(entity: Entity, db: Queryable, department: string): AsyncGenerator<Stored[]> {
  for (let after = ''; ; ) {
    const page = await entity.page(db, department, after, pageSize);
    yield page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.id;
  }
}

async function* pagesOf(
  entity: Entity,
  db: Queryable,
  department: string,
  ids: readonly string[],
): AsyncGenerator<Stored[]> {
  for (let at = 0; at < ids.length; at += pageSize) {
    yield await entity.read(db, department, ids.slice(at, at + pageSize));
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
    name: 'handover-changed-in-log',
    text: `select distinct on (aggregate) position, event_id as "eventId", aggregate, sequence, department, service, type,
                  occurred_at as "occurredAt", data, traceparent
             from change_log where department = $1 and position > $2 order by aggregate, position desc`,
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
