import { describe, expect, test } from '@jest/globals';
import { checkCardForm, readCardForm, shownAgain } from '../../src/pages/card-form.ts';
import { cardFields, today } from './fixtures.ts';

const anyCard = () => undefined;

/** The errors of a form that is good but for some fields, as `field code`. */
function errorsOf(changes: Record<string, string>): string[] {
  const checked = checkCardForm(readCardForm(cardFields(changes)), today, anyCard);
  return 'errors' in checked ? checked.errors.map(({ field, code }) => `${field} ${code}`) : [];
}

describe('the card form', () => {
  test('gives the card, address and e-mail of a good form as the use case takes them', () => {
    expect(
      checkCardForm(readCardForm(cardFields({ cardNo: ' 4444-3333 22221111 ' })), today, anyCard),
    ).toEqual({
      card: { number: '4444333322221111', expiryMonth: 6, expiryYear: 2026, cvc: '123', holder: 'J Bloggs' },
      billingAddress: { line1: '1 High Street', city: 'Leeds', postcode: 'LS1 1AA', country: 'GB' },
      email: 'payer@service.example',
    });
  });

  test('names a good number whose card is not taken, in place of other errors of the field', () => {
    const refused = { brand: 'Visa', type: 'debit' } as const;
    const errorsAt = (cardNo: string) => {
      const checked = checkCardForm(readCardForm(cardFields({ cardNo })), today, () => refused);
      return 'errors' in checked ? checked.errors : [];
    };
    expect(errorsAt('4444333322221111')).toEqual([{ field: 'cardNo', code: 'cardNoDebit', brand: 'Visa' }]);
    expect(errorsAt('4444333322221112')).toEqual([{ field: 'cardNo', code: 'cardNoInvalid' }]);
  });

  test('tells every missing field at once, in the order of the page', () => {
    const checked = checkCardForm(readCardForm(undefined), today, anyCard);
    expect('errors' in checked && checked.errors.map(({ code }) => code)).toEqual([
      'cardNoMissing',
      'expiryMissing',
      'cardholderNameMissing',
      'cvcMissing',
      'addressLine1Missing',
      'addressCityMissing',
      'addressCountryMissing',
      'emailMissing',
    ]);
  });

  test.each([
    ['a number that its last digit does not prove', { cardNo: '4444333322221112' }, 'cardNo cardNoInvalid'],
    ['letters in the number', { cardNo: '4444 3333 2222 111x' }, 'cardNo cardNoInvalid'],
    ['no month', { expiryMonth: '' }, 'expiryMonth expiryMonthMissing'],
    ['no year', { expiryYear: '' }, 'expiryYear expiryYearMissing'],
    ['month 13', { expiryMonth: '13' }, 'expiryMonth expiryMonthInvalid'],
    ['month 0', { expiryMonth: '0' }, 'expiryMonth expiryMonthInvalid'],
    ['a year of three digits', { expiryYear: '202' }, 'expiryYear expiryYearInvalid'],
    ['a year in the far future', { expiryYear: '99' }, 'expiryYear expiryYearInvalid'],
    ['last month', { expiryMonth: '5' }, 'expiryMonth expiryPast'],
    ['a security code of 2 digits', { cvc: '12' }, 'cvc cvcInvalid'],
    ['a security code of 4 digits for Visa', { cvc: '1234' }, 'cvc cvcInvalid'],
    ['a security code of 3 digits for American Express', { cardNo: '371449635398431' }, 'cvc cvcInvalid'],
    ['a security code as the name', { cardholderName: '123' }, 'cardholderName cardholderNameDigits'],
    [
      'a card number as the name',
      { cardholderName: '4444 3333 2222 1111' },
      'cardholderName cardholderNameDigits',
    ],
    ['a name that is too long', { cardholderName: 'x'.repeat(256) }, 'cardholderName cardholderNameTooLong'],
    [
      'a card number in other digits',
      { cardholderName: '４４４４３３３３２２２２１１１１' },
      'cardholderName cardholderNameDigits',
    ],
    ['a card number with dots', { addressLine1: '4444.3333/2222_1111' }, 'addressLine1 addressLine1Digits'],
    ['a card number in the address', { addressLine2: '4444333322221111' }, 'addressLine2 addressLine2Digits'],
    ['no country', { addressCountry: '' }, 'addressCountry addressCountryMissing'],
    ['an unknown country', { addressCountry: 'XX' }, 'addressCountry addressCountryMissing'],
    ['no postcode in the United Kingdom', { addressPostcode: '' }, 'addressPostcode addressPostcodeMissing'],
    ['half a postcode', { addressPostcode: 'LS1' }, 'addressPostcode addressPostcodeInvalid'],
    ['an e-mail address without a domain', { email: 'payer@service' }, 'email emailInvalid'],
    ['an e-mail address that is too long', { email: `${'x'.repeat(250)}@a.uk` }, 'email emailTooLong'],
  ])('refuses %s', (_what, changes, error) => {
    expect(errorsOf(changes as Record<string, string>)).toEqual([error]);
  });

  test.each([
    ['the month that it is', { expiryMonth: '06', expiryYear: '2026' }],
    ['American Express with 4 digits', { cardNo: '371449635398431', cvc: '1234' }],
    ['a postcode without its space, in lower case', { addressPostcode: 'sw1a1aa' }],
    ['the postcode that the standard’s own tests use', { addressPostcode: 'AB1A 1AB' }],
    ['no postcode elsewhere', { addressCountry: 'IE', addressPostcode: '' }],
    ['a foreign postcode', { addressCountry: 'DE', addressPostcode: '10115' }],
    ['a telephone number’s worth of digits', { addressLine1: 'Flat 12345678901' }],
  ])('takes %s', (_what, changes) => {
    expect(errorsOf(changes as Record<string, string>)).toEqual([]);
  });

  test('never shows card data again, whichever field it was typed into', () => {
    const typed = cardFields({
      cardholderName: '4444 3333 2222 1111',
      addressCity: '123',
      expiryMonth: '4444333',
    });
    const shown = shownAgain(readCardForm(typed));
    expect(shown).toMatchObject({ cardNo: '', cvc: '', cardholderName: '', expiryMonth: '' });
    expect(shown).toMatchObject({
      expiryYear: '26',
      addressLine1: '1 High Street',
      email: 'payer@service.example',
    });
  });

  test('reads whatever is no single text as empty, and no control characters', () => {
    const read = readCardForm({ cardNo: ['1', '2'], cvc: { length: 3 }, cardholderName: 'J\u0000Bloggs\n' });
    expect(read).toMatchObject({ cardNo: '', cvc: '', cardholderName: 'J Bloggs', email: '' });
  });
});
