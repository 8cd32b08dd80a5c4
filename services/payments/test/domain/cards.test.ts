import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  brandOf,
  cardDetails,
  cvcLength,
  isCardNumber,
  isUnexpired,
  normaliseCardNumber,
} from '../../src/domain/cards.ts';
import { formatPounds, isAmount } from '../../src/domain/money.ts';
import { aCard } from '../fixtures.ts';

describe('cards', () => {
  test.each([
    ['4242424242424242', 'Visa', 3],
    ['5105105105105100', 'Mastercard', 3],
    ['2221000000000009', 'Mastercard', 3],
    ['371449635398431', 'American Express', 4],
    ['3566002020360505', 'Jcb', 3],
    ['6011000990139424', 'Discover', 3],
    ['36148900647913', 'Diners Club', 3],
    ['6759649826438453', 'Maestro', 3],
  ])('%s is a %s with a code of %i digits', (number, brand, digits) => {
    expect(isCardNumber(number)).toBe(true);
    expect(brandOf(number)).toBe(brand);
    expect(cvcLength(number)).toBe(digits);
  });

  test('a number with one digit changed is none', () => {
    const number = '4444333322221111';
    fc.assert(
      fc.property(fc.nat(15), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digit = (Number(number[at]) + by) % 10;
        expect(isCardNumber(number.slice(0, at) + digit + number.slice(at + 1))).toBe(false);
      }),
    );
  });

  test('a number is read without spaces and hyphens', () => {
    expect(normaliseCardNumber(' 4444 3333-2222 1111 ')).toBe('4444333322221111');
    expect(isCardNumber('4444 3333 2222 1111')).toBe(false);
    expect(isCardNumber('42')).toBe(false);
  });

  test('a card is good to the end of its month', () => {
    const card = { expiryMonth: 2, expiryYear: 2030 };
    expect(isUnexpired(card, new Date('2030-02-28T23:59:59Z'))).toBe(true);
    expect(isUnexpired(card, new Date('2030-03-01T00:00:00Z'))).toBe(false);
  });

  test('of a number only six and four digits are kept', () => {
    const kept = cardDetails(aCard(), { line1: '1 High Street', line2: '' }, { type: 'credit' });
    expect(kept).toEqual({
      first_digits_card_number: '444433',
      last_digits_card_number: '1111',
      cardholder_name: 'J Bloggs',
      expiry_date: '11/49',
      billing_address: { line1: '1 High Street' },
      card_brand: 'Visa',
      card_type: 'credit',
    });
  });
});

describe('money', () => {
  test('is shown in pounds', () => {
    expect([1, 1450, 100_000, 10_000_000].map(formatPounds)).toEqual([
      '£0.01',
      '£14.50',
      '£1,000.00',
      '£100,000.00',
    ]);
  });

  test('of a payment is from a penny to a hundred thousand pounds', () => {
    expect([0, 1, 10_000_000, 10_000_001, 1.5, '1'].map(isAmount)).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
