export type { IdentitySubject } from './identity/subject.ts';
export { identitySuite } from './identity/suite.ts';
export type { MessagingSubject } from './messaging/subject.ts';
export { messagingSuite } from './messaging/suite.ts';
export type { PaymentsSubject } from './payments/subject.ts';
export { paymentsSuite } from './payments/suite.ts';
export { type Case, type CaseResult, runSuite } from './suite.ts';
export { type Page, type Visitor, visitor } from './visitor.ts';
