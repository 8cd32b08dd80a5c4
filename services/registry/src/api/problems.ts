import { Problem } from '@ashlar/service-kit';
import type { Referrer } from '../domain/entities.ts';

/** One value is not acceptable. */
export function invalid(pointer: string, detail: string): Problem {
  return new Problem(422, 'invalid', 'A value is not acceptable', undefined, {
    errors: [{ pointer, detail }],
  });
}

/** There is one with this name, or at this place, already. */
export function taken(what: string): Problem {
  return new Problem(409, 'taken', `There is one with this ${what} already`);
}

/** Something refers to it. */
export function referredTo(thing: string, referredBy: readonly Referrer[]): Problem {
  return new Problem(409, 'referred_to', `The ${thing} is needed`, 'What `referred_by` names refers to it.', {
    members: { referred_by: referredBy },
  });
}

/** A change was meant for another epoch. */
export function epochConflict(epoch: number): Problem {
  return new Problem(
    409,
    'epoch_conflict',
    'The binding has another epoch',
    'Somebody has changed the binding meanwhile. Read it, and send the change again with the epoch that it has if it is still wanted.',
    { members: { epoch } },
  );
}

/** An implementation has no attestation that counts. */
export function notAttested(): Problem {
  return new Problem(
    422,
    'not_attested',
    'The implementation has no attestation that counts',
    'Run the conformance gate against it and store the attestation: one that is young enough, of the version, address and contract that it is registered with.',
  );
}
