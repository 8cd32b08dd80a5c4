import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import { refusals } from '../domain/attestation.ts';
import type { Deps } from '../usecases/deps.ts';
import { findAttestations, storeAttestation } from '../usecases/manage-attestations.ts';
import { actorOf, requireOperator } from './callers.ts';

/** What implementations were found to keep. */
export function attestationHandlers(deps: Deps): Record<'listAttestations' | 'storeAttestation', Handler> {
  return {
    async listAttestations(request) {
      const { id } = request.params as { id: string };
      requireOperator(request);
      const attestations = await findAttestations(deps, id);
      if (!attestations) throw noSuch('implementation');
      return { attestations };
    },

    async storeAttestation(request, reply) {
      requireOperator(request);
      const { id } = request.params as { id: string };
      const { attestation: token } = request.body as { attestation: string };
      const made = await storeAttestation(deps, { id, token, once: onceOf(request), by: actorOf(request) });
      if (made === 'missing') throw noSuch('implementation');
      if (made === 'key_reused') throw keyReused();
      if ('refused' in made) {
        throw new Problem(422, made.refused, 'The attestation does not count', refusals[made.refused]);
      }
      return made.replayed
        ? sendReplay(reply, { status: 201, body: made.thing })
        : reply.code(201).send(made.thing);
    },
  };
}
