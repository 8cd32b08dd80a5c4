import { isObject } from '../refs.ts';
import type { EventType } from '../types.ts';
import { sampleUuid } from './sample.ts';

/** A whole event as it travels: the CloudEvents envelope around the type's own example. */
export function exampleEvent(
  component: string,
  { type, schemaId, example }: EventType,
): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: sampleUuid(type),
    source: `/${component}`,
    type,
    subject: subjectOf(type, example),
    time: '2026-01-15T09:30:00.000Z',
    datacontenttype: 'application/json',
    dataschema: schemaId,
    department: 'demo',
    service: 'fishing-licences',
    sequence: type.endsWith('.created.v1') ? 1 : 3,
    position: 128,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    data: example,
  };
}

/** The id of what it happened to: `<entity>_id` of the data, else its first id. */
function subjectOf(type: string, example: unknown): string {
  const data = isObject(example) ? example : {};
  const entity = data[`${type.split('.')[1]}_id`];
  const ids = Object.entries(data).filter(([name]) => name.endsWith('_id'));
  return String(entity ?? ids[0]?.[1] ?? sampleUuid('subject'));
}
