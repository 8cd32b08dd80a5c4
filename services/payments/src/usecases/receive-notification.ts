import { isUnavailable } from '@ashlar/postgres';
import type { ProviderPlace } from '../domain/credential.ts';
import type { Payment } from '../domain/entities.ts';
import type { Status } from '../domain/payment.ts';
import {
  type AuthorisationOutcome,
  keySubject,
  type ProviderNotification,
  providerKeys,
  type RawNotification,
} from '../domain/ports.ts';
import { readSealedSecrets } from '../store/credentials.ts';
import { readDisputeOf } from '../store/disputes.ts';
import { readPayment } from '../store/payments.ts';
import { isNoted, noteNotification } from '../store/provider-notifications.ts';
import { readRefund } from '../store/refunds.ts';
import { storeCapture, storeFee } from './capture-payments.ts';
import type { Deps } from './deps.ts';
import { storeRefund } from './refund-payment.ts';
import { queryRefund } from './resolve-refunds.ts';
import { storeDispute } from './store-dispute.ts';
import { storeAuthorisation } from './submit-card.ts';

/** What became of a notification. `unverified`: it is not the provider's, and nothing changed. `unanswered`: the provider would not say more, so it has to send it again. */
export type Received = 'taken' | 'repeated' | 'unverified' | 'unanswered';

/**
 * Hears a provider out. A notification only says where to look: what is parked behind a lock is asked about at the provider and settled as
 * the provider answers, so that the order of notifications does not matter and a finished payment stays as it is. That it came is stored in
 * the transaction of its effect.
 */
export async function receiveNotification(
  deps: Deps,
  input: { from: ProviderPlace } & Omit<RawNotification, 'now'>,
): Promise<Received> {
  const { from, headers, body } = input;
  const told = (await deps.provider(from)).notification({ headers, body, now: deps.now() });
  if (!told) return 'unverified';
  // Ids are told apart by whom they come from, so that one account's provider cannot use up another's.
  const provider = from.credentialId ?? from.provider;
  if (await isNoted(deps.db, { provider, id: told.id })) return 'repeated';
  const effect = await findEffect(deps, from, told);
  if (effect === 'unanswered') return effect;
  const fresh = await deps.transaction(async (db) => {
    const department = effect?.department ?? null;
    const first = await noteNotification(db, { provider, id: told.id, department }, deps.now());
    if (first) {
      await effect?.settle({ ...deps, db, transaction: (work) => work(db), logged() {}, work() {} });
    }
    return first;
  });
  if (fresh && effect) {
    deps.logged();
    deps.work();
    deps.log.info({ provider, notification: told.id }, 'a notification was taken');
  }
  return fresh ? 'taken' : 'repeated';
}

/** Whether there is a credential with secrets of its own, by which its provider signs. */
export async function speaksForItself(
  deps: Pick<Deps, 'db'>,
  { provider, credentialId }: { provider: string; credentialId: string },
): Promise<boolean> {
  const stored = await readSealedSecrets(deps.db, credentialId);
  return stored?.provider === provider && stored.sealed !== null;
}

/** What a notification comes to, and whose payment it is about. */
interface Effect {
  readonly department: string;
  /** Stores what the provider said, on the database that it is given. */
  settle(deps: Deps): Promise<unknown>;
}

/** Asks the provider what became of what the notification is about. Undefined when nothing of ours waits for it. */
async function findEffect(
  deps: Deps,
  from: ProviderPlace,
  { key, dispute }: ProviderNotification,
): Promise<Effect | undefined | 'unanswered'> {
  if (dispute !== undefined) {
    return answered(deps, { ...from, dispute }, () => disputeEffect(deps, from, dispute));
  }
  const subject = key === undefined ? undefined : keySubject(key);
  if (!subject) return undefined;
  return answered(deps, { ...from, ...subject }, async () =>
    'refundId' in subject
      ? refundEffect(deps, from, subject.refundId)
      : paymentEffect(deps, from, await readPayment(deps.db, subject.paymentId)),
  );
}

