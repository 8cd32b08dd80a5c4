import type { CardKind } from './card-kinds.ts';

/** A card as a payer enters it. Held only while a provider is asked; never stored, logged or published. */
export interface Card {
  /** Digits only. */
  readonly number: string;
  /** 1 to 12. */
  readonly expiryMonth: number;
  /** Four digits. */
  readonly expiryYear: number;
  readonly cvc: string;
  readonly holder: string;
}

/** Where a card's bills go. Empty lines are left out. */
export interface Address {
  readonly line1?: string;
  readonly line2?: string;
  readonly city?: string;
  readonly postcode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

/** What is kept of a card, in the standard's own names, so that it can be shown as it is stored. All of it where the card was entered here. */
export interface CardDetails {
  readonly last_digits_card_number?: string;
  readonly first_digits_card_number?: string;
  readonly cardholder_name?: string;
  readonly expiry_date?: string;
  readonly billing_address?: Address;
  readonly card_brand?: string;
  readonly card_type?: 'debit' | 'credit';
}

interface Brand {
  readonly name: string;
  readonly starts: RegExp;
  readonly cvcLength: number;
}

// Number ranges as the card schemes publish them; the first match wins.
const brands: readonly Brand[] = [
  { name: 'Visa', starts: /^4/, cvcLength: 3 },
  {
    name: 'Mastercard',
    starts: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/,
    cvcLength: 3,
  },
  { name: 'American Express', starts: /^3[47]/, cvcLength: 4 },
  { name: 'Diners Club', starts: /^3(0[0-5]|095|[689])/, cvcLength: 3 },
  { name: 'Discover', starts: /^6(011|4[4-9]|5)/, cvcLength: 3 },
  { name: 'Jcb', starts: /^35(2[89]|[3-8])/, cvcLength: 3 },
  { name: 'Maestro', starts: /^(5018|5020|5038|5[6-8]|6304|67)/, cvcLength: 3 },
];

/** The number without the spaces and hyphens that people type. */
export function normaliseCardNumber(text: string): string {
  return text.replace(/[\s-]/g, '');
}

/** Whether a text is 12 to 19 digits whose last proves the others (ISO/IEC 7812-1, Luhn). */
export function isCardNumber(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Whether one of a text's runs of digits, however they are parted and in whichever width, is a card number of a scheme that we know. */
export function containsCardNumber(text: string): boolean {
  const runs = text.normalize('NFKC').match(/\d(?:[^\p{L}\p{Nd}]*\d)*/gu) ?? [];
  return runs
    .map((run) => run.replace(/\D/g, ''))
    .some((number) => isCardNumber(number) && brandOf(number) !== undefined);
}

/** Twelve digits or more, of any script, with no letters between them: the shortest card number is that long. */
export function mayContainCardNumber(text: string): boolean {
  return /(?:\p{Nd}[^\p{L}\p{Nd}]*){12}/u.test(text);
}

/** The scheme's name as the standard shows it; undefined when the number is of none that we know. */
export function brandOf(number: string): string | undefined {
  return brands.find((brand) => brand.starts.test(number))?.name;
}

/** How many digits the security code of such a card has. */
export function cvcLength(number: string): number {
  return brands.find((brand) => brand.starts.test(number))?.cvcLength ?? 3;
}

/** Whether the card is still good in the month of `now` (UTC). */
export function isUnexpired(card: Pick<Card, 'expiryMonth' | 'expiryYear'>, now: Date): boolean {
  return card.expiryYear * 12 + card.expiryMonth > now.getUTCFullYear() * 12 + now.getUTCMonth();
}

/** What may be kept and shown of a card: its first six and last four digits, never the rest. */
export function cardDetails(card: Card, address: Address, { type }: Pick<CardKind, 'type'>): CardDetails {
  const brand = brandOf(card.number);
  const billing = Object.fromEntries(Object.entries(address).filter(([, line]) => line));
  return {
    last_digits_card_number: card.number.slice(-4),
    first_digits_card_number: card.number.slice(0, 6),
    cardholder_name: card.holder,
    expiry_date: `${String(card.expiryMonth).padStart(2, '0')}/${String(card.expiryYear % 100).padStart(2, '0')}`,
    ...(Object.keys(billing).length > 0 && { billing_address: billing }),
    ...(brand && { card_brand: brand }),
    ...(type && { card_type: type }),
  };
}
