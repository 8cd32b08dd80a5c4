import type { Queryable } from '@ashlar/postgres';
import type { Outcome, Outgoing } from '../domain/ports.ts';
import type { Vault } from './vault.ts';

/** What the sandbox sent, and when. */
export interface SandboxMessage {
  readonly message: Outgoing;
  readonly outcome: Outcome;
  readonly createdAt: Date;
}

/** Remembers a message in the sandbox; one with a key that is known already changes nothing. */
export async function keepSandboxMessage(
  db: Queryable,
  vault: Vault,
  message: Outgoing,
  outcome: Outcome,
): Promise<void> {
  await db.query({
    name: 'keep-sandbox-message',
    text: `insert into sandbox_message (key, channel, outcome, content) values ($1, $2, $3, $4) on conflict (key) do nothing`,
    values: [message.key, message.channel, outcome, vault.seal(message)],
  });
}

/** What became of a message in the sandbox; undefined when it has none of this key. */
export async function findSandboxOutcome(db: Queryable, key: string): Promise<Outcome | undefined> {
  const { rows } = await db.query<{ outcome: Outcome }>({
    name: 'find-sandbox-outcome',
    text: 'select outcome from sandbox_message where key = $1',
    values: [key],
  });
  return rows[0]?.outcome;
}

/** The newest messages of the sandbox, newest first. */
export async function listSandboxMessages(
  db: Queryable,
  vault: Vault,
  limit: number,
): Promise<SandboxMessage[]> {
  const { rows } = await db.query<{ content: Buffer; outcome: Outcome; createdAt: Date }>({
    name: 'list-sandbox-messages',
    text: `select content, outcome, created_at as "createdAt" from sandbox_message order by created_at desc limit $1`,
    values: [limit],
  });
  return rows.map(({ content, outcome, createdAt }) => ({
    message: vault.open<Outgoing>(content),
    outcome,
    createdAt,
  }));
}

/** Deletes up to `limit` messages of the sandbox from before then. Returns how many. */
export async function deleteSandboxMessages(db: Queryable, before: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-sandbox-messages',
    text: `delete from sandbox_message where key in (select key from sandbox_message where created_at < $1::timestamptz limit $2)`,
    values: [before, limit],
  });
  return rowCount ?? 0;
}
