import type { Queryable } from '@ashlar/postgres';
import type { Payment, Refund } from '../domain/entities.ts';
import { move, type Status } from '../domain/payment.ts';
import { paymentPosition } from '../events/facts.ts';
import { agedPayments, openStatuses } from './aged-payments.ts';
import { departmentOf } from './disputes.ts';
import { paymentColumns } from './payments.ts';
import { refundColumns } from './refunds.ts';

/** Before which moments payments are due. */
export interface Deadlines {
  readonly now: Date;
  /** Unpaid payments created before then are over, */
  readonly createdBefore: Date;
  /** payments that wait for their service to capture them, created before then, */
  readonly capturableBefore: Date;
  /** unless they changed after then. */
  readonly touchedBefore: Date;
  /** Locks taken before then are looked into. */
  readonly lockedBefore: Date;
}

/** Which kinds of work there are. */
export interface DueWork {
  readonly capture: boolean;
  readonly cancel: boolean;
  readonly resolve: boolean;
  readonly expire: boolean;
  /** Refunds whose provider was asked too long ago. */
  readonly refund: boolean;
  /** Open disputes whose provider is to be asked. */
  readonly dispute: boolean;
  /** Payments that agreements are to be charged for. */
  readonly charge: boolean;
  /** Changes from which payments are to be counted. */
  readonly count: boolean;
}

const aged = agedPayments({ created: '$2', capturable: '$3', touched: '$4' });
const cancelling = `('SYSTEM CANCEL READY', 'USER CANCEL READY', 'EXPIRE CANCEL READY')`;
// Each side has an index of its own.
const locked = `(status in ('AUTHORISATION READY', 'CAPTURE READY') or status = 'AUTHORISATION 3DS READY')`;
const challenged = `status = 'AUTHORISATION 3DS REQUIRED'`;
const free = '(not_before is null or not_before < $1::timestamptz)';
// Of a department that another implementation serves, nothing is due here.
const ours = 'primary_here(department)';
const refundIsOurs = `primary_here(${departmentOf('refund')})`;
// What was found and is still ours; it stays so until the statement ends.
const held = (department: string) => `held as (select * from due where primary_held(${department}))`;

/**
 * When work that was taken in hand may be taken again: at `until` (a parameter), later the longer it has waited already, so that a provider
 * that is away is asked less and less; at most ten times as late, and never by many at the same moment. $1 is now.
 */
const again = (until: string, since: string) =>
  `$1::timestamptz + greatest(${until}::timestamptz - $1::timestamptz,
     least(($1::timestamptz - ${since}) / 2 * (0.8 + random() * 0.4), (${until}::timestamptz - $1::timestamptz) * 10))`;

/** Looks whether there is anything to do: the one query that an idle service makes. */
export async function findDueWork(db: Queryable, due: Deadlines): Promise<DueWork> {
  const { rows } = await db.query<DueWork>({
    name: 'find-due-work',
    text: `select exists (select from payment where status = 'CAPTURE APPROVED' and ${free} and ${ours}) as capture,
                  exists (select from payment where status in ${cancelling} and ${free} and ${ours}) as cancel,
                  exists (select from payment where ${locked} and updated_at < $5 and ${free} and ${ours}) as resolve,
                  exists (select from payment where status in ${openStatuses} and created_at < $2 and updated_at < $4 and ${ours})
                  or exists (select from payment where status = 'AWAITING CAPTURE REQUEST' and created_at < $3 and updated_at < $4 and ${ours})
                  or exists (select from payment where expire_now and status in ${openStatuses} and ${ours})
                  or exists (select from payment where expire_now and status = 'AWAITING CAPTURE REQUEST' and ${ours})
                  or exists (select from payment where expire_now and status = '${charge.from}' and ${ours})
                  or exists (select from payment where status = '${charge.from}' and created_at < $2 and ${ours})
                  or exists (select from payment where ${challenged} and (expire_now or (created_at < $2 and updated_at < $4)) and ${ours})
                  or exists (${aged}) as expire,
                  exists (select from refund where status = 'REFUND READY' and updated_at < $5 and ${free} and ${refundIsOurs}) as refund,
                  exists (select from dispute where status in ('needs_response', 'under_review') and look_at < $1
                             and primary_here(${departmentOf('dispute')})) as dispute,
                  exists (select from payment where status = '${charge.from}' and ${free} and ${ours}) as charge,
                  exists (select from payment_count_state, relay_state where counted < stamped) as count`,
    values: [due.now, due.createdBefore, due.capturableBefore, due.touchedBefore, due.lockedBefore],
  });
  return (
    rows[0] ?? {
      capture: false,
      cancel: false,
      resolve: false,
      expire: false,
      refund: false,
      dispute: false,
      charge: false,
      count: false,
    }
  );
}

