import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomFillSync } from 'node:crypto';

/**
 * Derives the 32-byte key for one purpose from the service's data key (HKDF-SHA256, RFC 5869), so that no two uses
 * share a key. `dataKey` is base64 of at least 32 bytes; throws a `TypeError` otherwise.
 */
export function deriveKey(dataKey: string, purpose: string): Buffer {
  const secret = Buffer.from(dataKey, 'base64');
  if (secret.length < 32) throw new TypeError('The data key must be base64 of at least 32 bytes');
  return Buffer.from(hkdfSync('sha256', secret, '', `ashlar:${purpose}`, 32));
}

/**
 * Encrypts with AES-256-GCM under a fresh nonce. Layout: version 1 (1 byte), nonce (12), tag (16), ciphertext. What seals often holds its key as a
 * `KeyObject`: given the bytes, each call makes one, which takes longer than the rest of it.
 */
export function seal(key: Buffer | KeyObject, plain: Buffer): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]);
}

/** Decrypts what `seal` made. Throws if the key is another, or a single bit has changed. */
export function unseal(key: Buffer | KeyObject, sealed: Buffer): Buffer {
  if (sealed.length < headLength || sealed[0] !== version) throw new Error('This is not a sealed value');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + nonceLength));
  decipher.setAuthTag(sealed.subarray(1 + nonceLength, headLength));
  return Buffer.concat([decipher.update(sealed.subarray(headLength)), decipher.final()]);
}

const version = 1;
const nonceLength = 12;
const headLength = 1 + nonceLength + 16;

// One fill serves many nonces: a system call for each would cost a third of the whole.
const pool = Buffer.alloc(nonceLength * 256);
let used = pool.length;

function freshNonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += nonceLength;
  return pool.subarray(used - nonceLength, used);
}
