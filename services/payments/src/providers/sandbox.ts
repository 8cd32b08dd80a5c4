import { randomUUID } from 'node:crypto';
import type { Queryable } from '@ashlar/postgres';
import type {
  Authorisation,
  AuthorisationOutcome,
  Capture,
  PaymentProvider,
  ProviderKind,
  ProviderNotification,
  Standing,
} from '../domain/ports.ts';
import type { Faults } from '../domain/sandbox-faults.ts';
import { challengeOf, chargedLater, outcomeAt, type SandboxId } from './sandbox-cards.ts';
import { playDispute, recallDispute, shownDispute } from './sandbox-disputes.ts';
import { createFaults } from './sandbox-faults.ts';
import { challengePage, readAnswer } from './sandbox-issuer.ts';
import {
  keepAnswer,
  keepAuthorisation,
  keepCancellation,
  keepCapture,
  keepRefund,
  type Remembered,
  recall,
  recallCard,
} from './sandbox-memory.ts';
import { isSigned } from './sandbox-signature.ts';
import { verifyByCard } from './verification.ts';

/** What a sandbox is made from. */
export interface SandboxSetup {
  /** Where it keeps its memory. */
  readonly db: Queryable;
  /** How it misbehaves. */
  readonly faults: Faults;
  /** Whether it tells of what it did. */
  readonly notifies: boolean;
  /** Signs what it tells. */
  readonly notificationKey: Buffer;
}

/**
 * A provider that moves no money: the card's number decides what happens. It remembers in tables of its own, in statements of its own,
 * as another company's system would, and misbehaves as its settings say. All sandboxes are this one under different names, with some cards
 * of their own; nothing that one knows, or that one has for another account, can be asked of another.
 */
export function createSandbox(
  setup: SandboxSetup,
  id: SandboxId = 'sandbox',
  account?: string,
  faults = createFaults(setup.faults, id),
): PaymentProvider {
  const { db } = setup;
  const own = (key: string) => `${customer(id, account)}${key}`;
  const tokenStart = `${[id, account].filter(Boolean).join('-')}-card-`;
  const asked = (key: string, amount: number) => ({
    provider: id,
    key: own(key),
    amount,
    telling: setup.notifies ? faults.telling() : silence,
  });
  // A declined charge may never be tried again here, as at the standard's own sandbox.
  const authorisation = (known: Remembered): Authorisation => ({
    outcome: known.outcome as AuthorisationOutcome,
    transactionId: known.transactionId,
    canRetry: false,
    ...(known.outcome === 'requires_3ds' && { challenge: challengePage(known) }),
    ...(known.outcome === 'authorised' && known.cardToken !== null && { cardToken: known.cardToken }),
  });
  const disputeOf = async (key: string) => {
    const known = await recallDispute(db, key);
    return known && shownDispute(known, own(''));
  };
  const captureOf = async ({ outcome, disputeKey }: Remembered): Promise<Capture> => ({
    outcome: outcome === 'captured' ? 'captured' : 'refused',
    ...(disputeKey !== null && { dispute: await disputeOf(disputeKey) }),
  });
  const standing = async (known: Remembered): Promise<Standing> => {
    switch (known.operation) {
      case 'authorise':
        return { operation: 'authorise', ...authorisation(known) };
      case 'capture':
        return { operation: 'capture', ...(await captureOf(known)) };
      case 'refund':
        return { operation: 'refund', outcome: known.outcome === 'refunded' ? 'refunded' : 'refused' };
    }
  };
  return {
    authorise: (ask) =>
      faults.around(async () => {
        const said = outcomeAt(id, ask.card.number);
        const unasked = said === 'requires_3ds' && ask.challengeReturnUrl === undefined;
        const outcome = unasked ? 'authorised' : said;
        const kept =
          ask.keepCard && ['authorised', 'requires_3ds'].includes(outcome)
            ? {
                cardToken: `${tokenStart}${randomUUID()}`,
                recurringOutcome: chargedLater(ask.card.number),
              }
            : undefined;
        const challenge = challengeOf(ask.card);
        return authorisation(
          await keepAuthorisation(db, { ...asked(ask.key, ask.amount), outcome, kept, challenge }),
        );
      }),
    authorise3ds: (ask) =>
      faults.around(async () => {
        const { key, provider, telling } = asked(ask.key, 0);
        const known = await recall(db, key);
        const outcome = known && readAnswer(known, ask.answer);
        const answered = outcome ? await keepAnswer(db, { key, provider, telling, outcome }) : known;
        if (!answered) throw new Error('The sandbox knows no such authorisation');
        return authorisation(answered);
      }),
    chargeKeptCard: (ask) =>
      faults.around(async () => {
        const known = ask.cardToken.startsWith(tokenStart) && (await recallCard(db, ask.cardToken));
        return authorisation(
          await keepAuthorisation(db, { ...asked(ask.key, ask.amount), outcome: known || 'error' }),
        );
      }),
    capture: (ask) =>
      faults.around(async () => {
        const authorisationKey = own(ask.authorisationKey);
        const disputeKey = own(`dp_${randomUUID()}`);
        const capture = { ...asked(ask.key, ask.amount), authorisationKey, disputeKey };
        return captureOf(await keepCapture(db, capture));
      }),
    refund: (ask) =>
      faults.around(async () => {
        const captureKey = own(ask.captureKey);
        const kept = await keepRefund(db, { ...asked(ask.key, ask.amount), captureKey });
        return kept.outcome === 'refunded' ? 'refunded' : 'refused';
      }),
    cancel: (ask) => faults.around(() => keepCancellation(db, own(ask.authorisationKey))),
    query: (ask) =>
      faults.around(async () => {
        const known = await recall(db, own(ask.key));
        return known && standing(known);
      }),
    dispute: (ask) => faults.around(() => disputeOf(own(ask.id))),
    playDispute: (ask) => faults.around(() => playDispute(db, own(ask.id), ask.status)),
    notification: (ask) => (isSigned(setup.notificationKey, ask) ? notificationOf(ask.body) : undefined),
  };
}

const silence = { copies: 0, afterMs: 0 };

/** A kind of sandbox: it knows every account but those whose name begins with `unknown`. */
export function sandboxKind(setup: SandboxSetup, id: SandboxId): ProviderKind {
  // One course of chance for all of its accounts, so that a check that is repeated does not meet the same faults again.
  const faults = createFaults(setup.faults, id);
  return {
    secrets: { account_name: /^[a-z0-9][a-z0-9-]{0,62}$/ },
    open: ({ account_name }) => createSandbox(setup, id, account_name, faults),
    verify: ({ secrets: { account_name: name }, run, leftover }) =>
      verifyByCard(createSandbox(setup, id, name, faults), {
        run,
        leftover,
        card: { number: '4242424242424242', expiryMonth: 12, expiryYear: 2049, cvc: '123', holder: 'Check' },
        connect: async () => (name?.startsWith('unknown') ? 'The sandbox has no such account' : undefined),
      }),
  };
}

// The oldest sandbox's keys stand as they were given; another's, and those of an account with a name, are told apart by the names.
function customer(id: SandboxId, account: string | undefined): string {
  if (account !== undefined) return `${id}/${account}/`;
  return id === 'sandbox' ? '' : `${id}/`;
}

function notificationOf(body: Buffer): ProviderNotification | undefined {
  const { id, key, dispute } = JSON.parse(body.toString()) as Record<string, unknown>;
  if (typeof id !== 'string') return undefined;
  if (typeof dispute === 'string') return { id, dispute };
  return typeof key === 'string' ? { id, key } : undefined;
}
