import type { JWK } from 'jose';
import type { AuditEntry } from '../../domain/audit.ts';
import { type AuditFilter, listAudit, readHeads, type StoredHead } from '../../store/audit.ts';
import type { Deps } from '../deps.ts';

/** One page of the audit, and the cursor of the next one if there is one. */
export async function findAudit(
  deps: Deps,
  ask: { filter: AuditFilter; order: 'asc' | 'desc'; cursor: string | undefined; limit: number },
): Promise<{ entries: AuditEntry[]; nextCursor?: string } | 'bad_cursor'> {
  const { cursor, limit, ...rest } = ask;
  const beyond = cursor === undefined ? null : numberIn(cursor);
  if (beyond === undefined) return 'bad_cursor';
  const found = await listAudit(deps.db, { ...rest, beyond, limit: limit + 1 });
  const entries = found.slice(0, limit);
  const last = entries.at(-1);
  return {
    entries,
    ...(found.length > limit && last && { nextCursor: Buffer.from(`n${last.number}`).toString('base64url') }),
  };
}

/** The newest signed head, and the keys of all; undefined while there is none. */
export async function findHead(deps: Deps): Promise<(StoredHead & { keys: readonly JWK[] }) | undefined> {
  const [head] = await readHeads(deps.db, 1);
  return head && { ...head, keys: await deps.audit.published() };
}

function numberIn(cursor: string): number | undefined {
  const text = /^n(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  return text === undefined ? undefined : Number(text);
}
