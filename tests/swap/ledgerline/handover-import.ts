import type { Books } from './books.ts';
import { Fenced, fenceOf } from './fence.ts';
import type { Item } from './handover-records.ts';
import { type Json, passPosition, putThing } from './journal.ts';

/**
 * Stores what a predecessor sent, inside a transaction: of each thing the highest sequence, each event once and under its own position. What is of no kind that
 * is known here is kept like anything else. Throws `Fenced` unless the department follows here.
 */
export function importItems(books: Books, department: string, items: readonly Item[]): void {
  const fence = fenceOf(books, department);
  if (fence?.role !== 'follower')
    throw new Fenced(fence ?? { department, epoch: 0, role: 'primary', order: 0 });
  for (const item of items) {
    if (item.event) keepEvent(books, department, item.event);
    if (item.entity === 'event') {
      if (item.record) keepEvent(books, department, item.record);
    } else keepThing(books, department, item);
  }
}

function keepThing(
  books: Books,
  department: string,
  { entity: kind, id, sequence, position, record }: Item,
): void {
  const known = books.one('select sequence, position from thing where kind = ? and id = ?', kind, id);
  if (known && Number(known.sequence) >= sequence) {
    // What was newer than its position when it was sent: it comes again at its own.
    if (Number(known.sequence) === sequence && position > Number(known.position)) {
      books.run('update thing set position = ? where kind = ? and id = ?', position, kind, id);
    }
    return;
  }
  const keys = (record?.idempotency_records ?? []) as readonly Record<string, string | number | null>[];
  for (const { scope, key, request_hash, resource_id, status, reply, created_at } of keys) {
    books.run(
      `insert or ignore into idempotency (scope, key, request_hash, resource_id, status, reply, created_at, thing) values (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[
        scope ?? '',
        key ?? '',
        request_hash ?? '',
        resource_id ?? null,
        status ?? null,
        reply ?? null,
        created_at ?? '',
        id,
      ],
    );
  }
  const bare = record && 'idempotency_records' in record ? { ...record, idempotency_records: [] } : record;
  putThing(books, { kind, id, department, sequence, position, record: bare });
}

function keepEvent(books: Books, department: string, event: Json): void {
  const { position, id, subject, sequence, type, service, time, data, traceparent } = event;
  books.run(
    `insert or ignore into log (department, position, event_id, kind, id, sequence, type, service, at, data, traceparent, imported)
     values (?, ?, ?, 'event', ?, ?, ?, ?, ?, ?, ?, 1)`,
    ...[
      department,
      Number(position),
      String(id),
      String(subject),
      Number(sequence),
      String(type),
      String(service),
      String(time),
    ],
    ...[JSON.stringify(data), typeof traceparent === 'string' ? traceparent : null],
  );
  passPosition(books, Number(position));
}
