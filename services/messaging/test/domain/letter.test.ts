import { describe, expect, test } from '@jest/globals';
import { addressLines, earliestDelivery, qrCodes, readAddress } from '../../src/domain/letter.ts';

describe('an address', () => {
  test.each<[string[], string[], string]>([
    [['A Bird', '1 High St', 'sw1a1aa'], ['A Bird', '1 High St', 'SW1A 1AA'], 'united-kingdom'],
    [['A Bird', '1 High St', 'CF10 1EP', 'Cymru'], ['A Bird', '1 High St', 'CF10 1EP'], 'united-kingdom'],
    [['A', 'B', 'C', '', ' ', 'JE2 3QA', 'Jersey'], ['A', 'B', 'C', 'JE2 3QA'], 'united-kingdom'],
    [['A', '1 rue', '75001 Paris', 'FRANCE'], ['A', '1 rue', '75001 Paris', 'France'], 'europe'],
    [['A', 'B', "Cote d'Ivoire"], ['A', 'B', 'Côte d’Ivoire'], 'rest-of-world'],
    [['A', 'B', 'U.S.A.'], ['A', 'B', 'United States'], 'rest-of-world'],
    [['A', 'B', 'bfpo  12'], ['A', 'B', 'BFPO 12'], 'united-kingdom'],
    [['A', 'B', 'BFPO c/o 1234'], ['A', 'B', 'BFPO C/O 1234'], 'united-kingdom'],
    [['A ,', '1  High St .', 'SW1A 1AA'], ['A', '1 High St.', 'SW1A 1AA'], 'united-kingdom'],
  ])('%j is printed as %j', (given, lines, zone) => {
    expect(readAddress(given, true)).toEqual({ lines, zone });
  });

  test.each<[string[], boolean, string]>([
    [['A', 'SW1A 1AA'], false, 'Address must be at least 3 lines'],
    [['A', 'B', 'C', 'D', 'E', 'F\nG', 'SW1A 1AA'], false, 'Address must be no more than 7 lines'],
    [
      ['A', '...', 'SW1A 1AA'],
      false,
      'The first 2 lines of the address must both include at least one alphanumeric character',
    ],
    [['A', 'B', 'BFPO 12', 'Germany'], true, 'The last line of a BFPO address must not be a country.'],
    [['A', 'B', 'Paris', 'France'], false, 'Must be a real UK postcode'],
    [['A', 'B', 'C'], false, 'Must be a real UK postcode'],
    [['A', 'B', 'C'], true, 'Last line of address must be a real UK postcode or another country'],
    [
      ['A', '(B)', 'SW1A 1AA'],
      false,
      'Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >',
    ],
    [['A', 'No Fixed Abode', 'SW1A 1AA'], false, 'Must be a real address'],
    [['A', 'NFA', 'SW1A 1AA'], false, 'Must be a real address'],
  ])('%j (abroad: %s) is refused: %s', (given, abroad, problem) => {
    expect(readAddress(given, abroad)).toEqual({ problem });
  });

  test('is of seven lines, or six and a postcode', () => {
    expect(addressLines({ address_line_1: 'A', 'Address Line 2': 2, postcode: 'P' })).toEqual([
      'A',
      '2',
      null,
      null,
      null,
      null,
      'P',
    ]);
    expect(addressLines({ address_line_1: 'A', address_line_7: 'Q', postcode: 'P' }).at(-1)).toBe('Q');
  });
});

test.each([
  ['2026-11-26T10:00:00Z', 'first', '2026-11-30T16:00:00.000Z'],
  ['2026-11-26T18:00:00Z', 'first', '2026-12-01T16:00:00.000Z'],
  ['2026-11-23T10:00:00Z', 'second', '2026-11-26T16:00:00.000Z'],
] as const)('a letter of %s by %s post can arrive on %s', (createdAt, postage, arrives) => {
  expect(earliestDelivery(new Date(createdAt), postage).toISOString()).toBe(arrives);
});

test('QR codes are lines of their own', () => {
  expect(qrCodes('a\nqr: https://x.org \nQR:y\nno qr: z')).toEqual(['https://x.org', 'y']);
});
