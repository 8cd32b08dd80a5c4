import { openPool } from '@ashlar/postgres';

/** Whose payments are stored, and how many. */
export interface Filling {
  readonly accountId: string;
  readonly department: string;
  readonly service: string;
  readonly payments: number;
}

/** Stores payments as if they had been taken in the last weeks; straight into the tables of the database at `url`, since by HTTP they would take minutes. */
export async function fillPayments(
  url: string,
  { accountId, department, service, payments }: Filling,
): Promise<void> {
  const pool = openPool({ url, applicationName: 'bench', statementTimeoutMs: 600_000 });
  try {
    await pool.query({
      text: `insert into payment (id, gateway_account_id, department, service, live, provider, status, sequence, amount, currency, reference,
                                  description, return_url, language, delayed_capture, email, card, created_at, updated_at)
             select lpad(n::text, 26, '0'), $1, $3, $4, false, 'sandbox', 'CAPTURED', 1, 1450, 'GBP', 'REF-' || n,
                    'A fishing licence', 'https://service.example/return', 'en', false, 'payer@service.example',
                    '{"card_brand": "Visa", "last_digits_card_number": "1111", "first_digits_card_number": "444433", "expiry_date": "11/49", "cardholder_name": "J Bloggs"}',
                    now() - ($2::integer - n) * interval '2 s', now()
               from generate_series(1, $2::integer) as n`,
      values: [accountId, payments, department, service],
    });
    await pool.query({
      text: `insert into payment_count as known values ($1, $2)
             on conflict (gateway_account_id) do update set payments = known.payments + excluded.payments`,
      values: [accountId, payments],
    });
    await pool.query('vacuum analyze payment');
  } finally {
    await pool.end();
  }
}
