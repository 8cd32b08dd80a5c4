import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  apiKey,
  isApiKey,
  isStandardId,
  pageToken,
  readPageToken,
  standardId,
} from '../../src/domain/ids.ts';

const macOf = (secret: string) => (text: string) => createHmac('sha1', secret).update(text).digest();
const mac = macOf('one');
const id = () => standardId(new Date(), randomBytes(17));

describe('payment ids', () => {
  test('have 26 digits of base 32, and later ones sort after earlier ones', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
        fc.uint8Array({ minLength: 17, maxLength: 17 }),
        (now, random) => {
          const made = standardId(now, random);
          expect(isStandardId(made)).toBe(true);
          expect(standardId(new Date(now.getTime() + 1), random) > made).toBe(true);
        },
      ),
    );
  });
});

describe('page tokens', () => {
  test('are read back to the payment and its count', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (use) => {
        const payment = id();
        expect(readPageToken(pageToken(payment, use, mac), mac)).toEqual({ payment, use });
      }),
    );
  });

  test('that another key made, or that were changed, are none', () => {
    const token = pageToken(id(), 3, mac);
    expect(readPageToken(pageToken(id(), 3, macOf('other')), mac)).toBeUndefined();
    for (let at = 0; at < token.length; at += 1) {
      const changed = token.slice(0, at) + (token[at] === '0' ? '1' : '0') + token.slice(at + 1);
      expect(readPageToken(changed, mac)).toBeUndefined();
    }
    expect(readPageToken(`${token}0`, mac)).toBeUndefined();
    expect(readPageToken('', mac)).toBeUndefined();
  });
});

describe('API keys', () => {
  test('say what they are for and prove where they were made', () => {
    const key = apiKey('test', randomBytes(17), mac);
    expect(key).toMatch(/^api_test_[0-9a-v]{58}$/);
    expect(apiKey('live', randomBytes(17), mac)).toMatch(/^api_live_/);
    expect(isApiKey(key, mac)).toBe(true);
    expect(isApiKey(key, macOf('other'))).toBe(false);
  });

  test('with one wrong character are refused', () => {
    const key = apiKey('test', randomBytes(17), mac);
    for (let at = 9; at < key.length; at += 1) {
      const changed = key.slice(0, at) + (key[at] === '0' ? '1' : '0') + key.slice(at + 1);
      expect(isApiKey(changed, mac)).toBe(false);
    }
  });
});
