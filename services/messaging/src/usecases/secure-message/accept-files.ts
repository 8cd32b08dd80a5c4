import { isUtf8 } from 'node:buffer';
import type { SecureDocument, SecureFile } from '../../domain/secure-message/entities.ts';
import { isOfType, safeFileName } from '../../domain/secure-message/files.ts';
import { sha256Of } from '../../store/secure-message/envelope.ts';
import type { SecureDeps } from './deps.ts';

/** A file as a department sends it. */
export interface SentFile {
  readonly encoding_format: string;
  readonly filename: string;
  readonly language: string;
  /** Base64. */
  readonly content: string;
}

/** A document as a department sends it. */
export interface SentDocument extends Omit<SecureDocument, 'files'> {
  readonly files: readonly SentFile[];
}

/** What is wrong, and where. */
export interface Refusal {
  readonly pointer: string;
  readonly detail: string;
}

/** The documents as they are kept, with the bytes of their files in the order of their numbers, and whatever is wrong with them. */
export async function acceptFiles(
  { limits, scanner }: Pick<SecureDeps, 'limits' | 'scanner'>,
  documents: readonly { readonly pointer: string; readonly document: SentDocument }[],
): Promise<{ documents: SecureDocument[]; files: Buffer[]; refusals: Refusal[] }> {
  const files: Buffer[] = [];
  const refusals: Refusal[] = [];
  const acceptOne = async (file: SentFile, pointer: string): Promise<SecureFile> => {
    const bytes = Buffer.from(file.content, 'base64');
    const number = files.push(bytes);
    const problem =
      refuse(file, bytes, limits) ??
      ((await scanner.isHarmful(bytes)) ? (['content', 'did not pass the virus check'] as const) : undefined);
    if (problem) refusals.push({ pointer: `${pointer}/${problem[0]}`, detail: problem[1] });
    return {
      number,
      encoding_format: file.encoding_format,
      filename: safeFileName(file.filename, file.encoding_format),
      language: canonicalLanguage(file.language) ?? file.language,
      size: bytes.length,
      sha256: sha256Of(bytes),
    };
  };
  const accepted: SecureDocument[] = [];
  for (const { pointer, document } of documents) {
    const kept: SecureFile[] = [];
    for (const [at, file] of document.files.entries()) {
      kept.push(await acceptOne(file, `${pointer}/files/${at}`));
    }
    accepted.push({ ...document, files: kept });
  }
  if (files.reduce((sum, { length }) => sum + length, 0) > limits.all) {
    refusals.push({ pointer: '#', detail: `all files together must be at most ${limits.all} bytes` });
  }
  return { documents: accepted, files, refusals };
}

function refuse(
  file: SentFile,
  bytes: Buffer,
  limits: SecureDeps['limits'],
): readonly [member: string, detail: string] | undefined {
  const { encoding_format: type, language, content } = file;
  if (!isBase64(content)) return ['content', 'is not base64'];
  if (canonicalLanguage(language) === undefined) return ['language', 'is no language tag of BCP 47'];
  if (bytes.length > limits.file) return ['content', `must be at most ${limits.file} bytes`];
  if (!isOfType(bytes, type) || (type === 'text/plain' && !isUtf8(bytes))) {
    return ['content', `is not ${type}`];
  }
  return undefined;
}

/** Base64 that decodes and encodes to itself (RFC 4648 section 3.5): `Buffer` passes over whatever is none. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

function canonicalLanguage(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