/** Locks up to `limit` confirmed payments for their capture. Payments that another worker is taking are passed over. */
export async function lockForCapture(db: Queryable, now: Date, limit: number): Promise<Payment[]> {
  const { rows } = await db.query<Payment>({
    name: 'lock-for-capture',
    text: `with due as (
             select id, department from payment where status = '${capture.from}' and ${free} and ${ours}
              order by updated_at limit $2 for update skip locked
           ), ${held('department')}, moved as (
             update payment set status = '${capture.to}', sequence = sequence + 1, updated_at = $1::timestamptz, not_before = null
               from held as due where payment.id = due.id returning payment.*
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data)
             select uuidv7(), moved.id, moved.sequence, fenced(moved.department, :fence), moved.service, null, $1::timestamptz,
                    ${paymentPosition('moved')}
               from moved
           )
           select ${paymentColumns} from moved`,
    values: [now, limit],
  });
  return rows;
}

/** A payment that its agreement is charged for, and the sealed token of the card; null when the agreement may not be charged any more. */
export interface Charge {
  readonly payment: Payment;
  readonly cardToken: Buffer | null;
}

/** Locks up to `limit` payments that agreements are to be charged for. Payments that another worker is taking are passed over. */
export async function lockForCharge(db: Queryable, now: Date, limit: number): Promise<Charge[]> {
  const { rows } = await db.query<Payment & { cardToken: Buffer | null }>({
    name: 'lock-for-charge',
    text: `with due as (
             select id, agreement_id, department from payment where status = '${charge.from}' and ${free} and ${ours}
              order by updated_at limit $2 for update skip locked
           ), ${held('department')}, moved as (
             -- A card that was set up anew since the charge was asked for may be kept elsewhere: the charge goes where the card is.
             update payment
                set status = '${charge.to}', attempt = attempt + 1, sequence = payment.sequence + 1, updated_at = $1::timestamptz,
                    not_before = null, card = kept.card, provider = coalesce(kept.card_provider, payment.provider),
                    credential_id = case when kept.card_provider is null then payment.credential_id else kept.card_credential_id end
               from held as due left join agreement as kept on kept.id = due.agreement_id
              where payment.id = due.id returning payment.*
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data)
             select uuidv7(), moved.id, moved.sequence, fenced(moved.department, :fence), moved.service, null, $1::timestamptz,
                    ${paymentPosition('moved')}
               from moved
           )
           select ${paymentColumns},
                  (select agreement.card_token from agreement
                    where agreement.id = moved.agreement_id and agreement.status = 'active'
                      and agreement.card_provider = moved.provider
                      and agreement.card_credential_id is not distinct from moved.credential_id) as "cardToken"
             from moved`,
    values: [now, limit],
  });
  return rows.map(({ cardToken, ...payment }) => ({ payment, cardToken }));
}

