import type { Case } from '../suite.ts';
import { readingCases } from './reading.ts';
import type { ContentSubject } from './subject.ts';
import { writingCases } from './writing.ts';

/** Everything that the content standard promises, as far as this component speaks it. */
export const contentSuite: readonly Case<ContentSubject>[] = [...writingCases, ...readingCases];
