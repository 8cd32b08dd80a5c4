import {
  CompactEncrypt,
  calculateJwkThumbprint,
  compactDecrypt,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import type { Item } from './types.ts';

/** The most bytes of one JWE that are read. */
export const mostBytes = 64 * 1024 * 1024;

/** A P-256 key pair as JWKs, the public one with its thumbprint as `kid`. */
export interface HandoverKey {
  readonly secret: JWK;
  readonly shown: JWK;
}

/** A new key. */
export async function makeKey(): Promise<HandoverKey> {
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  return readKey(await exportJWK(privateKey));
}

/** Reads a private JWK. Throws a `TypeError` when it is no P-256 key. */
export async function readKey(secret: JWK): Promise<HandoverKey> {
  const { kty, crv, x, y, d } = secret;
  if (kty !== 'EC' || crv !== 'P-256' || !x || !y || !d) {
    throw new TypeError('The hand-over key must be a private JWK on P-256');
  }
  const kid = await calculateJwkThumbprint({ kty, crv, x, y });
  return { secret: { kty, crv, x, y, d }, shown: { kty, crv, x, y, use: 'enc', kid } };
}

/** Makes what encrypts items for the one reader of a public JWK (RFC 7518: ECDH-ES, A256GCM). */
export async function sealerFor(reader: JWK): Promise<(items: readonly Item[]) => Promise<string>> {
  const key = await importJWK({ ...reader, alg: 'ECDH-ES' }, 'ECDH-ES');
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', ...(reader.kid !== undefined && { kid: reader.kid }) };
  return (items) =>
    new CompactEncrypt(Buffer.from(JSON.stringify(items))).setProtectedHeader(header).encrypt(key);
}

/** Makes what opens batches for us. It throws an `Error` that says what is wrong with one, without its content. */
export async function openerOf(secret: JWK): Promise<(jwe: string) => Promise<Item[]>> {
  const key = await importJWK({ ...secret, alg: 'ECDH-ES' }, 'ECDH-ES');
  return async (jwe) => {
    let plain: Uint8Array;
    try {
      ({ plaintext: plain } = await compactDecrypt(jwe, key, {
        keyManagementAlgorithms: ['ECDH-ES'],
        contentEncryptionAlgorithms: ['A256GCM'],
      }));
    } catch {
      throw new BadBatch(
        'A batch of the source cannot be opened: it is not sealed to this implementation’s key',
      );
    }
    return readItems(plain);
  };
}

/** A batch that will not get better by being asked for again. */
export class BadBatch extends Error {
  override readonly name = 'BadBatch';
}

function readItems(plain: Uint8Array): Item[] {
  let items: unknown;
  try {
    items = JSON.parse(Buffer.from(plain).toString('utf8'));
  } catch {
    throw new BadBatch('A batch of the source is not JSON');
  }
  if (!Array.isArray(items) || items.length > 500 || !items.every(isItem)) {
    throw new BadBatch('A batch of the source is not a list of at most 500 items');
  }
  return items;
}

function isItem(value: unknown): value is Item {
  if (!isBody(value)) return false;
  const { entity, id, sequence, position, record, event } = value;
  return (
    isText(entity) &&
    isText(id) &&
    isCount(sequence) &&
    isCount(position) &&
    (record === null || isBody(record)) &&
    (event === undefined || isBody(event))
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 512;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isBody(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
