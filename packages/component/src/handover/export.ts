import { type ChangeRow, isPublic, readHead, readOldest, toEvent, type WholeLog } from '@ashlar/events';
import type { Queryable } from '@ashlar/postgres';
import { Problem } from '@ashlar/service-kit';
import { eventEntity, eventItem, pageOfEvents } from './events.ts';
import type { Handover } from './handover.ts';
import { pageOfKept } from './kept.ts';
import type { Item, Stored } from './types.ts';

/** The most items of one batch. */
export const batchSize = 500;
/** About the most bytes of one batch, so that large records do not make a batch that nobody can hold. */
const batchBytes = 8 * 1024 * 1024;

/** Seals a batch for its one reader. */
export type Sealer = (items: readonly Item[]) => Promise<string>;

/**
 * The lines of a snapshot, each with its line end. What is read is at least as new as the position of the first line, so that a feed from there completes
 * it. `after` is the cursor of the last line that the reader kept.
 */
export async function* snapshotLines(
  handover: Handover,
  ask: { db: Queryable; department: string; after: string | undefined; seal: Sealer },
): AsyncGenerator<string> {
  const { db, department, seal } = ask;
  let cursor = readCursor(handover, ask.after);
  const position = await readHead(db, department);
  yield line({ position, department, events_from: await readOldest(db, department, handover.mapping.whole) });
  let count = 0;
  for (;;) {
    const page = await snapshotPage(handover, db, department, cursor);
    if (page.items.length > 0) {
      count += page.items.length;
      for (const batch of bySize(page.items)) {
        yield line({ jwe: await seal(batch), cursor: writeCursor(cursorOf(handover, batch) ?? page.next) });
      }
    }
    if (!page.next) break;
    cursor = page.next;
  }
  yield line({ end: true, items: count });
}

interface Cursor {
  readonly entity: string;
  readonly id: string;
}

async function snapshotPage(
  handover: Handover,
  db: Queryable,
  department: string,
  { entity, id }: Cursor,
): Promise<{ items: Item[]; next: Cursor | undefined }> {
  const { entities, component } = handover.mapping;
  if (entity === eventEntity) {
    const items = await pageOfEvents(db, component, { department, after: Number(id), limit: batchSize });
    const last = items.at(-1);
    return last
      ? { items, next: { entity, id: String(last.position) } }
      : { items, next: { entity: keptEntity, id: '' } };
  }
  if (entity === keptEntity) {
    const [kind = '', key = ''] = id.split('\n');
    const kept = await pageOfKept(db, { department, entity: kind, id: key, limit: batchSize }, handover.seal);
    const last = kept.at(-1);
    const items = kept.map((one) => ({ ...one, position: 0 }));
    return { items, next: last && { entity: keptEntity, id: `${last.entity}\n${last.id}` } };
  }
  const at = entities.findIndex(({ name }) => name === entity);
  const limit = entities[at]?.most ?? batchSize;
  const stored = (await entities[at]?.page(db, department, id, limit)) ?? [];
  const items = stored.map((one): Item => ({ entity, ...one, position: 0 }));
  const last = stored.at(-1);
  if (last && stored.length === limit) return { items, next: { entity, id: last.id } };
  return {
    items,
    next: { entity: entities[at + 1]?.name ?? eventEntity, id: at + 1 < entities.length ? '' : '0' },
  };
}

// No kind of thing can be called so.
const keptEntity = '*';

function cursorOf(handover: Handover, batch: readonly Item[]): Cursor | undefined {
  const last = batch.at(-1);
  if (!last) return undefined;
  if (last.entity === eventEntity) return { entity: eventEntity, id: String(last.position) };
  const known = handover.mapping.entities.some(({ name }) => name === last.entity);
  return known
    ? { entity: last.entity, id: last.id }
    : { entity: keptEntity, id: `${last.entity}\n${last.id}` };
}

function* bySize(items: readonly Item[]): Generator<Item[]> {
  let batch: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = JSON.stringify(item).length;
    if (batch.length > 0 && bytes + size > batchBytes) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(item);
    bytes += size;
  }
  yield batch;
}

function writeCursor(cursor: Cursor | undefined): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(handover: Handover, text: string | undefined): Cursor {
  const first = { entity: handover.mapping.entities[0]?.name ?? eventEntity, id: '' };
  if (text === undefined) return first;
  const given = parsed(text);
  const names = [...handover.mapping.entities.map(({ name }) => name), eventEntity, keptEntity];
  if (typeof given?.entity !== 'string' || typeof given.id !== 'string' || !names.includes(given.entity)) {
    throw new Problem(400, 'bad_cursor', 'The cursor is not one of this snapshot');
  }
  return { entity: given.entity, id: given.id };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** What changed of a department after a position, or 'gone'. Waits up to `waitMs` for something to. */
export async function feedPage(
  handover: Handover,
  ask: {
    db: Queryable;
    log: WholeLog;
    department: string;
    after: number;
    waitMs: number;
    signal: AbortSignal;
  },
): Promise<{ position: number; head: number; items: Item[] } | 'gone'> {
  const { db, log, department, after, waitMs, signal } = ask;
  const page = await log.page({ department, after, limit: batchSize, waitMs, signal });
  if (page === 'gone') return page;
  // Large records fill a batch before the page is through: then it ends earlier.
  for (let { rows, position } = page; ; ) {
    const items = await itemsOf(handover, db, department, rows);
    if (items) return { position, head: page.head, items };
    rows = rows.slice(0, Math.ceil(rows.length / 2));
    position = rows.at(-1)?.position ?? position;
  }
}

/** One item for each thing, at the last of its rows, and one for each event before that. Undefined when that is too much for one batch, and there is more than one row. */
async function itemsOf(
  handover: Handover,
  db: Queryable,
  department: string,
  rows: readonly ChangeRow[],
): Promise<Item[] | undefined> {
  const { mapping } = handover;
  const last = new Map<string, { row: ChangeRow; entity: string; id: string }>();
  for (const row of rows) {
    const subject = mapping.subjectOf(row);
    if (subject) last.set(`${subject.entity}\n${subject.id}`, { row, ...subject });
  }
  const items: Item[] = [];
  const spoken = new Set<number>();
  let bytes = 0;
  for (const entity of mapping.entities) {
    const its = [...last.values()].filter((one) => one.entity === entity.name);
    if (its.length === 0) continue;
    const byId = new Map<string, Stored>();
    const limit = entity.most ?? batchSize;
    for (let at = 0; at < its.length; at += limit) {
      const ids = its.slice(at, at + limit).map(({ id }) => id);
      for (const stored of await entity.read(db, department, ids)) {
        byId.set(stored.id, stored);
        // Only where things are large is their size worth writing them out for.
        bytes += entity.most === undefined ? 0 : JSON.stringify(stored).length;
      }
      if (bytes > batchBytes && rows.length > 1) return undefined;
    }
    for (const { row, id } of its) {
      const stored = byId.get(id);
      spoken.add(row.position);
      items.push({
        entity: entity.name,
        id,
        sequence: stored?.sequence ?? row.sequence,
        position: row.position,
        record: stored?.record ?? null,
        ...(isPublic(row) && { event: { ...toEvent(row, mapping.component) } }),
      });
    }
  }
  for (const row of rows) {
    if (isPublic(row) && !spoken.has(row.position)) items.push(eventItem(toEvent(row, mapping.component)));
  }
  return items.sort((one, two) => one.position - two.position);
}
