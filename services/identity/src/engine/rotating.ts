import { setTimeout as wait } from 'node:timers/promises';
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Keyring, SigningKey } from '../usecases/keyring.ts';
import type { OidcEngine } from './oidc.ts';

/**
 * An engine that follows the signing keys, and the `version` of those of names. The protocol engine takes its keys when it is made: for other keys another one is made, which
 * goes on where the one before was, since everything that lasts is in the database.
 */
export function createRotatingEngine(
  keys: () => readonly SigningKey[],
  version: () => unknown,
  make: (keys: readonly SigningKey[]) => OidcEngine,
): OidcEngine {
  let madeFor = keys();
  let madeAt = version();
  let engine = make(madeFor);
  const current = () => {
    const now = keys();
    if (now !== madeFor || version() !== madeAt) {
      engine = make(now);
      madeFor = now;
      madeAt = version();
    }
    return engine;
  };
  return {
    paths: engine.paths,
    handle: (request, reply) => current().handle(request, reply),
    find: (exchange) => current().find(exchange),
    signedIn: (exchange, accountId, amr) => current().signedIn(exchange, accountId, amr),
    agreed: (exchange) => current().agreed(exchange),
    identified: (exchange, outcome) => current().identified(exchange, outcome),
    cancelled: (exchange) => current().cancelled(exchange),
    session: (exchange) => current().session(exchange),
    sessionsOf: (accountId) => current().sessionsOf(accountId),
    tellClients: (sessions) => current().tellClients(sessions),
  };
}

/**
 * Finds the keys of this component's own tokens, which it verifies without asking itself over the network. A key that is not known may have been made by another process, or a
 * predecessor, since: then they are read once more, a few times a second at most.
 */
export function createOwnKeys({ keys, refresh }: Pick<Keyring, 'keys' | 'refresh'>): JWTVerifyGetKey {
  let madeFor = keys();
  let find = setOf(madeFor);
  const current: JWTVerifyGetKey = (header, token) => {
    const now = keys();
    if (now !== madeFor) find = setOf(now);
    madeFor = now;
    return find(header, token);
  };
  let next: Promise<void> | undefined;
  const readAgain = () => {
    next ??= wait(restMs).then(() => {
      // Who comes while they are read waits for the next time: this one may have seen less.
      next = undefined;
      return refresh();
    });
    return next;
  };
  return async (header, token) => {
    try {
      return await current(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await readAgain();
      return current(header, token);
    }
  };
}

const restMs = 100;

function setOf(keys: readonly SigningKey[]): JWTVerifyGetKey {
  return createLocalJWKSet({ keys: keys.map(({ jwk: { d: _private, ...published } }) => published) });
}
