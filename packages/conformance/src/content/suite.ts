import type { Case } from '../suite.ts';
import { accessCases } from './access.ts';
import { draftCases } from './drafts.ts';
import { hostileCases } from './hostile.ts';
import { lockCases } from './locks.ts';
import { pathCases } from './paths.ts';
import { publishingCases } from './publishing.ts';
import { readingCases } from './reading.ts';
import { schemaCases } from './schemas.ts';
import type { ContentSubject } from './subject.ts';
import { unpublishingCases } from './unpublishing.ts';

/** The content standard, made executable: every case speaks HTTP only and judges any implementation. */
export const contentSuite: readonly Case<ContentSubject>[] = [
  ...draftCases,
  ...publishingCases,
  ...unpublishingCases,
  ...lockCases,
  ...schemaCases,
  ...pathCases,
  ...readingCases,
  ...hostileCases,
  ...accessCases,
];

/** The sections that need another department's address and token, which a gate is not given. */
export const sharedContent: readonly string[] = ['tenancy'];
