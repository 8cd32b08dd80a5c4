export type { CarrierSubject, MessageCarrier, Trouble } from './carriers/subject.ts';
export { carrierSuite } from './carriers/suite.ts';
export { contentPlan } from './content/gate.ts';
export type { ContentSubject } from './content/subject.ts';
export { contentSuite } from './content/suite.ts';
export { type Attested, signerOf, suiteHash } from './gate/attest.ts';
export type {
  GatePlan,
  GateSubject,
  Item,
  MadeUpDepartment,
  MakeDepartment,
  MutatingCall,
  Mutation,
  Profile,
  Sign,
} from './gate/plan.ts';
export { reportPage } from './gate/report.ts';
export { type GateResult, gateCases, runGate } from './gate/run.ts';
export { type Answer, type Ask, send } from './http.ts';
export { type IdentityCandidate, identityPlan } from './identity/gate.ts';
export { codesIn } from './identity/mailbox.ts';
export { arriveByForms } from './identity/one-login/arrive.ts';
export type { OneLoginSubject } from './identity/one-login/subject.ts';
export { oneLoginSuite } from './identity/one-login/suite.ts';
export type { IdentitySubject } from './identity/subject.ts';
export { identitySuite } from './identity/suite.ts';
export { type MessagingCandidate, messagingPlan } from './messaging/gate.ts';
export { makeUpMessaging } from './messaging/made-up-department.ts';
export type { MessagingSubject } from './messaging/subject.ts';
export { messagingSuite } from './messaging/suite.ts';
export type { Exchange } from './payments/exchange.ts';
export { paymentsPlan } from './payments/gate.ts';
export { makeUpDepartment } from './payments/made-up-department.ts';
export { checkAgainst } from './payments/published-spec.ts';
export type { PaymentsSubject } from './payments/subject.ts';
export { paymentsSuite } from './payments/suite.ts';
export type { CardProcessor, ProviderSubject } from './providers/subject.ts';
export { providerSuite } from './providers/suite.ts';
export type { RegistrySubject } from './registry/subject.ts';
export { registrySuite } from './registry/suite.ts';
export { type Case, type CaseResult, runSuite } from './suite.ts';
export { type Page, type Visitor, visitor } from './visitor.ts';
