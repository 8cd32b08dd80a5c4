import { isObject } from '../refs.ts';
import type { AsyncApiDocument, AsyncApiMessage, EventCatalogue, EventType, JsonSchema } from '../types.ts';
import { exampleEvent } from './example-event.ts';

/** What a document needs beside the events. */
export interface AsyncApiSource {
  readonly catalogue: EventCatalogue;
  /** The CloudEvents envelope of every event (`Event` of `ashlar/common.yaml`). */
  readonly envelope: JsonSchema;
  /** `info` of the component's contract. */
  readonly info: { readonly title?: unknown; readonly version?: unknown };
}

/** Partitions of each component's topic; `packages/events` creates them so, and a test holds the two together. */
export const topicPartitions = 6;

/**
 * Makes the AsyncAPI 3.0 document of what one component publishes (https://www.asyncapi.com/docs/reference/specification/v3.0.0): its topic as the one
 * channel, one operation that sends, one message for each type. Schemas stay in the default format, which is a superset of JSON Schema
 * draft-07 and the only one that every tool reads.
 * @throws {Error} naming a keyword of an event's schema that draft-07 does not have
 */
export function makeAsyncApi({ catalogue, envelope, info }: AsyncApiSource): AsyncApiDocument {
  const { component, types } = catalogue;
  const messages = Object.fromEntries(types.map((event) => [event.type, makeMessage(component, event)]));
  const schemas = Object.fromEntries(types.map(({ type, schema }) => [type, toDraft7(schema, type)]));
  return {
    asyncapi: '3.0.0',
    id: `urn:ashlar:events:${component}`,
    info: {
      title: `Events of ${component}`,
      version: String(info.version ?? '1.0.0'),
      description: `What the component ${component} (${String(info.title ?? component)}) says has happened. ${reading(component)}`,
      license: { name: 'MIT' },
      tags: [{ name: component }],
    },
    defaultContentType: contentType,
    servers: { bus },
    channels: { [component]: makeChannel(catalogue) },
    operations: {
      publish: {
        action: 'send',
        channel: { $ref: `#/channels/${component}` },
        title: `Say what happened in ${component}`,
        summary: 'The component sends each event after the change is durable, in order, at least once.',
        tags: [{ name: component }],
        messages: types.map(({ type }) => ({ $ref: `#/channels/${component}/messages/${type}` })),
      },
    },
    components: { messages, schemas: { Event: toDraft7(envelope, 'Event'), ...schemas } },
  };
}

const contentType = 'application/cloudevents+json';

const bus = {
  host: '{brokers}',
  protocol: 'kafka',
  description:
    'The bus of the platform, when it is Kafka. A platform on one machine may use PostgreSQL for it; topics, keys and messages are then the same.',
  variables: { brokers: { default: 'localhost:9092', description: 'Where this platform’s brokers answer.' } },
};

function reading(component: string): string {
  return `Components read the topic. Departments read the same events, those that concern them, from GET /ashlar/v1/changes of the component (scope ${component}:changes). Delivery is at least once: a reader tells a repeat by the event's id, and ignores fields that it does not know.`;
}

function makeChannel({ component, topic, types }: EventCatalogue) {
  return {
    address: topic,
    title: `What happened in ${component}`,
    description:
      'The order holds for each key, which is the id of what the events are about. When an event is over 512 KB, its data is left out and `data.ref` says where it can be read.',
    messages: Object.fromEntries(types.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
    bindings: { kafka: { topic, partitions: topicPartitions, bindingVersion } },
    tags: [{ name: component }],
  };
}

const bindingVersion = '0.5.0';

function makeMessage(component: string, event: EventType): AsyncApiMessage {
  const { type, summary, schemaId } = event;
  const [, entity = '', happened = ''] = type.split('.');
  const payload = exampleEvent(component, event);
  return {
    name: type,
    title: sentence(`${entity} ${happened}`),
    summary,
    contentType,
    tags: [{ name: component }, { name: entity }],
    headers: {
      type: 'object',
      required: ['content-type'],
      properties: {
        'content-type': { type: 'string', const: contentType },
        traceparent: { type: 'string', description: 'The W3C trace context, as in the event.' },
      },
    },
    correlationId: {
      location: '$message.header#/traceparent',
      description: 'The trace of the request that caused the event.',
    },
    payload: {
      allOf: [
        { $ref: '#/components/schemas/Event' },
        {
          type: 'object',
          properties: {
            source: { type: 'string', const: `/${component}` },
            type: { type: 'string', const: type },
            dataschema: { type: 'string', const: schemaId },
            data: { $ref: `#/components/schemas/${type}` },
          },
        },
      ],
    },
    bindings: {
      kafka: {
        key: { type: 'string', description: 'The id of what it happened to, as in `subject`.' },
        bindingVersion,
      },
    },
    examples: [
      { headers: { 'content-type': contentType, traceparent: String(payload.traceparent) }, payload },
    ],
  };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replaceAll('_', ' ');
}

const notInDraft7 = new Set([
  '$defs',
  '$anchor',
  '$dynamicRef',
  '$dynamicAnchor',
  'prefixItems',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
  'unevaluatedItems',
  'minContains',
  'maxContains',
]);

/** The schema without its `$schema`; names of properties are no keywords. */
function toDraft7(schema: JsonSchema, name: string): JsonSchema {
  const { $schema, ...rest } = convert(schema, name) as Record<string, unknown>;
  return rest;
}

function convert(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(item, name));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([keyword, inner]) => {
      if (notInDraft7.has(keyword)) {
        throw new Error(`${name}: ${keyword} is not in JSON Schema draft-07, which tools for AsyncAPI read`);
      }
      if (keyword !== 'properties' || !isObject(inner)) return [keyword, convert(inner, name)];
      return [keyword, mapValues(inner, (property) => convert(property, name))];
    }),
  );
}

function mapValues(object: Record<string, unknown>, change: (value: unknown) => unknown) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
