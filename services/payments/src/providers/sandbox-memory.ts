import { randomUUID } from 'node:crypto';
import type { Queryable } from '@ashlar/postgres';
import type { AuthorisationOutcome } from '../domain/ports.ts';
import type { Challenge } from './sandbox-cards.ts';

/** An operation as a sandbox remembers it. */
export interface Remembered {
  readonly key: string;
  readonly operation: 'authorise' | 'capture' | 'refund';
  readonly outcome: string;
  readonly transactionId: string;
  readonly cardToken: string | null;
  /** Of a capture: the sandbox's id of the dispute that it led to. */
  readonly disputeKey: string | null;
}

/** What a sandbox will tell of an operation: how many times, and after how long. None when it tells nothing. */
export interface Telling {
  readonly copies: number;
  readonly afterMs: number;
}

/** An operation that a sandbox is asked for. */
export interface Asked {
  readonly provider: string;
  readonly key: string;
  readonly amount: number;
  readonly telling: Telling;
}

/** Remembers an authorisation; one whose key is known already keeps its first outcome, also that it was cancelled before it came. */
export function keepAuthorisation(
  db: Queryable,
  asked: Asked & {
    readonly outcome: AuthorisationOutcome;
    readonly challenge?: Challenge | undefined;
    readonly kept?:
      | { readonly cardToken: string; readonly recurringOutcome: AuthorisationOutcome }
      | undefined;
  },
): Promise<Remembered> {
  return one(db, {
    name: 'sandbox-authorise',
    text: `with made as (
             insert into sandbox_transaction (key, operation, outcome, transaction_id, amount, card_token, recurring_outcome, dispute_reason, dispute_end)
             select $1, 'authorise', $6, $7, $2::integer, $8, $9, $10, $11 from ${fence('$1')}
             on conflict (key) do update set key = excluded.key returning *
           ), ${told}
           select ${columns} from made, ${unhurried}`,
    values: [
      ...parameters(asked),
      asked.outcome,
      randomUUID(),
      asked.kept?.cardToken ?? null,
      asked.kept?.recurringOutcome ?? null,
      asked.challenge?.reason ?? null,
      asked.challenge?.end ?? null,
    ],
  });
}

/** Remembers what the payer's answer made of an authorisation that waits for one, and tells of it. Any other stays what it is. Undefined when there is none. */
export async function keepAnswer(
  db: Queryable,
  { key, outcome, provider, telling }: Omit<Asked, 'amount'> & { readonly outcome: AuthorisationOutcome },
): Promise<Remembered | undefined> {
  const { rows } = await db.query<Remembered>({
    name: 'sandbox-answer',
    text: `with made as (
             update sandbox_transaction set outcome = $2 from ${fence('$1')} where key = $1 and outcome = 'requires_3ds'
             returning sandbox_transaction.*
           ), ${tell('do update set event_id = excluded.event_id, copies = excluded.copies, due_at = excluded.due_at')}
           select ${columns} from made, ${unhurried}`,
    values: [key, outcome, provider, telling.copies, telling.afterMs],
  });
  return rows[0] ?? recall(db, key);
}

/**
 * Takes the money of an authorisation, once: the authorisation's own row says which capture had it, and its lock lets one of a capture and a
 * cancellation win. A capture whose key is known keeps its first outcome. One whose payer challenges it leads to a dispute.
 */
export function keepCapture(
  db: Queryable,
  asked: Asked & { readonly authorisationKey: string; readonly disputeKey: string },
): Promise<Remembered> {
  return one(db, {
    name: 'sandbox-capture',
    text: `with taken as (
             update sandbox_transaction set captured_by = $1
              where key = $6 and outcome = 'authorised' and coalesce(captured_by, $1) = $1
                and not exists (select from sandbox_transaction as known where known.key = $1)
             returning dispute_reason, dispute_end
           ), made as (
             insert into sandbox_transaction (key, operation, authorisation_key, outcome, transaction_id, amount, dispute_key)
             select $1, 'capture', $6, case when exists (select from taken) then 'captured' else 'refused' end, $7, $2::integer,
                    (select $8 from taken where dispute_end is not null)
               from ${fence('$6')}
             on conflict (key) do update set key = excluded.key returning *
           ), disputed as (
             insert into sandbox_dispute (key, capture_key, amount, reason, status, evidence)
             select $8, $1, $2, dispute_reason, case dispute_end when 'open' then 'needs_response' else dispute_end end, dispute_end <> 'open'
               from taken where dispute_end is not null
           ), ${told}
           select ${columns} from made, ${unhurried}`,
    values: [...parameters(asked), asked.authorisationKey, randomUUID(), asked.disputeKey],
  });
}

