import { keyReused } from '@ashlar/component';
import { type Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page } from '../domain/pages.ts';
import { isRefusal, type Refusal } from '../domain/refusals.ts';
import type { Creating } from '../usecases/ask.ts';

/** Answers a creation. `explain` makes the problem of a refusal, `path` the path of what was made below /ashlar/v1. */
export function sendMade<Thing extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  made: Creating<Thing>,
  how: { explain(refusal: Refusal): Problem; path(thing: Thing): string },
): FastifyReply {
  if (made === 'key_reused') throw keyReused();
  const { thing, replayed } = made;
  if (isRefusal(thing)) throw how.explain(thing);
  if (replayed) return sendReplay(reply, { status: 201, body: thing });
  const location = `${request.publicUrl}/ashlar/v1/${how.path(thing as Thing)}`;
  return reply.code(201).header('location', location).send(thing);
}

/** A list as the contract shows it; `show` makes an entry of an item. */
export function pageBody<Item>(
  name: string,
  { items, nextCursor }: Page<Item>,
  show: (item: Item) => unknown = (item) => item,
): Record<string, unknown> {
  return { [name]: items.map(show), ...(nextCursor !== undefined && { next_cursor: nextCursor }) };
}

/** Which page is asked for. */
export function pageAsk(request: FastifyRequest): {
  cursor: string | undefined;
  limit: number;
  component: string | undefined;
} {
  const { cursor, limit = 100, component } = request.query as Record<string, string | undefined>;
  return { cursor, limit: Number(limit), component };
}
