import { Problem } from '@ashlar/service-kit';
import type { Referrer } from '../domain/entities.ts';

/** One value is not acceptable. */
export function invalid(pointer: string, detail: string): Problem {
  return invalidAt([{ pointer, detail }]);
}

/** Several are not. */
export function invalidAt(errors: readonly { readonly pointer: string; readonly detail: string }[]): Problem {
  return new Problem(422, 'invalid', 'A value is not acceptable', undefined, { errors: [...errors] });
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

/** A binding that only swaps change: one is under way, or there was one, so implementations keep who may write. */
export function swapsOnly(code: 'swap_in_progress' | 'fenced'): Problem {
  return code === 'fenced'
    ? new Problem(
        409,
        code,
        'The department is swapped, not rebound',
        'Its implementations know by orders of the registry who may write, and its data would stay behind. Start a swap.',
      )
    : new Problem(
        409,
        code,
        'A swap of this department is under way',
        'Wait until it has ended, or abort it. GET /ashlar/v1/swaps lists it.',
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
