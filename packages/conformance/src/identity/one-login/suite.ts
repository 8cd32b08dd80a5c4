import type { Case } from '../../suite.ts';
import { contractCases } from './contract.ts';
import { corpus } from './corpus.ts';
import { journeyCases } from './journeys.ts';
import { caseOf } from './rows.ts';
import { spellingCases } from './spellings.ts';
import type { OneLoginSubject } from './subject.ts';

/** Everything that an issuer with GOV.UK One Login's profile promises to relying parties. */
export const oneLoginSuite: readonly Case<OneLoginSubject>[] = [
  ...corpus.map(caseOf),
  ...spellingCases,
  ...journeyCases,
  ...contractCases,
];
