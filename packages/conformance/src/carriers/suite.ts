import type { Case } from '../suite.ts';
import { endingCases } from './endings.ts';
import { handingOverCases } from './handing-over.ts';
import { refusalCases } from './refusals.ts';
import type { CarrierSubject } from './subject.ts';
import { unknownOutcomeCases } from './unknown-outcomes.ts';

/** What every carrier does for messaging, whoever it is: a new one passes this before a message goes by it. */
export const carrierSuite: readonly Case<CarrierSubject>[] = [
  ...handingOverCases,
  ...refusalCases,
  ...unknownOutcomeCases,
  ...endingCases,
];