/** Gives money of a capture back, as much as is left of it; the capture's own row says what went. A refund whose key is known keeps its first outcome. */
export function keepRefund(
  db: Queryable,
  asked: Asked & { readonly captureKey: string },
): Promise<Remembered> {
  return one(db, {
    name: 'sandbox-refund',
    text: `with paid as (
             update sandbox_transaction set refunded = refunded + $2::integer, refund_keys = refund_keys || $1::text
              where key = $6 and outcome = 'captured' and refunded + $2::integer <= amount and $1 <> all (refund_keys)
                and not exists (select from sandbox_transaction as known where known.key = $1)
             returning 1
           ), made as (
             insert into sandbox_transaction (key, operation, authorisation_key, outcome, transaction_id, amount)
             select $1, 'refund', $6, case when exists (select from paid) then 'refunded' else 'refused' end, $7, $2::integer
               from ${fence('$6')}
             on conflict (key) do update set key = excluded.key returning *
           ), ${told}
           select ${columns} from made, ${unhurried}`,
    values: [...parameters(asked), asked.captureKey, randomUUID()],
  });
}

/** Lets go of an authorisation that was not captured; one that never came is remembered as cancelled, for the case that it still does. */
export async function keepCancellation(db: Queryable, authorisationKey: string): Promise<void> {
  await db.query({
    name: 'sandbox-cancel',
    text: `insert into sandbox_transaction (key, operation, outcome, transaction_id)
           select $1, 'authorise', 'cancelled', $2 from ${fence('$1')}
           on conflict (key) do update set outcome = 'cancelled'
            where sandbox_transaction.outcome in ('authorised', 'requires_3ds') and sandbox_transaction.captured_by is null`,
    values: [authorisationKey, randomUUID()],
  });
}

/** What is remembered of a key; undefined when nothing is. */
export async function recall(db: Queryable, key: string): Promise<Remembered | undefined> {
  const { rows } = await db.query<Remembered>({
    name: 'sandbox-find',
    text: `select ${columns} from sandbox_transaction where key = $1`,
    values: [key],
  });
  return rows[0];
}

/** How charges of a kept card go; undefined for a token that was never given out. */
export async function recallCard(
  db: Queryable,
  cardToken: string,
): Promise<AuthorisationOutcome | undefined> {
  const { rows } = await db.query<{ outcome: AuthorisationOutcome }>({
    name: 'sandbox-charge',
    text: `select recurring_outcome as outcome from sandbox_transaction where card_token = $1`,
    values: [cardToken],
  });
  return rows[0]?.outcome;
}

/** Refuses the statement where this implementation may not write for the department that a key is about: its memory goes with the department. */
const fence = (key: string) => `fenced(sandbox_department(${key}), :fence) as held`;

const columns =
  'key, operation, outcome, transaction_id as "transactionId", card_token as "cardToken", dispute_key as "disputeKey"';

// What is remembered need not be on the disk at once: what payments stores of the answer follows in the same log, so neither is ever there without
// what it rests on. Who crashes before that asks again, and is told or may repeat it.
const unhurried = `(select set_config('synchronous_commit', 'off', true)) as unhurried`;

const tell = (again: string) => `told as (
             insert into sandbox_notification (key, provider, copies, due_at)
             select key, $3, $4::integer, clock_timestamp() + make_interval(secs => $5::float8 / 1000) from made where $4::integer > 0
             on conflict (key) ${again}
           )`;
// $1 to $5 of most statements; what was told of a key is not told again.
const told = tell('do nothing');

function parameters({ key, amount, provider, telling }: Asked): unknown[] {
  return [key, amount, provider, telling.copies, telling.afterMs];
}

async function one(
  db: Queryable,
  statement: { name: string; text: string; values: unknown[] },
): Promise<Remembered> {
  const { rows } = await db.query<Remembered>(statement);
  const [kept] = rows;
  if (!kept) throw new Error('The sandbox kept nothing');
  return kept;
}
