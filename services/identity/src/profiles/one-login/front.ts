import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '@ashlar/component';
import { isUnavailable } from '@ashlar/postgres';
import type { RawHandler } from '@ashlar/service-kit';
import type { JWTVerifyGetKey } from 'jose';
import type { Provider } from 'oidc-provider';
import type { ProofingProvider } from '../../domain/proofing.ts';
import type { EnginePages } from '../../engine/configuration.ts';
import type { OidcEngine } from '../../engine/oidc.ts';
import { judge } from './authorize.ts';
import { createRemoteKeys, partyOf } from './clients.ts';
import { discoveryDocument, type Places } from './documents.ts';
import { refusesCaller } from './edge.ts';
import { endSession } from './end-session.ts';
import { judgeLogout } from './logout.ts';

/** What stands before the engine, and what it needs. */
export interface FrontParts {
  readonly issuer: string;
  readonly provider: Provider;
  readonly engine: OidcEngine;
  readonly verify: JWTVerifyGetKey;
  readonly pages: EnginePages;
  readonly places: Places;
  readonly proofing: ProofingProvider | undefined;
  /** Calls addresses that clients named. */
  readonly fetch: typeof globalThis.fetch;
  readonly log: Log;
}

/** Answers what the profile answers otherwise than the engine would, and hands on the rest. */
export function createFront(parts: FrontParts): RawHandler {
  const { engine, issuer, places } = parts;
  const keysAt = createRemoteKeys(parts.fetch);
  const discovery = JSON.stringify(discoveryDocument(issuer, places));
  const answer: RawHandler = async (request, reply) => {
    const { pathname, search, searchParams } = new URL(`${new URL(issuer).origin}${request.url}`);
    // The engine takes an address with a slash at its end for the one without: it must not come by what is judged here.
    const path = pathname.replace(/\/+$/, '') || '/';
    request.url = path + search;
    if (refusesCaller(request)) return send(reply, 403);
    const isGet = request.method === 'GET' || request.method === 'HEAD';
    switch (isGet ? path : undefined) {
      case '/.well-known/openid-configuration':
        return send(
          reply,
          200,
          { 'content-type': 'application/json', 'cache-control': 'max-age=86400' },
          discovery,
        );
      case '/.well-known/oauth-authorization-server':
        return send(reply, 404);
      case '/authorize':
        return authorize({ ...parts, keysAt }, request, reply, searchParams);
      case '/logout':
        return logOut(parts, request, reply, searchParams);
      default:
        return engine.handle(request, reply);
    }
  };
  return (request, reply) =>
    answer(request, reply).catch((error: unknown) => tellFault(parts, request, reply, error));
}

/** As the engine tells its own: an outage as one, and everything else as a defect. */
function tellFault(
  { pages, log }: FrontParts,
  request: IncomingMessage,
  reply: ServerResponse,
  error: unknown,
): void {
  if (reply.headersSent) throw error;
  const outage = isUnavailable(error);
  const requestId = reply.getHeader('x-request-id');
  const message = outage ? 'a backing service is unavailable' : 'unexpected error';
  log[outage ? 'warn' : 'error']({ err: error, requestId }, message);
  const language = request.headers['accept-language'] ?? '';
  const headers = { 'content-type': html, ...(outage && { 'retry-after': '1' }) };
  send(reply, outage ? 503 : 500, headers, pages.error({ language, server: true }));
}

const html = 'text/html; charset=utf-8';

type KeysAt = ReturnType<typeof createRemoteKeys>;

async function authorize(
  { issuer, provider, proofing, pages, engine, keysAt }: FrontParts & { keysAt: KeysAt },
  request: IncomingMessage,
  reply: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  const decision = await judge(
    {
      authorizeUrl: `${issuer}authorize`,
      canProve: proofing !== undefined,
      async findParty(id) {
        const client = await provider.Client.find(id);
        return client && partyOf(client, keysAt);
      },
    },
    query,
  );
  switch (decision.kind) {
    case 'page': {
      const language = query.get('ui_locales') ?? request.headers['accept-language'] ?? '';
      return send(reply, 400, { 'content-type': html }, pages.error({ language, server: false }));
    }
    case 'back':
      return send(reply, 302, { location: decision.location });
    case 'on':
      request.url = `/authorize?${decision.query}`;
      return engine.handle(request, reply);
  }
}

async function logOut(
  { provider, verify, places }: FrontParts,
  request: IncomingMessage,
  reply: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  const { location, ends } = await judgeLogout(
    {
      verify,
      signedOut: places.signedOut,
      findAddresses: async (id) => (await provider.Client.find(id))?.postLogoutRedirectUris,
    },
    query,
  );
  if (ends) await endSession(provider, request, reply);
  return send(reply, 302, { location });
}

function send(reply: ServerResponse, status: number, headers: Record<string, string> = {}, body = ''): void {
  reply.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
}
