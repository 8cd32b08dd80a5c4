import {
  type Body,
  commandOf,
  isEdition,
  isRead,
  json,
  readsAs,
  refusal,
  sent,
  takenAs,
  without,
} from './content-fault-tools.ts';
import type { PlantedFault } from './faulty-proxy.ts';
import type { Passing, Reply } from './local-server.ts';

const isPath = ({ path }: Passing) => path.startsWith('/paths/');
const isLookUp = ({ path }: Passing) => path === '/lookup-by-base-path';
const isFeed = ({ path }: Passing) => path.startsWith('/ashlar/v1/changes');

function onlyFor(
  which: (asked: Passing) => boolean,
  change: (body: Body) => Body | undefined,
): (request: Passing) => Passing {
  return (request) => (which(request) ? sent(request, change) : request);
}

function header(reply: Reply, name: string, value: string): Reply {
  return { ...reply, headers: { ...reply.headers, [name]: value } };
}

/** Every nth of what comes, so that it shows only among many. */
function everyNth(n: number): () => boolean {
  let count = 0;
  return () => {
    count += 1;
    return count % n === 0;
  };
}

const tenth = everyNth(10);
const shownBefore = new Map<string, Reply>();
let lastToken = '';

/** Lets whoever has no token in by the last good one. */
function letIn(name: string, caughtBy: string, isOpen: (request: Passing) => boolean): PlantedFault {
  return {
    name,
    caughtBy,
    request: (request) => {
      const { authorization = '' } = request.headers;
      if (authorization.startsWith('Bearer ashlar_pub_') && !authorization.endsWith('x'))
        lastToken = authorization;
      if (!isOpen(request)) return request;
      return { ...request, headers: { ...request.headers, authorization: lastToken } };
    },
  };
}

type Told = { type: string; sequence: number; data: Body };

function hears(name: string, change: (events: readonly Told[]) => readonly unknown[]): PlantedFault {
  return {
    name,
    caughtBy: 'feed',
    reply: (reply, asked) =>
      isFeed(asked) && reply.status === 200
        ? json(reply, (body) => ({ ...body, events: change(body.events as Told[]) }))
        : reply,
  };
}

