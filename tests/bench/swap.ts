import { openPool } from '@ashlar/postgres';
import autocannon from 'autocannon';
import { department, openAccount } from '../swap/department.ts';
import { startImplementation } from '../swap/implementations.ts';
import { startSwap, watchSwap } from '../swap/operator.ts';
import { bindFirst, startPlugBoard } from '../swap/plug-board.ts';
import { createAttester, register } from '../swap/registration.ts';
import { runDrill } from '../swap/run-drill.ts';
import { distributionOf } from '../swap/statistics.ts';
import { prepareGround } from '../swap/world.ts';
import { BODY } from './throughput.ts';

/** Swaps under mixed traffic. */
export interface Held {
  readonly swaps: number;
  readonly completed: number;
  /** For how long the department's changes were held. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Requests that were answered with a failure. */
  readonly failed: number;
}

/** Swaps a department there and back under 300 requests a second. Throws when anything was lost, doubled or half done. */
export async function measureHeld(swaps: number): Promise<Held> {
  const report = await runDrill({
    seed: 1,
    swaps,
    kills: false,
    perSecond: 300,
    between: ['payments', 'ledgerline'],
    fsync: true,
    log: () => {},
  });
  const [wrong] = [...report.findings.map(({ what }) => what), ...report.unexpected];
  if (wrong !== undefined) throw new Error(`A swap went wrong: ${wrong}`);
  const held = report.rounds.flatMap(({ swap }) => swap.barrier?.held_ms ?? []);
  const { p50, p99 } = distributionOf(held);
  const completed = report.rounds.filter(({ swap }) => swap.state === 'completed').length;
  const failed = [...report.failures.values()].reduce((sum, count) => sum + count, 0);
  return { swaps, completed, p50Ms: p50, p99Ms: p99, failed };
}

/** A new implementation that takes over what there is. */
export interface Seeding {
  readonly payments: number;
  readonly seconds: number;
  /** Creations a second before and while it is seeded, and the second by the first. */
  readonly before: number;
  readonly during: number;
  readonly ratio: number;
}

/** Swaps a department with so many payments to an empty implementation under full load, and measures what the seeding takes and costs. */
export async function measureSeeding(payments: number): Promise<Seeding> {
  const ground = await prepareGround({ fsync: true, log: () => {} });
  try {
    const attester = await createAttester(ground.home);
    const board = await startPlugBoard(ground, { ATTESTATION_JWKS: attester.jwksFile });
    const env = { REGISTRY_JWKS: `${board.registry.url}/ashlar/v1/keys` };
    const blue = await startImplementation(ground, 'payments', 'blue', env);
    const green = await startImplementation(ground, 'payments', 'green', env);
    const [first, second] = [await register(board, attester, blue), await register(board, attester, green)];
    await bindFirst(board, first.id);
    const apiKey = await openAccount(ground, blue);
    await fill(blue.server?.urlOf('payments') ?? '', payments);
    const load = (duration: number) => loadFor(board.url, apiKey, duration);
    await load(2);
    const before = await load(5);
    const swap = await startSwap(board, second);
    let seeded = 0;
    const began = performance.now();
    const watched = watchSwap(board, swap, (state) => {
      if (state === 'verifying') seeded = performance.now();
    });
    const rates: number[] = [];
    while (seeded === 0 && rates.length < 60) rates.push(await load(2));
    const end = await watched;
    if (end.state !== 'completed') throw new Error(`The swap was aborted: ${end.outcome}`);
    const during = rates.slice(0, -1).reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length - 1);
    return { payments, seconds: (seeded - began) / 1000, before, during, ratio: during / before };
  } finally {
    await ground.close();
  }
}

async function loadFor(url: string, apiKey: string, duration: number): Promise<number> {
  const result = await autocannon({
    url: `${url}/v1/payments`,
    method: 'POST',
    connections: 8,
    duration,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: BODY,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
  return result.requests.average;
}

/** Stores payments with their first event as if they had been taken in the last weeks; straight into the tables, since by HTTP they would take minutes. */
async function fill(url: string, payments: number): Promise<void> {
  const pool = openPool({ url, applicationName: 'bench', statementTimeoutMs: 600_000 });
  try {
    await pool.query({
      text: `with made as (
               insert into payment (id, gateway_account_id, department, service, live, provider, status, sequence, amount, currency, reference,
                                    description, return_url, language, delayed_capture, email, card, created_at, updated_at)
               select lpad(n::text, 26, '0'), id, department, service, false, 'sandbox', 'CAPTURED', 1, 1450, 'GBP', 'REF-' || n,
                      'A fishing licence', 'https://service.example/return', 'en', false, 'payer@service.example',
                      '{"card_brand": "Visa", "last_digits_card_number": "1111", "first_digits_card_number": "444433", "expiry_date": "11/49", "cardholder_name": "J Bloggs"}',
                      now() - ($2::integer - n) * interval '2 s', now()
                 from gateway_account, generate_series(1, $2::integer) as n
                where department = $1
               returning id, department, service, created_at
             )
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data)
             select gen_random_uuid(), id, 1, department, service, null, created_at, '{}' from made`,
      values: [department, payments],
    });
    await pool.query('vacuum analyze payment');
  } finally {
    await pool.end();
  }
}
