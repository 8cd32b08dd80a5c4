import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import {
  endingFor,
  endingOf,
  fileFaults,
  fileTypes,
  isTricky,
  largestFile,
  weeksOf,
} from '../domain/document.ts';
import type { MessagingService } from '../domain/entities.ts';
import type { Personalisation } from '../domain/template.ts';
import type { NewDocument } from '../store/documents.ts';
import type { Deps } from './deps.ts';
import { isFile } from './refuse-template.ts';

/** A file in personalisation, its schema checked. Null is as good as absent. */
interface GivenFile {
  readonly file: string;
  readonly is_csv?: boolean | null;
  readonly filename?: string | null;
  readonly confirm_email_before_download?: boolean | null;
  readonly retention_period?: string | null;
}

/** Personalisation with links in the place of its files, and the files. */
export interface TakenDocuments {
  readonly personalisation: Personalisation;
  readonly documents: readonly NewDocument[];
}

/** Why a file is refused, in the standard's words, and with its status. */
export interface RefusedFile {
  readonly refused: string;
  readonly status: 400 | 413;
}

/** What the schema of the standard has against a file, all of it. */
export interface InvalidFile {
  readonly invalid: readonly string[];
}

const weekMs = 7 * 86_400_000;
const usualWeeks = 26;

/**
 * Takes the files out of personalisation and puts links in their place. Nothing is stored here: they are with the notification, in one statement. For a
 * smoke test's recipient the links lead nowhere.
 */
export async function takeDocuments(
  deps: Pick<Deps, 'scanner' | 'mac' | 'now'>,
  input: {
    service: MessagingService;
    personalisation: Personalisation;
    notificationId: string;
    recipient: string;
    publicUrl: string;
    isSmokeTest: boolean;
  },
): Promise<TakenDocuments | RefusedFile | InvalidFile> {
  const { service, personalisation, notificationId, recipient, publicUrl } = input;
  const files = Object.entries(personalisation).filter(([, value]) => isFile(value));
  if (files.length === 0) return { personalisation, documents: [] };
  const invalid = files.flatMap(([, value]) => (isFile(value) ? fileFaults(value) : []));
  if (invalid.length > 0) return { invalid };
  if (!service.filesContactLink) {
    const refused = `Send files by email has not been set up - add contact details for your service at ${publicUrl}/services/${service.id}/service-settings/send-files-by-email`;
    return { refused, status: 400 };
  }
  const links: Record<string, string> = {};
  const documents: NewDocument[] = [];
  for (const [name, value] of files) {
    if (input.isSmokeTest) {
      links[name] = `${publicUrl}/files/${service.id}/test-document`;
      continue;
    }
    const given = value as unknown as GivenFile;
    const read = await readFile(deps, given);
    if ('refused' in read) return read;
    const key = randomBytes(24).toString('base64url');
    const createdAt = deps.now();
    const weeks = weeksOf(given.retention_period ?? '') ?? usualWeeks;
    const document: NewDocument = {
      id: v7(),
      serviceId: service.id,
      notificationId,
      name: read.name,
      size: read.bytes.length,
      confirm: given.confirm_email_before_download === false ? null : recipient,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + weeks * weekMs),
      keyDigest: keyDigest(key),
      bytes: read.bytes,
    };
    documents.push(document);
    links[name] = `${publicUrl}/files/${document.id}/${key}`;
  }
  return { personalisation: { ...personalisation, ...links }, documents };
}

/** What the secret of a file's link is found by in the database: its digest, or the keyed one that files had before 0012. */
export function documentKeyDigests({ mac }: Pick<Deps, 'mac'>, key: string): Buffer[] {
  return [keyDigest(key), mac('document', key)];
}

// A plain digest will do for 24 random bytes, and a successor can check it.
function keyDigest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

async function readFile(
  { scanner }: Pick<Deps, 'scanner'>,
  { file, filename, is_csv }: GivenFile,
): Promise<{ name: string; bytes: Buffer } | RefusedFile> {
  const bare = file.replace(/\s/g, '');
  if (bare === '' || bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) {
    return { refused: 'Document is not base64 encoded', status: 400 };
  }
  const bytes = Buffer.from(bare, 'base64');
  if (bytes.length > largestFile) return { refused: 'Uploaded file exceeds file size limit', status: 413 };
  const name = filename ?? `document${endingFor(bytes, is_csv === true) ?? ''}`;
  const refused = refuseName(name);
  if (refused !== undefined) return { refused, status: 400 };
  if (await scanner.isHarmful(bytes)) return { refused: 'File did not pass the virus scan', status: 400 };
  return { name, bytes };
}

function refuseName(name: string): string | undefined {
  if ([...name].length > 100) return '`filename` cannot be longer than 100 characters';
  if (isTricky(name)) return '`filename` must be the name of a file, without a path';
  const ending = endingOf(name) ?? 'application/octet-stream';
  if (fileTypes.includes(ending)) return undefined;
  const supported = fileTypes.map((one) => `'${one}'`).join(', ');
  return `Unsupported file type '${ending}'. Supported types are: ${supported}`;
}
