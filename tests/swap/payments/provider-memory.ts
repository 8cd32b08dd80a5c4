import { DatabaseSync } from 'node:sqlite';
import { openPool } from '@ashlar/postgres';
import type { Finding } from '../check-log.ts';
import type { Implementation } from '../implementations.ts';
import type { Ground } from '../world.ts';

/** An operation as a card provider remembers it. */
export interface Remembered {
  readonly key: string;
  readonly operation: string;
  readonly outcome: string;
  readonly transaction_id: string;
}

/** What the card provider of one implementation remembers; it is another company, which the swap does not ask. */
export async function readMemory(ground: Ground, implementation: Implementation): Promise<Remembered[]> {
  const { server, name } = implementation;
  if (!server) return readFile(`${ground.home}/${name}.sqlite`);
  const pool = openPool({ url: server.urlOf('payments'), applicationName: 'drill', max: 1 });
  try {
    const text = 'select key, operation, outcome, transaction_id from sandbox_transaction';
    return (await pool.query<Remembered>({ text })).rows;
  } finally {
    await pool.end();
  }
}

function readFile(path: string): Remembered[] {
  const file = new DatabaseSync(path, { readOnly: true });
  try {
    const rows = file.prepare("select record from thing where kind = 'sandbox_transaction'").all();
    return rows.map(({ record }) => JSON.parse(String(record)) as Remembered);
  } finally {
    file.close();
  }
}

const charges: Readonly<Record<string, string>> = {
  authorise: 'authorised',
  capture: 'captured',
  refund: 'refunded',
};

/**
 * Looks whether anything was done twice at the providers of all implementations together: the memory of a payment travels with it, so that what one did and another
 * did again stands under one key with two transactions, or under two keys of one payment.
 */
export function checkMemory(memories: readonly (readonly Remembered[])[]): Finding[] {
  const findings: Finding[] = [];
  const transactions = new Map<string, string>();
  const keys = new Map<string, Set<string>>();
  for (const { key, operation, outcome, transaction_id } of memories.flat()) {
    if (charges[operation] !== outcome) continue;
    const before = transactions.get(key);
    if (before !== undefined && before !== transaction_id)
      findings.push({
        kind: 'doubled',
        what: `${operation} ${key} at the provider: ${before} and ${transaction_id}`,
      });
    transactions.set(key, transaction_id);
    if (operation === 'refund') continue;
    const payment = `${operation} of ${paymentOf(key)}`;
    keys.set(payment, (keys.get(payment) ?? new Set()).add(key));
  }
  for (const [payment, ofPayment] of keys) {
    if (ofPayment.size > 1)
      findings.push({ kind: 'doubled', what: `${payment} at the provider: ${[...ofPayment].join(' and ')}` });
  }
  return findings;
}

/** `<account>/<payment>-authorise-1` is of `<payment>`. */
function paymentOf(key: string): string {
  return /([0-9a-z]{26})-/.exec(key)?.[1] ?? key;
}
