import type { BusMessage } from './bus/port.ts';

/**
 * One fact, as a CloudEvents 1.0 event in structured JSON (https://github.com/cloudevents/spec, v1.0.2). `subject` is the aggregate,
 * `time` is UTC RFC 3339; `department`, `service`, `sequence`, `position` and `traceparent` are extensions.
 */
export interface Event<Data = Record<string, unknown>> {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  datacontenttype: 'application/json';
  dataschema: string;
  department: string;
  service: string;
  /** Gapless within the subject, from 1. */
  sequence: number;
  /** Gapless within the component, from 1; the cursor of its feed. */
  position: number;
  traceparent?: string;
  data: Data;
}

/** A stamped row of the change log. `type` is null for a private row. */
export interface ChangeRow {
  position: number;
  eventId: string;
  aggregate: string;
  sequence: number;
  department: string;
  service: string;
  type: string | null;
  occurredAt: Date;
  data: Record<string, unknown>;
  traceparent: string | null;
}

/** A row that may leave the component. */
export type PublicRow = ChangeRow & { type: string };

/** Event data above this many bytes travels as a reference, so that one event never blocks the bus. */
export const maxDataBytes = 512 * 1024;

/** The content type of an event in structured JSON. */
export const eventContentType = 'application/cloudevents+json';

/** Whether a row is a fact for others, not one kept for hand-over only. */
export function isPublic(row: ChangeRow): row is PublicRow {
  return row.type !== null;
}

/** The event of a row, published by `component`. */
export function toEvent(row: PublicRow, component: string): Event {
  return {
    specversion: '1.0',
    id: row.eventId,
    source: `/${component}`,
    type: row.type,
    subject: row.aggregate,
    time: row.occurredAt.toISOString(),
    datacontenttype: 'application/json',
    dataschema: `urn:ashlar:event:${row.type}`,
    department: row.department,
    service: row.service,
    sequence: row.sequence,
    position: row.position,
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
    data: row.data,
  };
}

/** The bus message of an event: keyed by its subject. Data above `maxDataBytes` becomes `{ ref }`, a path on the component. */
export function toMessage(event: Event): BusMessage {
  const whole = Buffer.from(JSON.stringify(event));
  return {
    key: event.subject,
    value: whole.length > maxDataBytes ? Buffer.from(JSON.stringify(shorten(event))) : whole,
    headers: {
      'content-type': eventContentType,
      ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
    },
  };
}

/** Reads a message's value. Undefined when it is not an event; unknown members are kept (a reader is tolerant). */
export function parseEvent(value: Buffer): Event | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value.toString('utf8'));
  } catch {
    return undefined;
  }
  return isEvent(parsed) ? parsed : undefined;
}

function shorten(event: Event): Event {
  if (Buffer.byteLength(JSON.stringify(event.data)) <= maxDataBytes) return event;
  return { ...event, data: { ref: `/ashlar/v1/changes?after=${event.position - 1}&limit=1` } };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a value is an event, as far as a reader has to know; unknown members are fine. */
export function isEvent(value: unknown): value is Event {
  if (typeof value !== 'object' || value === null) return false;
  const { specversion, id, source, type, subject, data } = value as Record<string, unknown>;
  return (
    specversion === '1.0' &&
    typeof id === 'string' &&
    uuid.test(id) &&
    [source, type, subject].every((text) => typeof text === 'string' && text !== '') &&
    typeof data === 'object' &&
    data !== null
  );
}
