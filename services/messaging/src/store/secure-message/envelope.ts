import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from '@ashlar/contracts';
import { seal, unseal } from '@ashlar/service-kit';
import type { SecureContent } from '../../domain/secure-message/entities.ts';

/** The keys that wrap the messages' own. Each has an id, so that there can be a new one while the old ones still open. */
export interface Keyring {
  /** The id of the key that wraps. */
  readonly current: string;
  /** Every id that it opens with. */
  readonly ids: readonly string[];
  /** Wraps under the current key. */
  wrap(dataKey: Buffer): Buffer;
  /** Throws for a key that it has not, or when a bit has changed. */
  unwrap(kekId: string, wrapped: Buffer): Buffer;
}

/** Makes a ring of keys of 32 bytes, of which the first wraps. Throws when there is none. */
export function createKeyring(keys: ReadonlyMap<string, Buffer>): Keyring {
  const keyOf = (id: string) => {
    const key = keys.get(id);
    if (!key) throw new Error(`There is no key-encryption key ${id}`);
    return key;
  };
  const [current = ''] = keys.keys();
  keyOf(current);
  return {
    current,
    ids: [...keys.keys()],
    wrap: (dataKey) => seal(keyOf(current), dataKey),
    unwrap: (kekId, wrapped) => unseal(keyOf(kekId), wrapped),
  };
}

/** What is in a message as it is stored: sealed under a key of its own, which is wrapped. */
export interface Envelope {
  readonly kekId: string;
  readonly wrappedKey: Buffer;
  readonly content: Buffer;
  /** In the order of their numbers. */
  readonly files: readonly Buffer[];
}

/** Seals a message and its files under a new data key. */
export function sealMessage(keyring: Keyring, content: SecureContent, files: readonly Buffer[]): Envelope {
  const key = randomBytes(32);
  return {
    kekId: keyring.current,
    wrappedKey: keyring.wrap(key),
    content: seal(key, Buffer.from(JSON.stringify(content))),
    files: files.map((bytes) => seal(key, bytes)),
  };
}

/** What is stored of a message, as far as opening needs it. */
export interface SealedMessage {
  readonly id: string;
  readonly contentSha256: string;
  readonly kekId: string;
  readonly wrappedKey: Buffer;
  readonly content: Buffer;
}

/** Opens what is in a message. Throws when it is not what was sealed for this message. */
export function openContent(keyring: Keyring, sealed: SealedMessage): SecureContent {
  const content = openSealedContent(keyring.unwrap(sealed.kekId, sealed.wrappedKey), sealed.content);
  // A row whose columns were exchanged with another's opens, and is not this message.
  if (content.message_uuid !== sealed.id || contentHash(content) !== sealed.contentSha256) {
    throw new Error(`What is stored of the secure message ${sealed.id} is not what was sent`);
  }
  return content;
}

/** What is sealed under a message's own key, without a look at whether it is the message's. */
export function openSealedContent(key: Buffer, content: Buffer): SecureContent {
  return JSON.parse(unseal(key, content).toString()) as SecureContent;
}

/** Opens a file of a message. Throws when it is not the file that its content names. */
export function openFile(
  keyring: Keyring,
  sealed: Pick<SealedMessage, 'id' | 'kekId' | 'wrappedKey'>,
  file: Buffer,
  sha256: string,
): Buffer {
  const bytes = unseal(keyring.unwrap(sealed.kekId, sealed.wrappedKey), file);
  if (sha256Of(bytes) !== sha256) throw new Error(`A file of the secure message ${sealed.id} is another's`);
  return bytes;
}

/** The SHA-256 of a message's content as RFC 8785 writes it, in base64url. */
export function contentHash(content: SecureContent): string {
  return sha256Of(canonicalJson(content));
}

/** SHA-256 in base64url. */
export function sha256Of(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('base64url');
}
