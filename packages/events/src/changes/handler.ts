import { Readable } from 'node:stream';
import { type Handler, Problem } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Changes, ChangesPage, ChangesQuery } from './changes.ts';
import { streamChanges } from './stream.ts';

/**
 * The `listChanges` operation: a JSON page, a long poll (`wait` seconds), or, when the caller accepts `text/event-stream`, a stream
 * that resumes after `Last-Event-ID`. The caller's department decides what is seen. Parameters are validated by the contract.
 * Throws a problem: 401 without a caller, 410 when the cursor is too old.
 */
export function changesHandler(changes: Changes): Handler {
  return async (request, reply) => {
    const { query, streaming } = readRequest(request);
    const signal = AbortSignal.any([closed(reply), request.server.draining]);
    const page = found(await changes.page({ ...query, ...(streaming ? { waitMs: 0 } : {}), signal }));
    if (!streaming) return page;
    // Left to Fastify, the stream is written as fast as the client reads, and destroyed when the client leaves.
    return reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .send(Readable.from(streamChanges(changes, { ...query, signal }, page)));
  };
}

function found(page: ChangesPage | 'gone'): ChangesPage {
  if (page !== 'gone') return page;
  throw new Problem(
    410,
    'cursor_gone',
    'The cursor is outside the log',
    'Events after this position are no longer kept. Start again from a snapshot.',
  );
}

function readRequest(request: FastifyRequest): { query: Omit<ChangesQuery, 'signal'>; streaming: boolean } {
  if (request.caller === undefined) throw new Problem(401, 'unauthorised', 'Credentials are missing');
  const {
    after = 0,
    limit = 100,
    wait = 0,
  } = request.query as { after?: number; limit?: number; wait?: number };
  return {
    streaming: /\btext\/event-stream\b/.test(request.headers.accept ?? ''),
    query: {
      department: request.caller.department,
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