/** Takes up to `limit` payments in hand whose provider has to let go of them. Nobody else gets them before `until`, or later when they have waited long. */
export async function leaseCancellations(
  db: Queryable,
  now: Date,
  until: Date,
  limit: number,
): Promise<Payment[]> {
  const { rows } = await db.query<Payment>({
    name: 'lease-cancellations',
    text: `with due as (
             select id, department from payment where status in ${cancelling} and ${free} and ${ours}
              order by updated_at limit $3 for update skip locked
           ), ${held('department')}, leased as (
             update payment set not_before = ${again('$2', 'payment.updated_at')} from held as due where payment.id = due.id returning payment.*
           )
           select ${paymentColumns} from leased`,
    values: [now, until, limit],
  });
  return rows;
}

/** Takes up to `limit` payments in hand whose lock is older than `lockedBefore`. Nobody else gets them before `until`, or later when they have waited long. */
export async function leaseStuck(
  db: Queryable,
  ask: { now: Date; lockedBefore: Date; until: Date; limit: number },
): Promise<Payment[]> {
  const { rows } = await db.query<Payment>({
    name: 'lease-stuck',
    text: `with due as (
             select id, department from payment where ${locked} and updated_at < $2 and ${free} and ${ours}
              order by updated_at limit $4 for update skip locked
           ), ${held('department')}, leased as (
             update payment set not_before = ${again('$3', 'payment.updated_at')} from held as due where payment.id = due.id returning payment.*
           )
           select ${paymentColumns} from leased`,
    values: [ask.now, ask.lockedBefore, ask.until, ask.limit],
  });
  return rows;
}

/** The same for refunds whose provider was asked before `lockedBefore`. */
export async function leaseStuckRefunds(
  db: Queryable,
  ask: { now: Date; lockedBefore: Date; until: Date; limit: number },
): Promise<Refund[]> {
  const { rows } = await db.query<Refund>({
    name: 'lease-stuck-refunds',
    text: `with due as (
             select id, payment_id from refund where status = 'REFUND READY' and updated_at < $2 and ${free} and ${refundIsOurs}
              order by updated_at limit $4 for update skip locked
           ), ${held(departmentOf('due'))}, leased as (
             update refund set not_before = ${again('$3', 'refund.updated_at')} from held as due where refund.id = due.id returning refund.*
           )
           select ${refundColumns} from leased`,
    values: [ask.now, ask.lockedBefore, ask.until, ask.limit],
  });
  return rows;
}

/** Up to `limit` payments whose time is over. Moving them is guarded by their status, so that two workers may find the same. */
export async function findExpired(
  db: Queryable,
  due: Deadlines,
  limit: number,
): Promise<{ id: string; status: Status }[]> {
  const { rows } = await db.query<{ id: string; status: Status }>({
    name: 'find-expired',
    text: `(select id, status from payment where expire_now and status in ${openStatuses} and ${ours} limit $4)
           union all
           (select id, status from payment where expire_now and status = 'AWAITING CAPTURE REQUEST' and ${ours} limit $4)
           union all
           (select id, status from payment where expire_now and status = '${charge.from}' and ${ours} limit $4)
           union all
           (select id, status from payment where ${challenged} and (expire_now or (created_at < $1 and updated_at < $3)) and ${ours} limit $4)
           union all
           (select id, status from payment where status in ${openStatuses} and created_at < $1 and updated_at < $3 and ${ours} order by created_at limit $4)
           union all
           (select id, status from payment where status = '${charge.from}' and created_at < $1 and ${ours} limit $4)
           union all
           (select id, status from payment
             where status = 'AWAITING CAPTURE REQUEST' and created_at < $2 and updated_at < $3 and ${ours} order by created_at limit $4)
           limit $4`,
    values: [due.createdBefore, due.capturableBefore, due.touchedBefore, limit],
  });
  return rows;
}

const charge = move('USER NOT PRESENT QUEUED', 'AUTHORISATION READY');
const capture = move('CAPTURE APPROVED', 'CAPTURE READY');
