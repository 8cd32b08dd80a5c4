import { randomUUID } from 'node:crypto';
import type { Queryable } from '@ashlar/postgres';
import type {
  Authorisation,
  AuthorisationOutcome,
  Capture,
  PaymentProvider,
  ProviderNotification,
  Standing,
} from '../domain/ports.ts';
import type { Faults } from '../domain/sandbox-faults.ts';
import { challengeOf, chargedLater, outcomeAt, type SandboxId } from './sandbox-cards.ts';
import { playDispute, recallDispute, shownDispute } from './sandbox-disputes.ts';
import { createFaults } from './sandbox-faults.ts';
import { createIssuer } from './sandbox-issuer.ts';
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
 * of their own; nothing that one knows can be asked of another.
 */
export function createSandbox(setup: SandboxSetup, id: SandboxId = 'sandbox'): PaymentProvider {
  const { db } = setup;
  const faults = createFaults(setup.faults, id);
  const issuer = createIssuer(setup.notificationKey);
  const asked = (key: string, amount: number) => ({
    provider: id,
    key: own(id, key),
    amount,
    telling: setup.notifies ? faults.telling() : silence,
  });
  // A declined charge may never be tried again here, as at the standard's own sandbox.
  const authorisation = ({ key, outcome, transactionId, cardToken }: Remembered): Authorisation => ({
    outcome: outcome as AuthorisationOutcome,
    transactionId,
    canRetry: false,
    ...(outcome === 'requires_3ds' && { challenge: issuer.challenge(key) }),
    ...(outcome === 'authorised' && cardToken !== null && { cardToken }),
  });
  const disputeOf = async (key: string) => {
    const known = await recallDispute(db, key);
    return known && shownDispute(known, own(id, ''));
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
                cardToken: `${tokenStart(id)}${randomUUID()}`,
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
        const outcome = issuer.read(key, ask.answer);
        const known = outcome
          ? await keepAnswer(db, { key, provider, telling, outcome })
          : await recall(db, key);
        if (!known) throw new Error('The sandbox knows no such authorisation');
        return authorisation(known);
      }),
    chargeKeptCard: (ask) =>
      faults.around(async () => {
        const known = ask.cardToken.startsWith(tokenStart(id)) && (await recallCard(db, ask.cardToken));
        return authorisation(
          await keepAuthorisation(db, { ...asked(ask.key, ask.amount), outcome: known || 'error' }),
        );
      }),
    capture: (ask) =>
      faults.around(async () => {
        const authorisationKey = own(id, ask.authorisationKey);
        const disputeKey = own(id, `dp_${randomUUID()}`);
        const capture = { ...asked(ask.key, ask.amount), authorisationKey, disputeKey };
        return captureOf(await keepCapture(db, capture));
      }),
    refund: (ask) =>
      faults.around(async () => {
        const captureKey = own(id, ask.captureKey);
        const kept = await keepRefund(db, { ...asked(ask.key, ask.amount), captureKey });
        return kept.outcome === 'refunded' ? 'refunded' : 'refused';
      }),
    cancel: (ask) => faults.around(() => keepCancellation(db, own(id, ask.authorisationKey))),
    query: (ask) =>
      faults.around(async () => {
        const known = await recall(db, own(id, ask.key));
        return known && standing(known);
      }),
    dispute: (ask) => faults.around(() => disputeOf(own(id, ask.id))),
    playDispute: ({ id: dispute, status }) => faults.around(() => playDispute(db, own(id, dispute), status)),
    notification: (ask) => (isSigned(setup.notificationKey, ask) ? notificationOf(ask.body) : undefined),
  };
}

const silence = { copies: 0, afterMs: 0 };

// The oldest sandbox's keys stand as they were given; another's are told apart by its name.
function own(id: SandboxId, key: string): string {
  return id === 'sandbox' ? key : `${id}/${key}`;
}

function tokenStart(id: SandboxId): string {
  return `${id}-card-`;
}

function notificationOf(body: Buffer): ProviderNotification | undefined {
  const { id, key, dispute } = JSON.parse(body.toString()) as Record<string, unknown>;
  if (typeof id !== 'string') return undefined;
  if (typeof dispute === 'string') return { id, dispute };
  return typeof key === 'string' ? { id, key } : undefined;
}