/** What the other department can reach by each fault. */
const LEAKS: readonly (readonly [name: string, requests: RegExp])[] = [
  ['another department’s edition is shown', /^GET \/v2\/content\/[^/]+$/],
  ['another department’s draft is published', /^POST \/v2\/content\/[^/]+\/publish$/],
  ['another department’s draft is discarded', /^POST \/v2\/content\/[^/]+\/discard-draft$/],
  ['another department’s page is taken away', /^POST \/v2\/content\/[^/]+\/unpublish$/],
  ['another department’s documents are found', /^POST \/lookup-by-base-path$/],
  ['another department’s path is released', /^DELETE \/paths\//],
  ['another department’s draft is replaced', /^PUT \/v2\/content\/[^/]+$/],
  ['another department’s changes are heard', /^GET \/ashlar\/v1\/changes/],
];

/** Content components that go wrong with bodies, paths, readers, tenants and events. */
export const CONTENT_READING_FAULTS: readonly PlantedFault[] = [
  {
    name: 'the lock does not hold among many',
    caughtBy: 'races',
    request: (request) =>
      sent(request, (body) =>
        typeof body.previous_version === 'number' && tenth() ? without(body, 'previous_version') : undefined,
      ),
  },
  {
    name: 'a draft is published as often as it is asked for',
    caughtBy: 'races',
    reply: (reply, asked) =>
      reply.status === 409 && commandOf(asked) === 'publish'
        ? { ...reply, status: 200, body: JSON.stringify({ content_id: asked.path.split('/')[3] }) }
        : reply,
  },
  {
    name: 'schema errors come wrapped in an object',
    caughtBy: 'schema',
    reply: (reply) =>
      json(reply, (body) => (Array.isArray(body) ? { error: { code: 422, message: 'Invalid' } } : undefined)),
  },
  {
    name: 'a schema error is told twice',
    caughtBy: 'schema',
    reply: (reply) => json(reply, (body) => (Array.isArray(body) ? [...body, ...body] : undefined)),
  },
  {
    name: 'one schema error is told of several',
    caughtBy: 'schema',
    reply: (reply) => json(reply, (body) => (Array.isArray(body) ? body.slice(0, 1) : undefined)),
  },
  {
    name: 'keywords are told as the validator spells them',
    caughtBy: 'schema',
    reply: (reply) =>
      json(reply, (body) =>
        Array.isArray(body)
          ? body.map((one) => ({ ...one, failed_attribute: String(one.failed_attribute).toLowerCase() }))
          : undefined,
      ),
  },
  {
    name: 'places are told without their sign',
    caughtBy: 'schema',
    reply: (reply) =>
      json(reply, (body) =>
        Array.isArray(body)
          ? body.map((one) => ({ ...one, fragment: String(one.fragment).slice(1) }))
          : undefined,
      ),
  },
  {
    name: 'a body that does not fit is 400',
    caughtBy: 'schema',
    reply: (reply) => (reply.body.startsWith('[') && reply.status === 422 ? refusal(reply, 400) : reply),
  },
  takenAs('unknown members are dropped', 'schema', 'put', (body) => without(body, 'odd')),
  {
    name: 'what is no JSON does not fit',
    caughtBy: 'bodies',
    reply: (reply) => (reply.status === 400 ? refusal(reply, 422) : reply),
  },
  {
    name: 'an id that is none does not fit',
    caughtBy: 'bodies',
    reply: (reply, asked) =>
      asked.method === 'PUT' && isEdition(asked) && reply.status === 404 ? refusal(reply, 422) : reply,
  },
  {
    name: 'a missing application is told by the schema',
    caughtBy: 'bodies',
    reply: (reply, asked) =>
      isEdition(asked) && reply.body.includes('"publishing_app"') && reply.status === 422
        ? {
            ...reply,
            body: JSON.stringify([
              { schema: 'transaction', fragment: '#/', message: '#/ lacks it', failed_attribute: 'Required' },
            ]),
          }
        : reply,
  },
  takenAs('routes are not looked at', 'bodies', 'put', (body) =>
    body.routes ? { ...body, routes: [{ path: body.base_path, type: 'exact' }] } : undefined,
  ),
  {
    name: 'every name has a schema',
    caughtBy: 'types',
    reply: (reply, { path }) =>
      path.startsWith('/v2/schemas/') && reply.status === 404
        ? { ...reply, status: 200, body: '{"odd":{"properties":{}}}' }
        : reply,
  },
  {
    name: 'a schema is not listed',
    caughtBy: 'types',
    reply: (reply, { path }) =>
      path === '/v2/schemas' && reply.status === 200
        ? json(reply, (body) =>
            Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes('gone'))),
          )
        : reply,
  },
  {
    name: 'any application may take a path',
    caughtBy: 'paths',
    request: (request) => ({ ...request, body: request.body.replaceAll('"whitehall"', '"publisher"') }),
  },
  {
    name: 'a path is never taken over',
    caughtBy: 'paths',
    request: onlyFor(isPath, (body) => without(body, 'override_existing')),
  },
  {
    name: 'a flag as text is none',
    caughtBy: 'paths',
    request: onlyFor(isPath, (body) =>
      body.override_existing === 'true' ? without(body, 'override_existing') : body,
    ),
  },
  {
    name: 'a reservation needs no application',
    caughtBy: 'paths',
    request: onlyFor(isPath, (body) => ({ ...body, publishing_app: body.publishing_app || 'publisher' })),
  },
  {
    name: 'a path that nobody has is released',
    caughtBy: 'paths',
    reply: (reply, asked) =>
      isPath(asked) && asked.method === 'DELETE' && reply.status === 404
        ? { ...reply, status: 200, body: '{}' }
        : reply,
  },
  {
    name: 'a draft that cannot go live has no warning',
    caughtBy: 'takeovers',
    reply: (reply, asked) =>
      isEdition(asked) && reply.status === 200 ? json(reply, (body) => ({ ...body, warnings: {} })) : reply,
  },
  {
    name: 'who is in the way is not told',
    caughtBy: 'takeovers',
    reply: (reply) =>
      reply.status === 422
        ? json(reply, ({ error }) => error && { error: { ...(error as Body), message: 'The path is taken' } })
        : reply,
  },
  {
    name: 'a blocked page goes live',
    caughtBy: 'takeovers',
    reply: (reply, asked) =>
      reply.status === 422 && commandOf(asked) === 'publish'
        ? { ...reply, status: 200, body: JSON.stringify({ content_id: asked.path.split('/')[3] }) }
        : reply,
  },
  {
    name: 'drafts are found unasked',
    caughtBy: 'look-ups',
    request: onlyFor(isLookUp, (body) => ({ ...body, with_drafts: true })),
  },
  {
    name: 'drafts are never found',
    caughtBy: 'look-ups',
    request: onlyFor(isLookUp, (body) => without(body, 'with_drafts')),
  },
  {
    name: 'ends are left out whatever is asked for',
    caughtBy: 'look-ups',
    request: onlyFor(isLookUp, (body) => without(body, 'exclude_unpublishing_types')),
  },
  {
    name: 'document types are left out whatever is asked for',
    caughtBy: 'look-ups',
    request: onlyFor(isLookUp, (body) => without(body, 'exclude_document_types')),
  },
  {
    name: 'a look-up of nothing finds nothing',
    caughtBy: 'look-ups',
    reply: (reply, asked) =>
      isLookUp(asked) && reply.status === 422 ? { ...reply, status: 200, body: '{}' } : reply,
  },
  readsAs('keys come as they fall', 'reading', (body) =>
    Object.fromEntries(Object.entries(body).toReversed()),
  ),
  readsAs('text comes in its media types', 'reading', ({ details, ...body }) => ({
    ...body,
    details: {
      introductory_paragraph: [{ content_type: 'text/html', content: '<p>You need one.</p>' }],
      ...(details as Body),
      start_button_text: [],
    },
  })),
  readsAs('a page’s making is public', 'reading', (body) => ({ ...body, update_type: 'major' })),
  readsAs('every page is live', 'reading', (body) => ({ ...body, phase: 'live' })),
  readsAs('a page has no identifier', 'reading', (body) => without(body, 'analytics_identifier')),
  {
    name: 'an unknown path has a body',
    caughtBy: 'reading',
    reply: (reply, asked) =>
      isRead(asked) && reply.status === 404 ? { ...reply, body: 'Not found' } : reply,
  },
  {
    name: 'nobody may keep an item',
    caughtBy: 'reading',
    reply: (reply, asked) => (isRead(asked) ? header(reply, 'cache-control', 'no-store') : reply),
  },
  {
    name: 'scripts of other sites may not read',
    caughtBy: 'reading',
    reply: (reply, asked) => (isRead(asked) ? header(reply, 'access-control-allow-origin', 'null') : reply),
  },
  {
    name: 'letters beyond ASCII are lost',
    caughtBy: 'reading',
    reply: (reply, asked) =>
      isRead(asked) ? { ...reply, body: reply.body.replaceAll(/[ŵ鱼]/g, '?') } : reply,
  },
  {
    name: 'what was read once is read for ever',
    caughtBy: 'reading',
    reply: (reply, asked) => {
      if (!isRead(asked) || reply.status !== 200) return reply;
      const before = shownBefore.get(asked.path) ?? reply;
      shownBefore.set(asked.path, before);
      return before;
    },
  },
  {
    name: 'a part of an item leads to the other address',
    caughtBy: 'routes',
    reply: (reply) =>
      reply.status === 303
        ? header(reply, 'location', String(reply.headers.location).replace('/api/content/', '/content/'))
        : reply,
  },
  {
    name: 'a prefix is a beginning of letters',
    caughtBy: 'routes',
    request: (request) => ({ ...request, path: request.path.replace('/partsx', '/parts') }),
  },
  {
    name: 'parts of an item are not there',
    caughtBy: 'routes',
    reply: (reply) => (reply.status === 303 ? { ...reply, status: 404, body: '' } : reply),
  },
  {
    name: 'half characters are mended in silence',
    caughtBy: 'hostile',
    request: (request) => ({ ...request, body: request.body.replaceAll(/\\ud[89a-f]../g, '?') }),
  },
  {
    name: 'the character zero is dropped',
    caughtBy: 'hostile',
    request: (request) => ({ ...request, body: request.body.replaceAll('\\u0000', '') }),
  },
  takenAs('a title is cut', 'hostile', 'put', (body) =>
    typeof body.title === 'string' ? { ...body, title: body.title.slice(0, 200) } : undefined,
  ),
  {
    name: 'a wrong kind of value brings it down',
    caughtBy: 'hostile',
    reply: (reply, { body }) => (body.includes('"toString":1') ? refusal(reply, 500) : reply),
  },
  {
    name: 'the public is led to a draft',
    caughtBy: 'draft leakage',
    reply: (reply, asked) =>
      isRead(asked) && reply.status === 404 && asked.path.includes('token=')
        ? { ...reply, status: 303, headers: { ...reply.headers, location: '/content/draft' } }
        : reply,
  },
  {
    name: 'showing a page anew shows its draft',
    caughtBy: 'draft leakage',
    request: (request) => ({ ...request, path: request.path.replace(/\/republish$/, '/publish') }),
  },
  {
    name: 'an item may be taken for a page',
    caughtBy: 'draft leakage',
    reply: (reply, asked) => (isRead(asked) ? header(reply, 'x-content-type-options', 'none') : reply),
  },
  letIn('an unknown token publishes', 'access', ({ headers }) => headers.authorization === 'Bearer unknown'),
  letIn('a token in the address is one', 'access', ({ path }) => path.includes('access_token=')),
  {
    name: 'the body is looked at before the token',
    caughtBy: 'access',
    reply: (reply, { body }) => (reply.status === 401 && body === '{' ? refusal(reply, 400) : reply),
  },
  letIn(
    'schemas are open to anybody',
    'access-beyond',
    ({ path, headers }) => path.startsWith('/v2/schemas') && !headers.authorization,
  ),
  letIn(
    'look-ups are open to anybody',
    'access-beyond',
    (asked) => isLookUp(asked) && !asked.headers.authorization,
  ),
  ...LEAKS.map(
    ([name, requests]): PlantedFault => ({
      name,
      caughtBy: 'tenancy',
      leaks: ({ method, path }) => requests.test(`${method} ${path.split('?')[0]}`),
    }),
  ),
  hears('events come as they fall', (events) => events.toReversed()),
  hears('an event is left out', (events) => events.filter(({ type }) => !type.includes('published'))),
  hears('an event is told twice', (events) => [...events, ...events.slice(-1)].slice(-500)),
  hears('versions stand still', (events) =>
    events.map((event) => ({ ...event, data: { ...event.data, payload_version: 1 } })),
  ),
  hears('sequences have gaps', (events) =>
    events.map((event) => ({ ...event, sequence: event.sequence * 2 })),
  ),
  hears('a page that was replaced is told as gone', (events) =>
    events.map((event) => ({
      ...event,
      data: event.data.unpublishing_type ? { ...event.data, unpublishing_type: 'gone' } : event.data,
    })),
  ),
];