async function answered(
  deps: Deps,
  about: Record<string, string | null>,
  find: () => Promise<Effect | undefined>,
): Promise<Effect | undefined | 'unanswered'> {
  try {
    return await find();
  } catch (error) {
    if (isUnavailable(error)) throw error;
    deps.log.warn({ ...about, err: error }, 'a provider did not answer about its notification');
    return 'unanswered';
  }
}

/** Whether something began where a notification comes from; a sandbox or an older account's provider tells without saying with which credential. */
function isThere(thing: ProviderPlace, from: ProviderPlace): boolean {
  if (thing.provider !== from.provider) return false;
  return from.credentialId === null || thing.credentialId === from.credentialId;
}

// A dispute may be told of before the answer to the capture has come: that is settled first, in the same transaction.
async function disputeEffect(deps: Deps, from: ProviderPlace, id: string): Promise<Effect | undefined> {
  const known = await readDisputeOf(deps.db, { provider: from.provider, id });
  if (known && !isThere(known, from)) return undefined;
  const told = await (await deps.provider(known ?? from)).dispute({ id });
  const payment = told && (await readPayment(deps.db, told.paymentId));
  if (!payment || !isThere(payment, from)) return undefined;
  const capture = payment.status === 'CAPTURE READY' ? await paymentEffect(deps, from, payment) : undefined;
  return {
    department: payment.department,
    async settle(within) {
      await capture?.settle(within);
      await storeDispute(within, payment, told);
    },
  };
}

// What leaves an authorisation where it is: what was cancelled is in the resolver's hands, and an answer of the payer's may be on its way.
const unsettled: Readonly<Partial<Record<Status, AuthorisationOutcome>>> = {
  'AUTHORISATION READY': 'cancelled',
  'AUTHORISATION 3DS REQUIRED': 'requires_3ds',
  'AUTHORISATION 3DS READY': 'requires_3ds',
};

async function refundEffect(deps: Deps, from: ProviderPlace, refundId: string): Promise<Effect | undefined> {
  const refund = await readRefund(deps.db, refundId);
  if (!refund || !isThere(refund, from) || refund.status !== 'REFUND READY') return undefined;
  const standing = await queryRefund(deps, refund);
  if (standing?.operation !== 'refund') return undefined;
  const payment = await readPayment(deps.db, refund.paymentId);
  return payment && effectOf(payment, (within) => storeRefund(within, refund, standing.outcome));
}

async function paymentEffect(
  deps: Deps,
  from: ProviderPlace,
  payment: Payment | undefined,
): Promise<Effect | undefined> {
  if (!payment || !isThere(payment, from)) return undefined;
  const { id: paymentId, transactionId, attempt, status, fee } = payment;
  const provider = await deps.provider(payment);
  const ask = (key: string) => provider.query({ key, paymentId, transactionId });
  const noNews = unsettled[status];
  if (noNews !== undefined) {
    const standing = await ask(providerKeys.authorise(paymentId, attempt));
    if (standing?.operation !== 'authorise' || standing.outcome === noNews) return undefined;
    return effectOf(payment, (within) => storeAuthorisation(within, payment, standing, { resolved: false }));
  }
  if (status !== 'CAPTURE READY' && (status !== 'CAPTURED' || fee !== null)) return undefined;
  const standing = await ask(providerKeys.capture(paymentId));
  if (standing?.operation !== 'capture') return undefined;
  if (status === 'CAPTURE READY')
    return effectOf(payment, (within) => storeCapture(within, payment, standing));
  const known = standing.fee;
  return known === undefined ? undefined : effectOf(payment, (within) => storeFee(within, payment, known));
}

function effectOf({ department }: Payment, settle: Effect['settle']): Effect {
  return { department, settle };
}
