import type { CardKind } from '../domain/card-kinds.ts';

const debit: CardKind = { type: 'debit', corporate: false, prepaid: false };
const credit: CardKind = { type: 'credit', corporate: false, prepaid: false };
const unknown: CardKind = { type: null, corporate: false, prepaid: null };

/**
 * What is known of a card. Whoever has the schemes' lists of BINs looks there; without them this knows the standard's own test cards
 * (payments standard, test card numbers) and nothing of any other.
 */
export function kindOfCard(number: string): CardKind {
  return kinds.get(number) ?? unknown;
}

const kinds: ReadonlyMap<string, CardKind> = new Map([
  ['4444333322221111', credit],
  ['4242424242424242', credit],
  ['4000020000000000', credit],
  ['371449635398431', credit],
  ['3566002020360505', credit],
  ['6011000990139424', credit],
  ['36148900647913', credit],
  ['4917610000000000003', debit],
  ['4000056655665556', debit],
  ['5105105105105100', debit],
  ['6759649826438453', debit],
  ['4000160000000004', { ...debit, prepaid: true }],
  ['4988080000000000', { ...debit, corporate: true }],
  ['4111111111111111', { ...credit, corporate: true }],
  ['4131840000000003', { ...debit, corporate: true, prepaid: true }],
  ['4000180000000002', { ...debit, corporate: true, prepaid: true }],
  ['4293189100000008', { ...unknown, corporate: true }],
  ['5101180000000007', { ...credit, corporate: true, prepaid: null }],
  ['5200828282828210', { ...debit, corporate: true, prepaid: null }],
]);
