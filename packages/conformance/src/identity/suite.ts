import type { Case } from '../suite.ts';
import { refreshCases } from './refresh.ts';
import { registrationCases } from './registration.ts';
import { senderConstraintCases } from './sender-constraints.ts';
import { signInCases } from './sign-in.ts';
import type { IdentitySubject } from './subject.ts';
import { tokenCases } from './tokens.ts';

/** Everything that an identity component promises. */
export const identitySuite: readonly Case<IdentitySubject>[] = [
  ...tokenCases,
  ...signInCases,
  ...refreshCases,
  ...senderConstraintCases,
  ...registrationCases,
];
