import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatPounds, largestAmount } from '../../src/domain/money.ts';
import { productReference, typedReferenceError } from '../../src/domain/product-reference.ts';
import { readTypedAmount } from '../../src/domain/typed-amount.ts';

const pence = fc.integer({ min: 1, max: largestAmount });

describe('an amount as a payer types it', () => {
  test('is read back as it was written, with or without sign, commas, pence and blanks', () => {
    const blanks = fc.constantFrom('', ' ', '\u00a0 ');
    fc.assert(
      fc.property(pence, blanks, blanks, (amount, before, after) => {
        const written = formatPounds(amount);
        for (const text of [
          written,
          written.replaceAll(',', ''),
          written.slice(1),
          written.replace('£', '£ '),
        ]) {
          expect(readTypedAmount(before + text + after)).toBe(amount);
        }
        if (amount % 100 === 0) expect(readTypedAmount(String(amount / 100))).toBe(amount);
        if (amount % 10 === 0) expect(readTypedAmount(written.slice(0, -1))).toBe(amount);
      }),
    );
  });

  test('is a whole number of pence between the least and the largest, or an error, whatever is typed', () => {
    const typed = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...'0123456789.,£ -') }),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(typed, fc.integer({ min: 1, max: 100 }), (text, least) => {
        const read = readTypedAmount(text, least);
        if (typeof read === 'string')
          return expect(['missing', 'format', 'too_much', 'too_little']).toContain(read);
        expect(Number.isInteger(read) && read >= least && read <= largestAmount).toBe(true);
      }),
    );
  });

  test.each([
    ['100000', largestAmount],
    ['100,000.00', largestAmount],
    ['0.01', 1],
    ['007', 700],
    ['1.5', 150],
    ['100000.01', 'too_much'],
    ['9'.repeat(400), 'too_much'],
    ['0', 'too_little'],
    ['', 'missing'],
    [' \t', 'missing'],
    ['£', 'format'],
    ['1,50', 'format'],
    ['1,0000', 'format'],
    ['10,00.00', 'format'],
    ['1.234', 'format'],
    ['1.', 'format'],
    ['.50', 'format'],
    ['-1', 'format'],
    ['+1', 'format'],
    ['1e3', 'format'],
    ['0x10', 'format'],
    ['١٠', 'format'],
    ['$5', 'format'],
    ['5 p', 'format'],
    ['1 000', 'format'],
  ])('%j is %s', (text, expected) => {
    expect(readTypedAmount(text)).toBe(expected);
  });

  test('has to reach the least that the provider takes', () => {
    expect([readTypedAmount('0.29', 30), readTypedAmount('0.30', 30)]).toEqual(['too_little', 30]);
  });
});

describe('a reference', () => {
  test('of a payment’s own can be read out, and is good for a payment', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (random) => {
        const reference = productReference(random);
        expect(reference).toMatch(/^[A-NP-Z1-9]{2}[1-9]-[A-NP-Z1-9]{3}[1-9]-[A-NP-Z1-9]{3}$/);
        expect(typedReferenceError(reference)).toBeUndefined();
      }),
    );
  });

  test.each([
    ['ABC 123/4', undefined],
    ['4444333322221112', undefined],
    ['x'.repeat(255), undefined],
    ['', 'missing'],
    ['  ', 'missing'],
    ['x'.repeat(256), 'too_long'],
    ['a|b', 'characters'],
    ['\ud800', 'characters'],
    ['4444-3333 22221111', 'card_number'],
    ['my card 4444333322221111', 'card_number'],
    ['4444.3333.2222.1111 (Visa)', 'card_number'],
    ['4444\u200b333322221111', 'card_number'],
    ['４４４４３３３３２２２２１１１１', 'card_number'],
    ['REF 2024-1129-0008', undefined],
    ['INV 4444333322221112', undefined],
  ])('%j that is typed has the error %s', (text, error) => {
    expect(typedReferenceError(text)).toBe(error);
  });
});
