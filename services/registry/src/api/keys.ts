import { keyReused, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { Deps } from '../usecases/deps.ts';
import { rotateKeys } from '../usecases/rotate-keys.ts';
import { actorOf, requireOperator } from './callers.ts';

/** The keys that the registry signs with. Everybody may read them. */
export function keyHandlers(deps: Deps): Record<'listKeys' | 'rotateKeys', Handler> {
  return {
    async listKeys(_request, reply) {
      return reply.header('cache-control', 'max-age=60').send({ keys: await deps.signer.published() });
    },

    async rotateKeys(request, reply) {
      requireOperator(request);
      const { at_once: atOnce = false } = request.body as { at_once?: boolean };
      const made = await rotateKeys(deps, { atOnce, once: onceOf(request), by: actorOf(request) });
      if (made === 'key_reused') throw keyReused();
      if (typeof made === 'string') throw notRotated[made]();
      const body = { keys: made.thing };
      return made.replayed ? sendReplay(reply, { status: 201, body }) : reply.code(201).send(body);
    },
  };
}

const notRotated = {
  too_early: () =>
    new Problem(
      409,
      'too_early',
      'The next key is too new',
      'It has to be published for ten minutes before it signs. Where the present key was stolen, say `at_once`.',
    ),
  lost: () => new Problem(409, 'rotated', 'Another rotation came first', 'Read the keys.'),
  given: () =>
    new Problem(
      409,
      'keys_given',
      'The keys come from the configuration',
      'Put a new key second into SIGNING_KEYS, and first once everybody who verifies has read it.',
    ),
};
