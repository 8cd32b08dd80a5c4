import { Readable } from 'node:stream';
import { type Handler, Problem } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Changes, ChangesQuery } from './changes.ts';
import { streamChanges } from './stream.ts';

/**
 * The `listChanges` operation: a JSON page, a long poll (`wait` seconds), or, when the caller accepts `text/event-stream`, a stream
 * that resumes after `Last-Event-ID`. The caller's department decides what is seen; an operator may ask for one department. Parameters are validated by the
 * contract. Throws a problem: 401 without a caller, 403 for another department, 410 when the cursor is too old.
 */
export function changesHandler(changes: Changes): Handler {
  return async (request, reply) => {
    const { query, streaming } = readRequest(request);
    const signal = AbortSignal.any([closed(reply), request.server.draining]);
    const page = await changes.page({ ...query, ...(streaming ? { waitMs: 0 } : {}), signal });
    if (page === 'gone') throw gone(await changes.oldest(query.department));
    if (!streaming) return page;
    // Left to Fastify, the stream is written as fast as the client reads, and destroyed when the client leaves.
    return reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .send(Readable.from(streamChanges(changes, { ...query, signal }, page)));
  };
}

function gone(after: number): Problem {
  return new Problem(
    410,
    'cursor_gone',
    'The cursor is outside the log',
    'Events after this position are no longer kept. Start again from a snapshot; `after` is the least cursor that works.',
    { members: { after } },
  );
}

function readRequest(request: FastifyRequest): { query: Omit<ChangesQuery, 'signal'>; streaming: boolean } {
  if (request.caller === undefined) throw new Problem(401, 'unauthorised', 'Credentials are missing');
  const own = request.caller.department;
  const {
    after = 0,
    limit = 100,
    wait = 0,
    department,
  } = request.query as { after?: number; limit?: number; wait?: number; department?: string };
  if (department !== undefined && own !== '*' && own !== department) {
    throw new Problem(403, 'forbidden', 'The token is for another department');
  }
  return {
    streaming: /\btext\/event-stream\b/.test(request.headers.accept ?? ''),
    query: {
      department: department ?? own,
      exact: department !== undefined,
      after: Number(request.headers['last-event-id'] ?? after),
      limit: Number(limit),
      waitMs: Number(wait) * 1000,
    },
  };
}

/** Aborts when the connection closes, whether or not the reply was finished. */
function closed(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}
