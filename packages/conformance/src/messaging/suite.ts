import type { Case } from '../suite.ts';
import { accessCases } from './access.ts';
import { readingCases } from './reading.ts';
import { sendingCases } from './sending.ts';
import type { MessagingSubject } from './subject.ts';

/** The messaging standard, made executable: every case speaks HTTP only and judges any implementation. */
export const messagingSuite: readonly Case<MessagingSubject>[] = [
  ...accessCases,
  ...sendingCases,
  ...readingCases,
];
