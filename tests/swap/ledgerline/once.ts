import type { Books } from './books.ts';

/** An Idempotency-Key: whose it is, and the digest of the request that it came with. */
export interface Once {
  readonly scope: string;
  readonly key: string;
  readonly hash: string;
}

const keptMs = 24 * 60 * 60 * 1000;

/** The id of what an earlier request with this key made; undefined when there was none. */
export function earlier(books: Books, once: Once | undefined): string | 'key_reused' | undefined {
  const row =
    once && books.one('select * from idempotency where scope = ? and key = ?', once.scope, once.key);
  if (!row || Date.parse(String(row.created_at)) < Date.now() - keptMs) return undefined;
  return row.request_hash === once?.hash ? String(row.resource_id) : 'key_reused';
}

/**
 * Remembers what a request with this key made or changed, in the transaction that did it. `thing` is the entity with which the key is handed
 * over: a refund's is its payment.
 */
export function claim(
  books: Books,
  once: Once | undefined,
  made: { thing: string; resource?: string; status: number },
): void {
  if (!once) return;
  books.run(
    `insert or replace into idempotency (scope, key, request_hash, resource_id, status, reply, created_at, thing)
     values (?, ?, ?, ?, ?, null, ?, ?)`,
    ...[
      once.scope,
      once.key,
      once.hash,
      made.resource ?? made.thing,
      made.status,
      new Date().toISOString(),
      made.thing,
    ],
  );
}
