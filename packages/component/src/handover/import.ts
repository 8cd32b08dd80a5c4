import { type Pool, type Queryable, transaction } from '@ashlar/postgres';
import { BadBatch } from './crypto.ts';
import { eventEntity, storeEvents } from './events.ts';
import { forgetSeen } from './follow-store.ts';
import type { Handover } from './handover.ts';
import { forgetKept, keepRecords } from './kept.ts';
import type { Body, Item, Stored } from './types.ts';

/** What else is stored in the transaction of a batch: how far it brings the follower. False undoes the batch. */
export type Progress = (db: Queryable, imported: number) => Promise<boolean>;

/**
 * Imports a batch in one transaction, which also stores the progress: items that are newer than what is there, and each event once. It waits for nobody and
 * is refused (SQLSTATE AS421) unless the department follows here. False when the progress was no longer where the batch begins: nothing is stored then.
 * Throws a `BadBatch` for a record that does not fit its schema.
 */
export async function importBatch(
  handover: Handover,
  ask: { pool: Pool; department: string; items: readonly Item[]; progress: Progress },
): Promise<boolean> {
  const { pool, department, items, progress } = ask;
  const sorted = sort(handover, items);
  for (const item of sorted.newest) handover.check(item);
  return importing(pool, department, async (db) => {
    if (!(await progress(db, items.length))) throw new Overtaken();
    await storeNewest(handover, db, department, sorted.newest);
    if (sorted.events.length > 0) await storeEvents(db, department, sorted.events);
  });
}

/**
 * Ends a snapshot in one transaction: what it did not name has gone at the source, and goes here too, of kinds whose things go at all. Other things stay: a
 * source that lacks them is not the one to follow, and the digests say so. Refused, and false, as {@link importBatch} is.
 */
export async function finishSnapshot(
  handover: Handover,
  ask: { pool: Pool; department: string; end: (db: Queryable) => Promise<boolean> },
): Promise<boolean> {
  const { pool, department, end } = ask;
  return importing(pool, department, async (db) => {
    if (!(await end(db))) throw new Overtaken();
    // Backwards: whose a thing is may stand on one that it needs.
    for (const entity of handover.mapping.entities.toReversed()) await entity.weed?.(db, department);
    await forgetSeen(db, department);
  });
}

/** Whether the work was stored. */
async function importing(
  pool: Pool,
  department: string,
  work: (db: Queryable) => Promise<void>,
): Promise<boolean> {
  try {
    await transaction(pool, async (db) => {
      await db.query({
        name: 'handover-begin-import',
        text: `select following($1), set_config('ashlar.importing', 'on', true), set_config('synchronous_commit', 'off', true)`,
        values: [department],
      });
      await work(db);
    });
    return true;
  } catch (error) {
    if (error instanceof Overtaken) return false;
    throw error;
  }
}

class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

function sort(handover: Handover, items: readonly Item[]): { newest: Item[]; events: Body[] } {
  const newest = new Map<string, Item>();
  const events: Body[] = [];
  for (const item of items) {
    if (item.event) events.push(checkedEvent(handover, item.event));
    if (item.entity === eventEntity) {
      if (item.record) events.push(checkedEvent(handover, item.record));
      continue;
    }
    const key = `${item.entity}\n${item.id}`;
    const known = newest.get(key);
    if (!known || known.sequence <= item.sequence) newest.set(key, item);
  }
  return { newest: [...newest.values()], events };
}

function checkedEvent(handover: Handover, event: Body): Body {
  handover.check({ entity: eventEntity, id: String(event.id), sequence: 0, position: 0, record: event });
  const { position, subject, type, service, sequence, time, id } = event;
  const texts = [subject, type, service, time, id].every((text) => typeof text === 'string');
  if (!texts || !Number.isSafeInteger(position) || !Number.isSafeInteger(sequence)) {
    throw new BadBatch(
      'The source sent an event without position, subject, type, service, sequence, time or id',
    );
  }
  return event;
}

async function storeNewest(
  handover: Handover,
  db: Queryable,
  department: string,
  newest: readonly Item[],
): Promise<void> {
  if (newest.length === 0) return;
  const dead = await readTombstones(db, department, newest);
  const live = newest.filter(({ entity, id, sequence }) => sequence > (dead.get(`${entity}\n${id}`) ?? -1));
  const known = new Set(handover.mapping.entities.map(({ name }) => name));
  for (const entity of handover.mapping.entities) {
    const its = live.filter((item) => item.entity === entity.name);
    const things = its.filter(isThing);
    const gone = its.filter(({ record }) => record === null);
    if (gone.length > 0) await entity.remove(db, department, gone);
    if (things.length > 0) await entity.store(db, department, things);
  }
  const strange = live.filter(({ entity }) => !known.has(entity));
  if (strange.length > 0) {
    await keepRecords(db, department, strange.filter(isThing), handover.seal);
    await forgetKept(
      db,
      department,
      strange.filter(({ record }) => record === null),
    );
  }
  await noteChanges(db, department, live);
}

function isThing(item: Item): item is Item & Stored {
  return item.record !== null;
}

async function readTombstones(
  db: Queryable,
  department: string,
  items: readonly Item[],
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ entity: string; id: string; sequence: number }>({
    name: 'handover-read-tombstones',
    text: `select entity, id, sequence from handover_tombstone
            where department = $1 and (entity, id) in (select * from unnest($2::text[], $3::text[]))`,
    values: [department, items.map(({ entity }) => entity), items.map(({ id }) => id)],
  });
  return new Map(rows.map(({ entity, id, sequence }) => [`${entity}\n${id}`, sequence]));
}

/** Remembers what was deleted, and up to which position of the source each thing was changed. A snapshot's items have no position. */
async function noteChanges(db: Queryable, department: string, items: readonly Item[]): Promise<void> {
  const told = items.filter(({ position, record }) => position > 0 || record === null);
  if (told.length === 0) return;
  await db.query({
    name: 'handover-note-changes',
    text: `with told as (
             select * from json_to_recordset($2::json) as told (entity text, id text, sequence bigint, position bigint, gone boolean)
           ), dead as (
             insert into handover_tombstone (department, entity, id, sequence)
             select $1, entity, id, sequence from told where gone
             on conflict (department, entity, id) do update set sequence = greatest(handover_tombstone.sequence, excluded.sequence)
           )
           insert into handover_changed (department, entity, id, position)
           select $1, entity, id, position from told where position > 0
           on conflict (department, entity, id) do update set position = greatest(handover_changed.position, excluded.position)`,
    values: [
      department,
      JSON.stringify(
        told.map(({ entity, id, sequence, position, record }) => ({
          entity,
          id,
          sequence,
          position,
          gone: record === null,
        })),
      ),
    ],
  });
}
