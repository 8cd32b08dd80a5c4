import type { Case } from '../suite.ts';
import { cardCases } from './cards.ts';
import { challengeCases } from './challenges.ts';
import { providerDisputeCases } from './disputes.ts';
import { keptCardCases } from './kept-cards.ts';
import { moneyCases } from './money.ts';
import type { ProviderSubject } from './subject.ts';
import { unknownOutcomeCases } from './unknown-outcomes.ts';

/** What every card processor does for payments, whoever it is: a new provider passes this before an account uses it. */
export const providerSuite: readonly Case<ProviderSubject>[] = [
  ...cardCases,
  ...challengeCases,
  ...moneyCases,
  ...providerDisputeCases,
  ...keptCardCases,
  ...unknownOutcomeCases,
];
