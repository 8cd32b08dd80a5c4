import { type Handler, Problem } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { stringify } from 'yaml';
import type { Catalogue, ComponentEvents, EventView } from './catalogue.ts';
import { render } from './render.ts';
import { findComponent, parameter, sendPage } from './reply.ts';

/** The handlers of the event catalogue, by operation id. Each page and document is made once, when it is first asked for. */
export function eventPages(catalogue: Catalogue) {
  const publishing = catalogue.components.flatMap(({ events }) => events ?? []);
  const once = createOnce();
  const page =
    (view: string, make: (request: FastifyRequest) => { key: string; context: object }): Handler =>
    (request, reply) => {
      const { key, context } = make(request);
      return sendPage(
        reply,
        once(`${view} ${key}`, () => render(view, context)),
      );
    };
  return {
    listEvents: listEvents(publishing),
    showEvents: page('events.njk', () => ({ key: '', context: { catalogue, publishing } })),
    showComponentEvents: page('component-events.njk', (request) => {
      const events = findEvents(catalogue, request);
      return { key: events.component, context: { events } };
    }),
    showEventType: page('event-type.njk', (request) => {
      const { events, event } = findType(catalogue, request);
      return { key: event.type, context: { events, event } };
    }),
    getAsyncApi: ((request) => findEvents(catalogue, request).asyncApi) satisfies Handler,
    getAsyncApiYaml: ((request, reply) => {
      const { component, asyncApi } = findEvents(catalogue, request);
      const text = once(`yaml ${component}`, () => stringify(asyncApi, { aliasDuplicateObjects: false }));
      return reply.type('application/yaml; charset=utf-8').send(text);
    }) satisfies Handler,
    getEventSchema: ((request, reply) => {
      const { schemaId, schema } = findType(catalogue, request).event;
      return reply.type('application/schema+json').send(JSON.stringify({ $id: schemaId, ...schema }));
    }) satisfies Handler,
  };
}

/** `listEvents`: the catalogue for programs, with addresses that the asker can call. */
function listEvents(publishing: readonly ComponentEvents[]): Handler {
  return ({ publicUrl }) => ({
    components: publishing.map(({ component, topic, consumers, types }) => ({
      component,
      topic,
      asyncapi_url: `${publicUrl}/events/${component}/asyncapi.json`,
      consumers,
      types: types.map(({ type, summary, schemaId }) => ({
        type,
        summary,
        dataschema: schemaId,
        schema_url: `${publicUrl}/events/${component}/${type}/schema.json`,
      })),
    })),
  });
}

function findEvents(catalogue: Catalogue, request: FastifyRequest): ComponentEvents {
  const { id, events } = findComponent(catalogue, request);
  if (events) return events;
  throw new Problem(404, 'not_found', `${id} publishes no events`, 'The catalogue is at /events.');
}

function findType(
  catalogue: Catalogue,
  request: FastifyRequest,
): { events: ComponentEvents; event: EventView } {
  const events = findEvents(catalogue, request);
  const event = events.types.find(({ type }) => type === parameter(request, 'type'));
  if (event) return { events, event };
  throw new Problem(404, 'not_found', 'There is no such event type', 'The catalogue is at /events.');
}

function createOnce(): (key: string, make: () => string) => string {
  const made = new Map<string, string>();
  return (key, make) => {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
}
