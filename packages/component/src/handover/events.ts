import { type Event, isPublic, toEvent } from '@ashlar/events';
import type { Queryable } from '@ashlar/postgres';
import type { Item } from './types.ts';

/** The entity of public events. */
export const eventEntity = 'event';

/** A department's public events, or those of all (`*`), after a position, by position. */
export async function pageOfEvents(
  db: Queryable,
  component: string,
  ask: { department: string; after: number; limit: number },
): Promise<Item[]> {
  const { rows } = await db.query<Parameters<typeof toEvent>[0]>({
    name: ask.department === '*' ? 'handover-page-event-whole' : 'handover-page-event',
    text: `select position, event_id as "eventId", aggregate, sequence, department, service, type, occurred_at as "occurredAt", data, traceparent
             from change_log where ${ask.department === '*' ? `$1 = '*'` : 'department = $1'} and position > $2 and type is not null order by position limit $3`,
    values: [ask.department, ask.after, ask.limit],
  });
  return rows.filter(isPublic).map((row) => eventItem(toEvent(row, component)));
}

/** An event as an item of its own. */
export function eventItem(event: Event): Item {
  return {
    entity: eventEntity,
    id: event.id,
    sequence: event.sequence,
    position: event.position,
    record: { ...event },
  };
}

/** Stores events under their own positions, each once. They are served to departments, and published by whoever made them. */
export async function storeEvents(
  db: Queryable,
  department: string,
  events: readonly Record<string, unknown>[],
): Promise<void> {
  await db.query({
    name: 'handover-store-event',
    text: `insert into change_log (position, event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, imported)
           select position, id, subject, sequence, case when $2 = '*' then coalesce(department, $2) else $2 end, service, type, time, coalesce(data, '{}'), traceparent, true
             from json_to_recordset($1::json) as event (position bigint, id uuid, subject text, sequence bigint, department text, service text, type text,
                                                        "time" timestamptz, data jsonb, traceparent text)
            order by position
           on conflict do nothing`,
    values: [JSON.stringify(events), department],
  });
}
