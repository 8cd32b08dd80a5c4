import type { PlantedFault } from './faulty-proxy.ts';
import type { Reply } from './local-server.ts';

type Body = Record<string, unknown>;

/** Changes a JSON answer; answers that are not JSON objects pass. */
function json(reply: Reply, change: (body: Body) => Body | undefined): Reply {
  if (!reply.body.startsWith('{')) return reply;
  const changed = change(JSON.parse(reply.body));
  return changed ? { ...reply, body: JSON.stringify(changed) } : reply;
}

const entries = (body: Body, name: string) => (body[name] ?? []) as Body[];

/** Registries that go wrong, each in one way, with answers that stay of the contract's shape. */
export const REGISTRY_FAULTS: readonly PlantedFault[] = [
  {
    name: 'access: rubbish is let in',
    caughtBy: 'access',
    reply: (reply, { headers, path }) =>
      headers.authorization === 'Bearer rubbish' && path.endsWith('/departments')
        ? {
            ...reply,
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: '{"departments":[]}',
          }
        : reply,
  },
  {
    name: 'paging: the last of a page is lost',
    caughtBy: 'paging',
    reply: (reply) =>
      json(reply, (body) =>
        body.next_cursor && body.implementations
          ? { ...body, implementations: entries(body, 'implementations').slice(0, -1) }
          : undefined,
      ),
  },
  {
    name: 'addresses: credentials are dropped in place of refused',
    caughtBy: 'addresses',
    request: (request) => ({ ...request, body: request.body.replace('user:secret@', '') }),
  },
  {
    name: 'idempotency: the key is ignored',
    caughtBy: 'idempotency',
    request: ({ headers, ...request }) => {
      const { 'idempotency-key': _ignored, ...others } = headers;
      return { ...request, headers: others };
    },
  },
  {
    name: 'audit: what was there before is missing',
    caughtBy: 'audit',
    reply: (reply) =>
      json(reply, (body) =>
        body.entries
          ? { ...body, entries: entries(body, 'entries').map(({ before: _lost, ...entry }) => entry) }
          : undefined,
      ),
  },
  {
    name: 'bindings: the epoch does not count the removal',
    caughtBy: 'bindings',
    reply: (reply) =>
      json(reply, (body) =>
        'epoch' in body && 'changed_at' in body && Number(body.epoch) > 2
          ? { ...body, epoch: Number(body.epoch) - 1 }
          : undefined,
      ),
  },
  {
    name: 'races: everybody is told to have won',
    caughtBy: 'races',
    reply: (reply, { method, path, body }) => {
      if (method !== 'PUT' || reply.status !== 409) return reply;
      const [, component = '', department = ''] = /bindings\/([^/]+)\/([^/?]+)/.exec(path) ?? [];
      const { implementation_id } = JSON.parse(body) as Body;
      const won = { component, department, implementation_id, epoch: 1, changed_at: '2026-01-01T00:00:00Z' };
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(won) };
    },
  },
  {
    name: 'references: nobody says what refers to it',
    caughtBy: 'references',
    reply: (reply) => json(reply, (body) => (body.referred_by ? { ...body, referred_by: [] } : undefined)),
  },
  {
    name: 'entry points: a place that is taken is moved aside in silence',
    caughtBy: 'entry-points',
    reply: (reply, { path, body }) =>
      path.endsWith('/entry-points') && reply.status === 409
        ? {
            status: 201,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({
              ...JSON.parse(body),
              id: '0198c2f0-a1b2-7c33-9d44-000000000000',
              created_at: '2026-01-01T00:00:00Z',
            }),
          }
        : reply,
  },
  {
    name: 'routing: the default wins over what is bound for the department',
    caughtBy: 'routing',
    reply: (reply) => ({
      ...reply,
      body: reply.body.replaceAll('http://own.example', 'http://common.example'),
    }),
  },
  {
    name: 'following: a wait is over before anything has happened',
    caughtBy: 'following',
    request: (request) => ({ ...request, path: request.path.replace('&wait=10', '') }),
  },
];
