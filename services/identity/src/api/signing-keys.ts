import { endOfKey, keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { retiredForMs } from '../domain/signing-keys.ts';
import type { Deps } from '../usecases/deps.ts';
import type { KeySet, SigningKey } from '../usecases/keyring.ts';
import { findSigningKeys, rotateSigningKeys, withdrawSigningKey } from '../usecases/manage-signing-keys.ts';
import { requireOperator } from './callers.ts';

type KeyOperation = 'listSigningKeys' | 'rotateSigningKeys' | 'withdrawSigningKey';

/** Administration of the keys that tokens are signed with. */
export function signingKeyHandlers(deps: Deps): Record<KeyOperation, Handler> {
  const keyringOf = ({ query }: FastifyRequest) => {
    const { key_set: set = 'standard' } = query as { key_set?: KeySet };
    const keyring = deps.keyrings[set];
    if (!keyring) throw noSuch('set of signing keys');
    return keyring;
  };
  return {
    async listSigningKeys(request) {
      requireOperator(request.caller);
      return keysView(await findSigningKeys(keyringOf(request)));
    },

    async rotateSigningKeys(request, reply) {
      requireOperator(request.caller);
      const { at_once: atOnce = false } = request.body as { at_once?: boolean };
      const { traceparent } = request;
      const made = await rotateSigningKeys(deps, keyringOf(request), {
        atOnce,
        once: onceOf(request),
        traceparent,
      });
      if (made === 'key_reused') throw keyReused();
      if (made === 'lost') throw new Problem(409, 'conflict', 'The keys were rotated at the same time');
      if (made === 'too_early') {
        const detail =
          'Not everybody who verifies tokens has seen it. Wait, or say at_once where a key was stolen.';
        throw new Problem(409, 'too_early', 'The next key was published less than ten minutes ago', detail);
      }
      const view = keysView(made.thing);
      return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },

    async withdrawSigningKey(request, reply) {
      requireOperator(request.caller);
      const { kid } = request.params as { kid: string };
      const outcome = await withdrawSigningKey(deps, keyringOf(request), {
        kid,
        traceparent: request.traceparent,
      });
      if (outcome === 'unknown') throw noSuch('signing key');
      if (outcome === 'in_use')
        throw new Problem(409, 'in_use', 'The key signs, or is the next to: rotate first');
      return reply.code(204).send();
    },
  };
}

function keysView(keys: readonly SigningKey[]): Record<string, unknown> {
  return {
    signing_keys: keys.map((key) => {
      const endsAt = endOfKey(key, retiredForMs);
      return {
        kid: key.kid,
        state: key.state,
        since: key.since.toISOString(),
        created_at: key.createdAt.toISOString(),
        ...(endsAt && { ends_at: endsAt.toISOString() }),
      };
    }),
  };
}
