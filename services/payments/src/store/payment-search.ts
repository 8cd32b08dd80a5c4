import type { Queryable } from '@ashlar/postgres';
import type { Payment, ShownPayment } from '../domain/entities.ts';
import type { PaymentFilter } from '../domain/search.ts';
import { paymentColumns } from './payments.ts';

// A page has hundreds of rows, and each column of each is read: only what is shown.
const shownColumns = `id, provider, status, amount, reference, description, return_url as "returnUrl", language, delayed_capture as "delayedCapture", email,
  metadata, card, provider_transaction_id as "transactionId", created_at as "createdAt", captured_at as "capturedAt", refunded, disputed,
  authorisation_mode as "authorisationMode", agreement_id as "agreementId", agreement_payment_type as "agreementPaymentType", can_retry as "canRetry", fee,
  moto, three_d_secure as "threeDSecure", corporate_surcharge as "corporateSurcharge"`;

const found = `gateway_account_id = $1
  and ($2::text is null or lower(reference) = lower($2))
  and ($3::text is null or position(lower($3) in lower(email)) > 0)
  and ($4::text[] is null or status = any ($4))
  and ($5::text[] is null or translate(lower(card ->> 'card_brand'), ' -', '') = any ($5))
  and ($6::text is null or position(lower($6) in lower(card ->> 'cardholder_name')) > 0)
  and ($7::text is null or card ->> 'first_digits_card_number' = $7)
  and ($8::text is null or card ->> 'last_digits_card_number' = $8)
  and ($9::timestamptz is null or created_at >= $9)
  and ($10::timestamptz is null or created_at < $10)
  and not $11::boolean
  and ($12::text is null or agreement_id = $12)`;

/** How many payments there are. */
export async function countPayments(db: Queryable, filter: PaymentFilter): Promise<number> {
  const { rows } = await db.query<{ total: number }>({
    text: `select count(*)::integer as total from payment where ${found}`,
    values: values(filter),
  });
  return rows[0]?.total ?? 0;
}

/** Some of the payments, newest first. */
export async function findPayments(
  db: Queryable,
  filter: PaymentFilter,
  rows: { limit: number; offset: number },
): Promise<ShownPayment[]> {
  return (await db.query<ShownPayment>(findPaymentsStatement(filter, rows))).rows;
}

/** The statement of {@link findPayments}, for those who want to see its plan. */
export function findPaymentsStatement(
  filter: PaymentFilter,
  rows: { limit: number; offset: number },
): Parameters<Queryable['query']>[0] {
  return {
    text: `select ${shownColumns} from payment where ${found}
            order by payment.created_at desc, payment.id desc limit $13 offset $14`,
    values: [...values(filter), rows.limit, rows.offset],
  };
}

/** Up to `limit` of the payments that come after one, newest first. */
export async function findPaymentsAfter(
  db: Queryable,
  filter: PaymentFilter,
  rows: { after: Pick<Payment, 'createdAt' | 'id'> | undefined; limit: number },
): Promise<Payment[]> {
  const result = await db.query<Payment>({
    text: `select ${paymentColumns} from payment where ${found}
              and ($13::timestamptz is null or (payment.created_at, payment.id) < ($13, $14::text))
            order by payment.created_at desc, payment.id desc limit $15`,
    values: [...values(filter), rows.after?.createdAt ?? null, rows.after?.id ?? null, rows.limit],
  });
  return result.rows;
}

/** Up to `limit` names in the metadata of the payments, in order, with U+FFFD for NUL and half surrogate pairs. */
export async function findMetadataNames(
  db: Queryable,
  filter: PaymentFilter,
  limit: number,
): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>({
    text: `select distinct name
             from payment, json_object_keys(case when position('\\u' in metadata::text) = 0 then metadata
                                                 else regexp_replace(metadata::text, $14, '\\1\ufffd', 'g')::json end) as name
            where metadata is not null and ${found}
            order by name limit $13`,
    values: [...values(filter), limit, unreadable],
  });
  return rows.map(({ name }) => name);
}

// NUL and half surrogate pairs as `JSON.stringify` writes them: PostgreSQL stores them but has no text for them. The backslash before may itself be escaped.
const unreadable = String.raw`(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})`;

// No name: the plan is then made for these very values, and conditions without one fall away.
function values(filter: PaymentFilter): unknown[] {
  return [
    filter.gatewayAccountId,
    filter.reference ?? null,
    filter.email ?? null,
    filter.statuses ?? null,
    filter.cardBrands?.map((brand) => brand.toLowerCase().replace(/[ -]/g, '')) ?? null,
    filter.cardholderName ?? null,
    filter.firstDigits ?? null,
    filter.lastDigits ?? null,
    filter.from ?? null,
    filter.to ?? null,
    filter.never,
    filter.agreementId ?? null,
  ];
}
