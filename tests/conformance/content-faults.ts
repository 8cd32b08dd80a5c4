import { randomUUID } from 'node:crypto';
import {
  answeredAs,
  type Body,
  commandOf,
  editionAs,
  idle,
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

/** Content components that write, publish and take away wrongly, each in one way, with answers that stay of the contract's shape. */
export const CONTENT_FAULTS: readonly PlantedFault[] = [
  editionAs('a draft’s note is lost', 'drafts', (body) => ({ ...body, change_note: null })),
  editionAs('the lock version stands still', 'drafts', (body) => ({ ...body, lock_version: 1 })),
  editionAs('details are sorted', 'drafts', (body) => ({
    ...body,
    details: Object.fromEntries(Object.entries(body.details as Body).sort()),
  })),
  editionAs('what a draft leaves out stays', 'drafts', (body) => ({
    ...body,
    description: body.description ?? 'You need one to fish.',
  })),
  {
    name: 'locales share one draft',
    caughtBy: 'drafts',
    request: (request) => ({ ...request, path: request.path.replace(/\?locale=\w+/, '') }),
  },
  {
    name: 'an edition of another version is shown',
    caughtBy: 'editions',
    request: (request) => ({ ...request, path: request.path.replace(/\?version=\d+/, '') }),
  },
  {
    name: 'the draft is shown for the live edition',
    caughtBy: 'editions',
    request: (request) => ({ ...request, path: request.path.replace('?content_store=live', '') }),
  },
  {
    name: 'a strange store is every store',
    caughtBy: 'editions',
    request: (request) => ({ ...request, path: request.path.replace('?content_store=other', '') }),
  },
  {
    name: 'ids in capitals are others',
    caughtBy: 'editions',
    request: (request) =>
      /[A-F]/.test(request.path) && isEdition(request)
        ? { ...request, path: `/v2/content/${randomUUID()}` }
        : request,
  },
  {
    name: 'the code within an error is another',
    caughtBy: 'editions',
    reply: (reply, asked) =>
      isEdition(asked) && reply.status === 404
        ? json(reply, ({ error }) => ({ error: { ...(error as Body), code: 400 } }))
        : reply,
  },
  idle('a draft that is discarded stays', 'discarding', 'discard-draft'),
  answeredAs('discarding nothing is done', 'discarding', 'discard-draft', 422, 200),
  answeredAs('a live page without a draft is not there', 'discarding', 'discard-draft', 422, 404),
  idle('a draft that is published stays a draft', 'publishing', 'publish'),
  answeredAs('publishing again is no conflict', 'publishing', 'publish', 409, 200),
  answeredAs('publishing again is told as not found', 'publishing', 'publish', 409, 404),
  takenAs('no update type is a minor change', 'publishing', 'publish', (body) => ({
    update_type: 'minor',
    ...body,
  })),
  takenAs('a strange update type is a major change', 'publishing', 'publish', (body) =>
    body.update_type === undefined ? undefined : { ...body, update_type: 'major' },
  ),
  editionAs('editions before are forgotten', 'publishing', (body) => ({
    ...body,
    state_history: Object.fromEntries(Object.entries(body.state_history as Body).slice(-1)),
  })),
  editionAs('a minor change keeps its note', 'publishing', (body) =>
    body.update_type === 'minor' ? { ...body, change_note: 'A comma' } : undefined,
  ),
  readsAs('a page that moved leaves one redirect', 'publishing', (body) =>
    Array.isArray(body.redirects) ? { ...body, redirects: body.redirects.slice(0, 1) } : undefined,
  ),
  {
    name: 'a page that moved leaves nothing',
    caughtBy: 'publishing',
    reply: (reply, asked) =>
      isRead(asked) && reply.body.includes('"schema_name":"redirect"')
        ? { ...reply, status: 404, body: '' }
        : reply,
  },
  readsAs('each change is dated', 'dates', (body) => ({
    ...body,
    public_updated_at: '2031-01-01T00:00:00Z',
  })),
  readsAs('a page is first published with each change', 'dates', (body) => ({
    ...body,
    first_published_at: body.updated_at,
  })),
  takenAs('a first publication elsewhere is forgotten', 'dates', 'put', (body) =>
    without(body, 'first_published_at'),
  ),
  takenAs('a minor change is a major one', 'dates', 'put', (body) =>
    body.update_type === 'minor' ? { ...body, update_type: 'major' } : undefined,
  ),
  takenAs('a major change is a minor one', 'dates', 'put', (body) =>
    body.public_updated_at === undefined ? { ...body, update_type: 'minor' } : undefined,
  ),
  idle('a page is not shown anew', 'republishing', 'republish'),
  answeredAs('what is not live is shown anew', 'republishing', 'republish', 404, 200),
  {
    name: 'showing a page anew publishes its draft',
    caughtBy: 'republishing',
    request: (request) => ({ ...request, path: request.path.replace(/\/republish$/, '/publish') }),
  },
  {
    name: 'what is gone is a page',
    caughtBy: 'unpublishing',
    reply: (reply) => (reply.status === 410 ? { ...reply, status: 200 } : reply),
  },
  idle('what is taken away stays', 'unpublishing', 'unpublish'),
  takenAs('a reason is not told', 'unpublishing', 'unpublish', (body) =>
    body.type === 'gone' ? without(body, 'explanation') : undefined,
  ),
  takenAs('a redirect leads to the front page', 'unpublishing', 'unpublish', (body) =>
    body.type === 'redirect' ? { ...body, alternative_path: '/' } : undefined,
  ),
  takenAs('a withdrawal is dated by the clock', 'unpublishing', 'unpublish', (body) =>
    without(body, 'unpublished_at'),
  ),
  takenAs('what vanished is gone', 'unpublishing', 'unpublish', (body) =>
    body.type === 'vanish' ? { ...body, type: 'gone' } : undefined,
  ),
  takenAs('a draft stands in the way though it may go', 'unpublishing', 'unpublish', (body) =>
    without(body, 'discard_drafts'),
  ),
  takenAs('a draft cannot go straight to being gone', 'unpublishing', 'unpublish', (body) =>
    without(body, 'allow_draft'),
  ),
  readsAs('a redirect forgets what to do with the rest of a path', 'unpublishing', (body) =>
    Array.isArray(body.redirects)
      ? { ...body, redirects: body.redirects.map((one: Body) => without(one, 'segments_mode')) }
      : undefined,
  ),
  readsAs('a withdrawn page is emptied', 'unpublishing', (body) =>
    body.withdrawn_notice ? { ...body, title: null } : undefined,
  ),
  takenAs('a strange kind of end is gone', 'unpublishing-errors', 'unpublish', (body) =>
    body.type === 'odd' ? { ...body, type: 'gone' } : undefined,
  ),
  takenAs('a withdrawal needs no words', 'unpublishing-errors', 'unpublish', (body) => ({
    ...body,
    explanation: body.explanation || 'None',
  })),
  takenAs('a draft in the way is discarded unasked', 'unpublishing-errors', 'unpublish', (body) =>
    body.allow_draft ? undefined : { ...body, discard_drafts: true },
  ),
  takenAs('of two flags one counts', 'unpublishing-errors', 'unpublish', (body) =>
    body.discard_drafts ? without(body, 'allow_draft') : undefined,
  ),
  takenAs('readers are led to addresses that are not safe', 'unpublishing-errors', 'unpublish', (body) =>
    JSON.parse(JSON.stringify(body).replaceAll('http://', 'https://')),
  ),
  takenAs('a time that is none is now', 'unpublishing-errors', 'unpublish', (body) =>
    without(body, 'unpublished_at'),
  ),
  {
    name: 'a refusal has no name',
    caughtBy: 'unpublishing-errors',
    reply: (reply, asked) =>
      reply.status === 422 && commandOf(asked) === 'unpublish'
        ? json(reply, ({ error }) => ({ error: without(error as Body, 'error_code') }))
        : reply,
  },
  answeredAs('what is not there is taken away', 'unpublishing-errors', 'unpublish', 404, 200),
  {
    name: 'the version that the caller saw is ignored',
    caughtBy: 'lock',
    request: (request) => sent(request, (body) => without(body, 'previous_version')),
  },
  {
    name: 'a version as text is ignored',
    caughtBy: 'lock',
    request: (request) =>
      sent(request, (body) =>
        typeof body.previous_version === 'string' ? without(body, 'previous_version') : undefined,
      ),
  },
  {
    name: 'a blank version is version 0',
    caughtBy: 'lock',
    request: (request) =>
      sent(request, (body) => (body.previous_version === '' ? { ...body, previous_version: 0 } : undefined)),
  },
  {
    name: 'a conflict does not name its field',
    caughtBy: 'lock',
    reply: (reply) => (reply.status === 409 ? refusal(reply, 409) : reply),
  },
  {
    name: 'a conflict does not say which versions',
    caughtBy: 'lock',
    reply: (reply) =>
      reply.status === 409
        ? refusal(reply, 409, { fields: { previous_version: ['does not match'] } })
        : reply,
  },
  {
    name: 'a conflict is told as a fault of the body',
    caughtBy: 'lock',
    reply: (reply) => (reply.status === 409 ? refusal(reply, 422) : reply),
  },
  takenAs('a discarded draft’s version is ignored', 'lock', 'discard-draft', (body) =>
    without(body, 'previous_version'),
  ),
];
