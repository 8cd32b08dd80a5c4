import type { ChangeRow } from './envelope.ts';

/** The columns of a stamped row; `toRow` reads what they select. */
export const rowColumns =
  'position, event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent';

/** A row as the driver gives it: a connection may return bigint as text. */
export interface RawRow {
  position: number | string;
  event_id: string;
  aggregate: string;
  sequence: number | string;
  department: string;
  service: string;
  type: string | null;
  occurred_at: Date;
  data: Record<string, unknown>;
  traceparent: string | null;
}

/** The driver's row in our names and types. */
export function toRow(raw: RawRow): ChangeRow {
  return {
    position: Number(raw.position),
    eventId: raw.event_id,
    aggregate: raw.aggregate,
    sequence: Number(raw.sequence),
    department: raw.department,
    service: raw.service,
    type: raw.type,
    occurredAt: raw.occurred_at,
    data: raw.data,
    traceparent: raw.traceparent,
  };
}
