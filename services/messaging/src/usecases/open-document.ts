import { mostGuesses } from '../domain/document.ts';
import { readEmailAddress } from '../domain/recipients.ts';
import {
  type FoundDocument,
  readDocument,
  readDocumentBytes,
  returnGuess,
  takeGuess,
} from '../store/documents.ts';
import { readDepartment } from '../store/services.ts';
import type { Deps } from './deps.ts';
import { documentKeyDigests } from './take-documents.ts';

type DocumentDeps = Pick<Deps, 'db' | 'vault' | 'mac' | 'links' | 'now'>;

/** A link to a file: its id and its secret. */
export interface DocumentLink {
  readonly id: string;
  readonly key: string;
}

/** What a link leads to. `locked`: too many wrong addresses were given. */
export type Opened = FoundDocument & { readonly state: 'open' | 'asks' | 'locked' | 'expired' };

/** What somebody who gave the right address shows when downloading; good for an hour. */
interface Proof {
  readonly document: string;
  readonly at: string;
}

const proofMs = 3_600_000;

/** Finds what a link leads to; undefined when it leads nowhere. */
export async function findDocument(
  deps: DocumentDeps,
  { id, key }: DocumentLink,
): Promise<Opened | undefined> {
  const found = await readDocument(deps.db, deps.vault, { id, keyDigests: documentKeyDigests(deps, key) });
  return found && { ...found, state: stateOf(found, deps.now()) };
}

/** Checks the address that somebody gave. The proof is what the download asks for; undefined when it is another address. */
export async function confirmAddress(
  deps: DocumentDeps,
  document: Opened,
  address: string,
): Promise<string | undefined> {
  const read = readEmailAddress(address);
  if (!('to' in read) || !(await takeGuess(deps.db, document.id, mostGuesses))) return undefined;
  if (read.to === document.confirm) {
    await returnGuess(deps.db, document.id);
    const proof: Proof = { document: document.id, at: deps.now().toISOString() };
    return deps.links.seal(proof);
  }
  return undefined;
}

/** Reads a file for somebody who may have it; undefined when there is no proof that they may. */
export async function downloadDocument(
  deps: DocumentDeps,
  document: Opened,
  proof: string | undefined,
): Promise<Buffer | undefined> {
  const isAllowed =
    document.state === 'open' || (document.state === 'asks' && (await isProven(deps, document, proof)));
  return isAllowed ? readDocumentBytes(deps.db, deps.vault, document.id) : undefined;
}

function stateOf({ expiresAt, confirm, wrongGuesses }: FoundDocument, now: Date): Opened['state'] {
  if (expiresAt <= now) return 'expired';
  if (confirm === null) return 'open';
  return wrongGuesses >= mostGuesses ? 'locked' : 'asks';
}

async function isProven(
  { db, links, now }: DocumentDeps,
  { id, serviceId }: Opened,
  proof: string | undefined,
) {
  const known =
    proof === undefined
      ? undefined
      : await links.open<Proof>(proof, async ({ document }) =>
          document === id ? readDepartment(db, serviceId) : undefined,
        );
  return known?.document === id && now().getTime() - Date.parse(known.at) < proofMs;
}
