import { createHash } from 'node:crypto';
import { canonicalJson } from '@ashlar/contracts';
import type { AuditClaims } from '../../domain/audit.ts';
import {
  chainEntries,
  deleteOldAudit,
  insertHead,
  readChainEnd,
  readHeads,
  readUnchained,
  type UnchainedEntry,
} from '../../store/audit.ts';
import type { Deps } from '../deps.ts';

const batch = 500;

/** The hash of an entry, which stands in the next one. */
export function hashOf(claims: AuditClaims): string {
  return createHash('sha256').update(canonicalJson(claims)).digest('base64url');
}

/**
 * Chains what was stored since, and signs the end of the chain once in a while. Whoever stores an entry waits for nobody; any number of processes may chain. Answers
 * whether there may be more.
 */
export async function chainAudit(deps: Deps): Promise<boolean> {
  const [end, entries] = await Promise.all([readChainEnd(deps.db), readUnchained(deps.db, batch)]);
  if (entries.length > 0 && (await chainEntries(deps.db, linked(end, entries))) === 'lost') return true;
  if (entries.length === batch) return true;
  await sealChain(deps);
  return false;
}

function linked(end: { number: number; hash: string } | undefined, entries: readonly UnchainedEntry[]) {
  let [number, previous] = [end?.number ?? 0, end?.hash ?? null];
  return entries.map(({ id, ...claims }) => {
    number += 1;
    const link = { id, number, previous, hash: hashOf({ ...claims, number, previous }) };
    previous = link.hash;
    return link;
  });
}

async function sealChain(deps: Deps): Promise<void> {
  const at = deps.now();
  const [[newest], end] = await Promise.all([readHeads(deps.db, 1), readChainEnd(deps.db)]);
  if (!end || newest?.number === end.number) return;
  if (newest && at.getTime() - newest.signedAt.getTime() < deps.audit.sealEveryS * 1000) return;
  const jws = await deps.audit.sign({ ...end, time: at.toISOString() });
  await insertHead(deps.db, { ...end, jws, signedAt: at });
  deps.logged();
}

/** Deletes what is kept no longer, up to a signed head, from which on the chain still proves itself. */
export async function pruneAudit(deps: Deps): Promise<void> {
  await deleteOldAudit(deps.db, new Date(deps.now().getTime() - deps.audit.keepS * 1000));
}
