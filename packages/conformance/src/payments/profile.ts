import type { Case } from '../suite.ts';
import type { PaymentsSubject } from './subject.ts';

/** Sections without which nobody can take a payment, give it back, and be told of it. */
const core: ReadonlySet<string> = new Set([
  ...['create', 'create-errors', 'zero-amount', 'shown', 'links', 'events', 'states', 'cards', 'card-types'],
  ...['surcharges', 'cancel', 'expiry', 'capture', 'refunds', 'refund-errors', 'moto', 'moto-errors', 'page'],
  ...['search', 'search-errors', 'paging', 'idempotency', 'limits', 'feed', 'tenancy'],
]);

/** Cases of such sections that are about more than that. */
const beyond: readonly string[] = [
  'another account neither reads its ledger',
  'another account finds none of its payments, refunds and agreements',
];

/** What an implementation of the core profile answers and publishes. */
const operations: readonly RegExp[] = [
  /^\w+ \/v1\/(payments|refunds|auth)(\/|$)/,
  /^\w+ \/(health|ashlar\/v1\/changes|ashlar\/v1\/handover)(\/|$)/,
];

/** A case with the profile that it belongs to; `core` is in both. */
export function withProfile(one: Case<PaymentsSubject>): Case<PaymentsSubject> {
  const isCore = core.has(one.section) && !beyond.some((name) => one.name.startsWith(name));
  return { ...one, profile: isCore ? 'core' : 'full' };
}

/** Whether an implementation of the core profile has to answer an operation (`GET /v1/payments/{}`). */
export function isCoreOperation(operation: string): boolean {
  return operations.some((form) => form.test(operation));
}
