import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Queryable } from '@ashlar/postgres';
import type { Authorisation, AuthorisationOutcome, PaymentProvider, Standing } from '../domain/ports.ts';

// The standard's test cards: every other number is a fault of the provider.
const authorised = new Set([
  '4242424242424242',
  '4444333322221111',
  '4917610000000000003',
  '4000056655665556',
  '5105105105105100',
  '371449635398431',
  '3566002020360505',
  '6011000990139424',
  '36148900647913',
  '222100000000000',
  '4000000000000010',
  '4000160000000004',
  '4000020000000000',
  '4988080000000000',
  '4111111111111111',
  '4293189100000008',
  '5101180000000007',
  '4131840000000003',
  '4000180000000002',
  '5200828282828210',
]);
// Set up without a fault, declined when it is charged later.
const declinedLater = new Set(['5105105105105100']);
const declined = new Set(['4000000000000002', '4000000000000069', '4000000000000127']);

/**
 * A provider that moves no money: the card's number decides what happens. It remembers in a table of its own, in statements of its own,
 * as another company's system would, and answers after a delay of the operator's choice.
 */
export function createSandbox(setup: { db: Queryable; sandboxDelayMs: number }): PaymentProvider {
  const { db, sandboxDelayMs } = setup;
  const pause = () => (sandboxDelayMs > 0 ? setTimeout(sandboxDelayMs) : undefined);
  return {
    async authorise({ key, amount, card, keepCard }) {
      await pause();
      const outcome = outcomeOf(card.number);
      const kept = keepCard && outcome === 'authorised' ? keptCard(card.number) : {};
      return authorisation(await keep(db, { key, operation: 'authorise', outcome, amount, ...kept }));
    },
    async chargeKeptCard({ key, amount, cardToken }) {
      await pause();
      const outcome = (await chargeOutcome(db, cardToken)) ?? 'error';
      return authorisation(await keep(db, { key, operation: 'authorise', outcome, amount }));
    },
    async capture({ key, authorisationKey, amount }) {
      await pause();
      const authorisation = await find(db, authorisationKey);
      const outcome = authorisation?.outcome === 'authorised' ? 'captured' : 'refused';
      const kept = await keep(db, { key, operation: 'capture', outcome, amount, authorisationKey });
      return kept.outcome === 'captured' ? 'captured' : 'refused';
    },
    async refund({ key, captureKey, amount }) {
      await pause();
      const outcome = amount <= (await refundable(db, captureKey)) ? 'refunded' : 'refused';
      const kept = await keep(db, {
        key,
        operation: 'refund',
        outcome,
        amount,
        authorisationKey: captureKey,
      });
      return kept.outcome === 'refunded' ? 'refunded' : 'refused';
    },
    async cancel({ authorisationKey }) {
      await pause();
      await cancelAuthorisation(db, authorisationKey);
    },
    async query({ key }) {
      await pause();
      const known = await find(db, key);
      return known?.operation === 'authorise'
        ? { operation: 'authorise', ...authorisation(known) }
        : (known as Standing | undefined);
    },
  };
}

type Operation = 'authorise' | 'capture' | 'refund';

interface Transaction {
  readonly operation: Operation;
  readonly outcome: string;
  readonly transactionId: string;
  readonly cardToken: string | null;
}

interface NewTransaction {
  readonly key: string;
  readonly operation: Operation;
  readonly outcome: string;
  readonly amount: number;
  /** The key of the operation that it follows. */
  readonly authorisationKey?: string;
  /** Of a card that is kept: its token, and how later charges go. */
  readonly cardToken?: string;
  readonly recurringOutcome?: AuthorisationOutcome;
}

function outcomeOf(number: string): AuthorisationOutcome {
  if (authorised.has(number)) return 'authorised';
  return declined.has(number) ? 'declined' : 'error';
}

/** A declined charge may never be tried again here, as at the standard's own sandbox. */
function authorisation({ outcome, transactionId, cardToken }: Transaction): Authorisation {
  return {
    outcome: outcome as AuthorisationOutcome,
    transactionId,
    canRetry: false,
    ...(cardToken !== null && { cardToken }),
  };
}

function keptCard(number: string): Pick<NewTransaction, 'cardToken' | 'recurringOutcome'> {
  const recurringOutcome = declinedLater.has(number) ? 'declined' : 'authorised';
  return { cardToken: `sandbox-card-${randomUUID()}`, recurringOutcome };
}

/** How charges of a kept card go; undefined for a token that was never given out. */
async function chargeOutcome(db: Queryable, cardToken: string): Promise<AuthorisationOutcome | undefined> {
  const { rows } = await db.query<{ outcome: AuthorisationOutcome }>({
    name: 'sandbox-charge',
    text: `select recurring_outcome as outcome from sandbox_transaction where card_token = $1`,
    values: [cardToken],
  });
  return rows[0]?.outcome;
}

/** Remembers an operation; one with a key that is known already keeps its first outcome. */
async function keep(db: Queryable, transaction: NewTransaction): Promise<Transaction> {
  const { key, operation, outcome, amount, authorisationKey, cardToken, recurringOutcome } = transaction;
  const { rows } = await db.query<Transaction>({
    name: 'sandbox-keep',
    text: `insert into sandbox_transaction (key, operation, authorisation_key, outcome, transaction_id, amount, card_token, recurring_outcome)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (key) do update set key = excluded.key
           returning operation, outcome, transaction_id as "transactionId", card_token as "cardToken"`,
    values: [
      key,
      operation,
      authorisationKey ?? null,
      outcome,
      randomUUID(),
      amount,
      cardToken ?? null,
      recurringOutcome ?? null,
    ],
  });
  const [kept] = rows;
  if (!kept) throw new Error('The sandbox kept nothing');
  return kept;
}

async function find(db: Queryable, key: string): Promise<Transaction | undefined> {
  const { rows } = await db.query<Transaction>({
    name: 'sandbox-find',
    text: `select operation, outcome, transaction_id as "transactionId", card_token as "cardToken"
             from sandbox_transaction where key = $1`,
    values: [key],
  });
  return rows[0];
}

/** How much of a capture was not given back yet. */
async function refundable(db: Queryable, captureKey: string): Promise<number> {
  const { rows } = await db.query<{ left: number }>({
    name: 'sandbox-refundable',
    text: `select (coalesce((select amount from sandbox_transaction where key = $1 and outcome = 'captured'), 0)
                  - coalesce((select sum(amount) from sandbox_transaction
                               where operation = 'refund' and authorisation_key = $1 and outcome = 'refunded'), 0))::integer as left`,
    values: [captureKey],
  });
  return rows[0]?.left ?? 0;
}

/** Cancels an authorisation; one that never arrived is remembered as cancelled, for the case that it still does. */
async function cancelAuthorisation(db: Queryable, key: string): Promise<void> {
  await db.query({
    name: 'sandbox-cancel',
    text: `insert into sandbox_transaction (key, operation, outcome, transaction_id)
           values ($1, 'authorise', 'cancelled', $2)
           on conflict (key) do update set outcome = 'cancelled' where sandbox_transaction.outcome = 'authorised'`,
    values: [key, randomUUID()],
  });
}
