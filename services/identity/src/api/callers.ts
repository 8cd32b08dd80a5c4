import { departmentOf } from '@ashlar/component';
import { type Caller, Problem } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { PageAsk } from '../usecases/pages.ts';

/** What belongs to no department is for operators of the whole platform: only they go on. */
export function requireOperator(caller: Caller | undefined): void {
  if (caller?.department !== '*') {
    throw new Problem(403, 'forbidden', 'Only operators of the whole platform may do this');
  }
}

/** Whose things a caller is shown: `*` is every department's. */
export function departmentAsking({ caller }: FastifyRequest): string {
  return caller?.department === '*' ? '*' : departmentOf(caller, undefined);
}

/** Which part of a list a request asks for. */
export function pageAsk(request: FastifyRequest): PageAsk {
  const { cursor, limit = 50 } = request.query as { cursor?: string; limit?: number };
  return { cursor, limit: Number(limit) };
}

/** A cursor is of another list, or made up. */
export function badCursor(): Problem {
  const errors = [{ pointer: 'query:cursor', detail: 'is not a cursor of this list' }];
  return new Problem(400, 'invalid', 'The cursor is not valid', undefined, { errors });
}
