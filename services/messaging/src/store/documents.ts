import type { Queryable } from '@ashlar/postgres';
import type { Document } from '../domain/document.ts';
import { oursOf } from './ours.ts';
import type { Vault } from './vault.ts';

/** A file as it is stored with its notification. */
export interface NewDocument extends Document {
  readonly keyDigest: Buffer;
  readonly bytes: Buffer;
}

/** A file, and whom its reader can turn to. */
export interface FoundDocument extends Document {
  readonly wrongGuesses: number;
  readonly serviceName: string;
  readonly contactLink: string | null;
}

/** The part of a notification's statement that stores its files; `from` is the number of the first of its five parameters. */
export function keepDocuments(from: number): string {
  const [ids, digests, details, bytes, expiries] = [0, 1, 2, 3, 4].map((at) => `$${from + at}`);
  return `insert into document (id, service_id, notification_id, key_digest, details, bytes, created_at, expires_at)
    select one.id, made.service_id, made.id, one.key_digest, one.details, one.bytes, made.created_at, one.expires_at
      from made, unnest(${ids}::uuid[], ${digests}::bytea[], ${details}::bytea[], ${bytes}::bytea[], ${expiries}::timestamptz[])
           as one (id, key_digest, details, bytes, expires_at)`;
}

/** The parameters of {@link keepDocuments}. */
export function documentParameters(vault: Vault, documents: readonly NewDocument[]): unknown[] {
  return [
    documents.map(({ id }) => id),
    documents.map(({ keyDigest }) => keyDigest),
    documents.map(({ name, size, confirm }) => vault.seal({ name, size, confirm })),
    documents.map(({ bytes }) => vault.sealBytes(bytes)),
    documents.map(({ expiresAt }) => expiresAt),
  ];
}

/** Finds a file by its id and the digest of the secret in its link; also one that has expired, while it is kept. */
export async function readDocument(
  db: Queryable,
  vault: Vault,
  { id, keyDigests }: { id: string; keyDigests: readonly Buffer[] },
): Promise<FoundDocument | undefined> {
  const { rows } = await db.query<Omit<FoundDocument, 'name' | 'size' | 'confirm'> & { details: Buffer }>({
    name: 'read-document',
    text: `select document.id, service_id as "serviceId", notification_id as "notificationId", details, document.created_at as "createdAt",
                  expires_at as "expiresAt", wrong_guesses as "wrongGuesses", owner.name as "serviceName",
                  owner.files_contact_link as "contactLink"
             from document join messaging_service as owner on owner.id = service_id
            where document.id = $1::uuid and key_digest = any ($2::bytea[])`,
    values: [id, keyDigests],
  });
  const [row] = rows;
  if (!row) return undefined;
  const { details, ...found } = row;
  return { ...found, ...vault.open<Pick<Document, 'name' | 'size' | 'confirm'>>(details) };
}

/** Reads a file's bytes. */
export async function readDocumentBytes(
  db: Queryable,
  vault: Vault,
  id: string,
): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ bytes: Buffer }>({
    name: 'read-document-bytes',
    text: 'select bytes from document where id = $1::uuid',
    values: [id],
  });
  return rows[0] && vault.openBytes(rows[0].bytes);
}

/** Counts a guess before it is looked at, so that many at once are no more than allowed. False when none is left. */
export async function takeGuess(db: Queryable, id: string, most: number): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'take-guess',
    text: `update document set wrong_guesses = wrong_guesses + 1
            where id = $1::uuid and wrong_guesses < $2 and fenced(department_of_service(service_id), :fence) is not null`,
    values: [id, most],
  });
  return rowCount === 1;
}

/** Takes a guess off the count again: it was right. */
export async function returnGuess(db: Queryable, id: string): Promise<void> {
  await db.query({
    name: 'return-guess',
    text: `update document set wrong_guesses = wrong_guesses - 1
            where id = $1::uuid and fenced(department_of_service(service_id), :fence) is not null`,
    values: [id],
  });
}

/** Deletes up to `limit` files that expired before then. Returns how many. */
export async function deleteExpiredDocuments(db: Queryable, before: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-expired-documents',
    text: `with old as (
             select id, department_of_service(service_id) as department from document
              where expires_at < $1::timestamptz and primary_here(department_of_service(service_id)) limit $2 for update skip locked
           ), ${oursOf('old')}
           delete from document using old join ours using (department) where document.id = old.id`,
    values: [before, limit],
  });
  return rowCount ?? 0;
}
