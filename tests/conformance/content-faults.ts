import type { PlantedFault } from './faulty-proxy.ts';
import type { Reply } from './local-server.ts';

type Body = Record<string, unknown>;

/** Changes a JSON object or list; other answers pass. */
function json(reply: Reply, change: (body: Body) => unknown): Reply {
  if (!/^[[{]/.test(reply.body)) return reply;
  const changed = change(JSON.parse(reply.body));
  return changed === undefined ? reply : { ...reply, body: JSON.stringify(changed) };
}

const isRead = (path: string) => path.startsWith('/content/') || path.startsWith('/api/content/');
const without = (body: string, field: string) => {
  if (!body.startsWith('{"')) return body;
  const { [field]: _left, ...rest } = JSON.parse(body) as Body;
  return JSON.stringify(rest);
};

/** Content components that go wrong, each in one way, with answers that stay of the contract's shape. */
export const CONTENT_FAULTS: readonly PlantedFault[] = [
  {
    name: 'lock: the version that the caller saw is ignored',
    caughtBy: 'lock',
    request: (request) => ({ ...request, body: without(request.body, 'previous_version') }),
  },
  {
    name: 'lock: the conflict does not name its field',
    caughtBy: 'lock',
    reply: (reply) =>
      reply.status === 409 ? json(reply, () => ({ error: { code: 409, message: 'Conflict' } })) : reply,
  },
  {
    name: 'schema: errors come wrapped in an object',
    caughtBy: 'schema',
    reply: (reply) =>
      json(reply, (body) =>
        Array.isArray(body) ? { error: { code: 422, message: 'Invalid', fields: {} } } : undefined,
      ),
  },
  {
    name: 'schema: an error is told twice',
    caughtBy: 'schema',
    reply: (reply) => json(reply, (body) => (Array.isArray(body) ? [...body, ...body] : undefined)),
  },
  {
    name: 'schema: unknown fields are dropped',
    caughtBy: 'schema',
    request: (request) => ({ ...request, body: without(request.body, 'odd') }),
  },
  {
    name: 'drafts: the public reads that there is one',
    caughtBy: 'drafts',
    reply: (reply, { path }) =>
      isRead(path) && reply.status === 404 ? { ...reply, status: 410, body: '' } : reply,
  },
  {
    name: 'drafts: locales share one draft',
    caughtBy: 'drafts',
    request: (request) => ({ ...request, path: request.path.replace(/\?locale=\w+/, '') }),
  },
  {
    name: 'publishing: editions before are forgotten',
    caughtBy: 'publishing',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path.startsWith('/v2/content') && body.state_history
          ? { ...body, state_history: Object.fromEntries(Object.entries(body.state_history).slice(-1)) }
          : undefined,
      ),
  },
  {
    name: 'publishing: publishing again is no conflict',
    caughtBy: 'publishing',
    reply: (reply, { path }) =>
      path.endsWith('/publish') && reply.status === 409
        ? { ...reply, status: 200, body: JSON.stringify({ content_id: path.split('/')[3] }) }
        : reply,
  },
  {
    name: 'paths: any application may take a path',
    caughtBy: 'paths',
    request: (request) => ({ ...request, body: request.body.replaceAll('"whitehall"', '"publisher"') }),
  },
  {
    name: 'reading: keys come as they fall',
    caughtBy: 'reading',
    reply: (reply, { path }) =>
      isRead(path) ? json(reply, (body) => Object.fromEntries(Object.entries(body).toReversed())) : reply,
  },
  {
    name: 'reading: text comes in every media type',
    caughtBy: 'reading',
    reply: (reply, { path }) =>
      isRead(path)
        ? json(reply, (body) => ({
            ...body,
            details: {
              introductory_paragraph: [{ content_type: 'text/html', content: '<p>You need one.</p>' }],
            },
          }))
        : reply,
  },
  {
    name: 'reading: an unknown path has a body',
    caughtBy: 'reading',
    reply: (reply, { path }) =>
      isRead(path) && reply.status === 404 ? { ...reply, body: 'Not found' } : reply,
  },
  {
    name: 'reading: a part of an item leads to the other address',
    caughtBy: 'reading',
    reply: (reply) =>
      reply.status === 303
        ? {
            ...reply,
            headers: {
              ...reply.headers,
              location: String(reply.headers.location).replace('/api/content/', '/content/'),
            },
          }
        : reply,
  },
  {
    name: 'reading: nobody may keep an item',
    caughtBy: 'reading',
    reply: (reply, { path }) =>
      isRead(path) ? { ...reply, headers: { ...reply.headers, 'cache-control': 'no-store' } } : reply,
  },
  {
    name: 'unpublishing: what is gone is a page',
    caughtBy: 'unpublishing',
    reply: (reply) => (reply.status === 410 ? { ...reply, status: 200 } : reply),
  },
  {
    name: 'feed: an event is left out',
    caughtBy: 'feed',
    reply: (reply, { path }) =>
      path.startsWith('/ashlar/v1/changes')
        ? json(reply, (body) => ({
            ...body,
            events: (body.events as { type: string }[]).filter(
              ({ type }) => type !== 'content.edition.published.v1',
            ),
          }))
        : reply,
  },
  {
    name: 'access: the body is looked at before the token',
    caughtBy: 'access',
    reply: (reply, { body }) =>
      reply.status === 401 && body === '{'
        ? {
            ...reply,
            status: 400,
            body: JSON.stringify({ error: { code: 400, message: 'The body is not JSON' } }),
          }
        : reply,
  },
];
