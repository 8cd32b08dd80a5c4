import type { Queryable } from '@ashlar/postgres';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { type AuditEntry, type AuditHead, headType } from '../../domain/audit.ts';
import { readAuditKeys, readChain, readHeads, readUnchained, type StoredHead } from '../../store/audit.ts';
import { hashOf } from './chain.ts';

/** What was checked, and what is wrong, one line each. */
export interface AuditVerdict {
  readonly first: number;
  readonly last: number;
  readonly entries: number;
  readonly heads: number;
  /** Entries that no worker has chained yet; more than a few seconds' worth mean that none does. */
  readonly unchained: number;
  readonly faults: readonly string[];
}

/** A head that was kept elsewhere, as the API answered it. */
export interface KeptHead {
  readonly head: string;
  readonly keys: JSONWebKeySet['keys'];
}

const batch = 1000;
const mostHeads = 100_000;

/**
 * Checks the audit of a database from its first entry to its last: that no number is missing, that each entry is what its hash is over and joins on to the one before it, and that every
 * signed head is of an entry that is there. A chain that no longer begins at 1 has to begin behind a head. With `kept`, a head from elsewhere, whose keys are believed and not those of
 * the database, also that nothing before that head was cut off or chained anew.
 */
export async function verifyAudit(db: Queryable, kept?: KeptHead): Promise<AuditVerdict> {
  const faults: string[] = [];
  const heads = await provenHeads(db, kept, faults);
  const due = new Map(heads.map(({ number, hash }) => [number, hash]));
  const isHead = (number: number, hash: string | null) =>
    heads.some((one) => one.number === number && one.hash === hash);
  let [first, last, entries] = [0, 0, 0];
  let previous: string | null = null;
  for (let from = 0; ; from = last + 1) {
    const part = await readChain(db, from, batch);
    for (const entry of part) {
      if (entries === 0) {
        first = entry.number;
        previous = first === 1 ? null : entry.previous;
        if (first !== 1 && !isHead(first - 1, entry.previous))
          faults.push(
            `the audit begins with entry ${first}, and no signed head says that what was before it may be gone`,
          );
      } else if (entry.number !== last + 1)
        faults.push(`entries ${last + 1} to ${entry.number - 1} are missing`);
      faults.push(...faultsOf(entry, previous));
      const signed = due.get(entry.number);
      if (signed !== undefined && signed !== entry.hash)
        faults.push(`entry ${entry.number}: a signed head says another hash`);
      due.delete(entry.number);
      [last, previous] = [entry.number, entry.hash];
      entries += 1;
    }
    if (part.length < batch) break;
  }
  const cut = [...due.keys()].filter((number) => number > last);
  if (cut.length > 0)
    faults.push(
      `the audit ends with entry ${last}, and signed heads go up to ${Math.max(...cut)}: its end was cut off`,
    );
  return {
    first,
    last,
    entries,
    heads: heads.length,
    unchained: (await readUnchained(db, batch)).length,
    faults,
  };
}

function faultsOf(entry: AuditEntry, previous: string | null): string[] {
  const { hash, ...claims } = entry;
  return [
    ...(claims.previous === previous ? [] : [`entry ${entry.number} does not join on to the one before it`]),
    ...(hashOf(claims) === hash ? [] : [`entry ${entry.number} is not what its hash is over`]),
  ];
}

/** The heads whose signatures are valid; the others are faults. */
async function provenHeads(
  db: Queryable,
  kept: KeptHead | undefined,
  faults: string[],
): Promise<AuditHead[]> {
  const keys =
    kept?.keys ?? ((await readAuditKeys(db)).map(({ public: key }) => key) as JSONWebKeySet['keys']);
  const find = createLocalJWKSet({ keys });
  const proven: AuditHead[] = [];
  const stored: Pick<StoredHead, 'jws' | 'number' | 'hash'>[] = await readHeads(db, mostHeads);
  for (const { jws, number, hash } of stored) {
    const head = await read(find, jws);
    if (head?.number === number && head.hash === hash) proven.push(head);
    else faults.push(`the head of entry ${number}: its signature is not valid, or of something else`);
  }
  if (kept) {
    const head = await read(find, kept.head);
    if (head) proven.push(head);
    else faults.push('the head that was kept: its signature is not valid');
  }
  return proven;
}

async function read(find: ReturnType<typeof createLocalJWKSet>, jws: string): Promise<AuditHead | undefined> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, find, { algorithms: ['ES256'] });
    return protectedHeader.typ === headType ? JSON.parse(Buffer.from(payload).toString()) : undefined;
  } catch {
    return undefined;
  }
}
