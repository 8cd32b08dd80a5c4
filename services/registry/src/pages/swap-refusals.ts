import type { NotStarted } from '../usecases/manage-swaps.ts';
import type { Place } from './places.ts';

/** Why a swap was not started, in words that say what to do next, and the status of the page that says so. */
export function whyNot(
  refusal: NotStarted | 'key_reused',
  { whom, component }: Place,
): { status: number; text: string } {
  if (typeof refusal !== 'string') {
    return {
      status: 409,
      text: `The binding has changed since this page was shown: its epoch is ${refusal.epoch}. Look at what answers now, and start again if you still want to`,
    };
  }
  return refusals(component, whom)[refusal];
}

function refusals(component: string, department: string) {
  return {
    key_reused: {
      status: 409,
      text: 'This form has been sent before. The list of swaps shows what came of it',
    },
    swap_in_progress: {
      status: 409,
      text: `Another swap of ${component} for ${department} is under way. The list of swaps shows it`,
    },
    no_implementation: { status: 422, text: 'The implementation is no longer registered' },
    wrong_unit: { status: 422, text: `${component} is not swapped for ${department}` },
    not_served: { status: 422, text: `Nothing answers for ${component} and ${department}` },
    same_implementation: { status: 422, text: 'This implementation answers for the department already' },
    key_not_confirmed: {
      status: 422,
      text: 'The implementation’s key has changed since this page was shown. Compare the new thumbprint with what its operators say',
    },
    not_attested: {
      status: 422,
      text: 'The implementation has not passed the conformance gate with this version at this address, or too long ago. Run the gate',
    },
    not_compatible: {
      status: 422,
      text: 'The contract of the implementation breaks that of the present one. The difference of the two contracts says what breaks',
    },
    no_standby: { status: 409, text: 'There is nothing to go back to' },
  } as const satisfies Record<Extract<NotStarted, string> | 'key_reused', { status: number; text: string }>;
}
