import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { deriveKey, seal, unseal } from '../src/index.ts';

const dataKey = Buffer.alloc(32, 7).toString('base64');
const plain = Buffer.from('{"token":"once"}');

describe('secrets at rest', () => {
  test('come back as they were, and never look the same twice', () => {
    const key = deriveKey(dataKey, 'replies');
    expect(unseal(key, seal(key, plain))).toEqual(plain);
    expect(seal(key, plain).equals(seal(key, plain))).toBe(false);
    expect(seal(key, plain).includes(plain)).toBe(false);
  });

  test('do not open with the key of another purpose, or after a single change', () => {
    const key = deriveKey(dataKey, 'replies');
    const sealed = seal(key, plain);
    expect(() => unseal(deriveKey(dataKey, 'tokens'), sealed)).toThrow();
    for (const position of [0, 1, 20, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(position) ^ 1, position);
      expect(() => unseal(key, changed)).toThrow();
    }
    expect(() => unseal(key, sealed.subarray(0, 10))).toThrow();
  });

  test('take a key object as well, and each has a nonce of its own', () => {
    const key = deriveKey(dataKey, 'replies');
    const held = createSecretKey(key);
    const sealed = Array.from({ length: 1000 }, () => seal(held, plain));
    expect(new Set(sealed.map((one) => one.subarray(1, 13).toString('hex'))).size).toBe(1000);
    for (const one of sealed) expect(unseal(key, one)).toEqual(plain);
    expect(unseal(held, seal(key, plain))).toEqual(plain);
  });

  test('a data key under 32 bytes is refused', () => {
    expect(() => deriveKey(Buffer.alloc(31).toString('base64'), 'replies')).toThrow(/32 bytes/);
  });
});
