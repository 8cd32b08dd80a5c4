import type { Case } from '../suite.ts';
import { accountPageCases } from './account-pages.ts';
import { browserCases } from './browsers.ts';
import { lockoutCases } from './lockouts.ts';
import { noTellingCases } from './no-telling.ts';
import { outboundCases } from './outbound.ts';
import { redirectCases } from './redirects.ts';
import { refreshCases } from './refresh.ts';
import { registrationCases } from './registration.ts';
import { replayCases } from './replays.ts';
import { senderConstraintCases } from './sender-constraints.ts';
import { signInCases } from './sign-in.ts';
import { signatureCases } from './signatures.ts';
import type { IdentitySubject } from './subject.ts';
import { tokenCases } from './tokens.ts';

/** Everything that an identity component promises. */
export const identitySuite: readonly Case<IdentitySubject>[] = [
  ...tokenCases,
  ...signInCases,
  ...refreshCases,
  ...senderConstraintCases,
  ...registrationCases,
  ...redirectCases,
  ...browserCases,
  ...noTellingCases,
  ...lockoutCases,
  ...replayCases,
  ...signatureCases,
  ...outboundCases,
  ...accountPageCases,
];

/** The sections that make people and clients of their own. */
export const administeredIdentity = [
  'no telling',
  'lockouts',
  'replays',
  'signatures',
  'outbound',
  'sign-out notices',
  'sign-up',
  'recovery',
  'step-up',
  'account area',
];

/** Those of them that read a code, too. */
export const mailedIdentity = ['sign-up', 'recovery'];
