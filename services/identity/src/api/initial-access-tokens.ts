import { departmentOf, keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { InitialAccessToken } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { createInitialToken, endInitialToken, findInitialTokens } from '../usecases/initial-access-tokens.ts';
import { badCursor, departmentAsking, pageAsk } from './callers.ts';

type InitialTokenOperation =
  | 'createInitialAccessToken'
  | 'listInitialAccessTokens'
  | 'deleteInitialAccessToken';

/** Administration of the tokens with which clients register themselves. */
export function initialTokenHandlers(deps: Deps): Record<InitialTokenOperation, Handler> {
  return {
    async createInitialAccessToken(request, reply) {
      const body = request.body as Body;
      const asked = {
        department: departmentOf(request.caller, body.department),
        service: body.service,
        scopes: body.scopes ?? [],
        uses: body.uses ?? 1,
        expiresInS: body.expires_in_s ?? 86_400,
      };
      const made = await createInitialToken(deps, asked, onceOf(request));
      if (made === 'key_reused') throw keyReused();
      const { token, ...thing } = made.thing;
      if (made.replayed) return sendReplay(reply, { status: 201, body: viewOf(thing) });
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...viewOf(thing), token });
    },

    async listInitialAccessTokens(request) {
      const ask = { ...pageAsk(request), department: departmentAsking(request) };
      const page = await findInitialTokens(deps, ask);
      if (page === 'bad_cursor') throw badCursor();
      const { things, nextCursor } = page;
      return {
        initial_access_tokens: things.map(viewOf),
        ...(nextCursor && { next_cursor: nextCursor }),
      };
    },

    async deleteInitialAccessToken(request, reply) {
      const { id } = request.params as { id: string };
      if (!(await endInitialToken(deps, id, departmentAsking(request)))) throw noSuch('initial access token');
      return reply.code(204).send();
    },
  };
}

interface Body {
  readonly department?: string;
  readonly service: string;
  readonly scopes?: readonly string[];
  readonly uses?: number;
  readonly expires_in_s?: number;
}

function viewOf(token: InitialAccessToken): Record<string, unknown> {
  return {
    id: token.id,
    department: token.department,
    service: token.service,
    scopes: token.scopes,
    uses_left: token.usesLeft,
    created_at: token.createdAt.toISOString(),
    ends_at: token.endsAt.toISOString(),
  };
}
