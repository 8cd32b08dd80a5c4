import type { IncomingMessage } from 'node:http';
import type { Exchange, OidcEngine } from './oidc.ts';

/** An issuer with an engine of its own: its keys, clients and records are nothing to any other. */
export interface IssuerEngine {
  /** A root; requests for its host are its own. */
  readonly issuer: string;
  readonly engine: OidcEngine;
}

/**
 * Several issuers in one process. Each has an entry point of its own, and a request belongs to the issuer whose host it was sent to; the
 * first is meant where none is. Whoever sends another host only reaches what they can reach by that host anyway.
 */
export function createIssuers(issuers: readonly [IssuerEngine, ...IssuerEngine[]]): OidcEngine {
  const at = (request: IncomingMessage) => {
    const host = hostOf(request);
    return (issuers.find(({ issuer }) => new URL(issuer).host === host) ?? issuers[0]).engine;
  };
  const of = ({ request }: Exchange) => at(request);
  return {
    paths: [...new Set(issuers.flatMap(({ engine }) => engine.paths))],
    handle: (request, reply) => at(request).handle(request, reply),
    find: (exchange) => of(exchange).find(exchange),
    signedIn: (exchange, ...rest) => of(exchange).signedIn(exchange, ...rest),
    agreed: (exchange) => of(exchange).agreed(exchange),
    identified: (exchange, outcome) => of(exchange).identified(exchange, outcome),
    cancelled: (exchange) => of(exchange).cancelled(exchange),
    // The account area is the standard issuer's, and shows the sessions of all.
    session: (exchange) => issuers[0].engine.session(exchange),
    // Each reads the sessions of all, and names what services got through them as its own records are named.
    async sessionsOf(accountId) {
      const [own = [], ...others] = await Promise.all(
        issuers.map(({ engine }) => engine.sessionsOf(accountId)),
      );
      const elsewhere = new Map<string, string[]>();
      for (const { id, grantIds } of others.flat())
        elsewhere.set(id, [...(elsewhere.get(id) ?? []), ...grantIds]);
      return own.map((session) => ({
        ...session,
        grantIds: [...session.grantIds, ...(elsewhere.get(session.id) ?? [])],
      }));
    },
    // Each knows its own clients only.
    async tellClients(sessions) {
      for (const { engine } of issuers) await engine.tellClients(sessions);
    },
  };
}

/** The host that a request was sent to: the gateway's word for it, which nobody else's reaches the engine. */
export function hostOf({ headers }: IncomingMessage): string | undefined {
  const forwarded = headers['x-forwarded-host'];
  return typeof forwarded === 'string' ? forwarded : headers.host;
}
