import type { Case } from '../suite.ts';
import { accessCases } from './access.ts';
import { bulkCases } from './bulk.ts';
import { callbackCases } from './callbacks.ts';
import { contentCases } from './content.ts';
import { errorCases } from './errors.ts';
import { failoverCases } from './failover.ts';
import { fileCases } from './files.ts';
import { keyCases } from './keys.ts';
import { letterCases } from './letters.ts';
import { limitCases } from './limits.ts';
import { plannedCases } from './planned.ts';
import { preferenceCases } from './preferences.ts';
import { readingCases } from './reading.ts';
import { receivedCases } from './received.ts';
import { sendingCases } from './sending.ts';
import type { MessagingSubject } from './subject.ts';
import { suppressedCases } from './suppressed.ts';

/** The messaging standard, made executable: every case speaks HTTP only and judges any implementation. */
export const messagingSuite: readonly Case<MessagingSubject>[] = [
  ...accessCases,
  ...sendingCases,
  ...readingCases,
  ...keyCases,
  ...limitCases,
  ...contentCases,
  ...letterCases,
  ...fileCases,
  ...receivedCases,
  ...plannedCases,
  ...errorCases,
  ...callbackCases,
  ...failoverCases,
  ...bulkCases,
  ...preferenceCases,
  ...suppressedCases,
];

/** The sections that make services of their own: they need an administrator's token. */
export const administeredMessaging: readonly string[] = [
  'keys',
  'limits',
  'order',
  'content',
  'letters',
  'files',
  'received texts',
  'errors',
  'callbacks',
  'suppressed',
];

/** The sections that an operator of the whole platform has to be asked for, since they change what all departments share. */
export const operatedMessaging: readonly string[] = ['failover'];
