/** A card as it was entered. Held only while the network is asked. */
export interface Card {
  readonly number: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
  readonly cvc: string;
  readonly holder: string;
}

/** What is known of a card by its number. Null is unknown. */
export interface Kind {
  readonly type: 'debit' | 'credit' | null;
  readonly corporate: boolean;
  readonly prepaid: boolean | null;
}

/** Which cards an account takes, and what corporate ones add, in pence. */
export type CardRules = Readonly<Record<string, unknown>> & { readonly card_types: readonly string[] };

const schemes: readonly (readonly [name: string, starts: RegExp])[] = [
  ['Visa', /^4/],
  ['Mastercard', /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/],
  ['American Express', /^3[47]/],
  ['Diners Club', /^3(0[0-5]|095|[689])/],
  ['Discover', /^6(011|4[4-9]|5)/],
  ['Jcb', /^35(2[89]|[3-8])/],
  ['Maestro', /^(5018|5020|5038|5[6-8]|6304|67)/],
];

const kinds = new Map<string, Kind>();
const learn = (kind: Kind, ...numbers: string[]) => {
  for (const number of numbers) kinds.set(number, kind);
};
const plain = { corporate: false, prepaid: false };
learn(
  { type: 'credit', ...plain },
  '4444333322221111',
  '4242424242424242',
  '4000020000000000',
  '371449635398431',
);
learn({ type: 'credit', ...plain }, '3566002020360505', '6011000990139424', '36148900647913');
learn(
  { type: 'debit', ...plain },
  '4917610000000000003',
  '4000056655665556',
  '5105105105105100',
  '6759649826438453',
);
learn({ type: 'debit', corporate: false, prepaid: true }, '4000160000000004');
learn({ type: 'debit', corporate: true, prepaid: false }, '4988080000000000');
learn({ type: 'credit', corporate: true, prepaid: false }, '4111111111111111');
learn({ type: 'debit', corporate: true, prepaid: true }, '4131840000000003', '4000180000000002');
learn({ type: null, corporate: true, prepaid: null }, '4293189100000008');
learn({ type: 'credit', corporate: true, prepaid: null }, '5101180000000007');
learn({ type: 'debit', corporate: true, prepaid: null }, '5200828282828210');

/** Whether a text is 12 to 19 digits whose last proves the others (ISO/IEC 7812-1). */
export function isCardNumber(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  let sum = 0;
  for (let at = 0; at < number.length; at += 1) {
    const digit = Number(number[number.length - 1 - at]) * (at % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** Twelve digits or more without letters between them: a card number may hide in such a text. */
export function mayHideCard(text: string): boolean {
  return /(?:\p{Nd}[^\p{L}\p{Nd}]*){12}/u.test(text);
}

/** The scheme as the standard shows it; undefined when it is none that is known. */
export function brandOf(number: string): string | undefined {
  return schemes.find(([, starts]) => starts.test(number))?.[0];
}

/** What is known of a card beyond its scheme. */
export function kindOf(number: string): Kind {
  return kinds.get(number) ?? { type: null, corporate: false, prepaid: null };
}

/** How long the card's security code is. */
export function codeLength(number: string): number {
  return /^3[47]/.test(number) ? 4 : 3;
}

/** Whether a card is good in the month of `now`. */
export function isGood(
  { expiryMonth, expiryYear }: Pick<Card, 'expiryMonth' | 'expiryYear'>,
  now: Date,
): boolean {
  return expiryYear * 12 + expiryMonth > now.getUTCFullYear() * 12 + now.getUTCMonth();
}

/** Which of the account's surcharges the card has, in pence; null where it has none. */
export function surchargeOf(number: string, rules: CardRules): number | null {
  const { type, corporate, prepaid } = kindOf(number);
  if (!corporate || type === null || prepaid === null || (prepaid && type === 'credit')) return null;
  const amount = Number(rules[`corporate_${prepaid ? 'prepaid_' : ''}${type}_card_surcharge_amount`] ?? 0);
  return amount > 0 ? amount : null;
}

/** In which words an account does not take a card; undefined when it does. */
export function refusalOf(
  number: string,
  rules: CardRules,
): { brand: string; type: string | null; name: string } | undefined {
  const brand = brandOf(number) ?? 'This card';
  const slug = brand === 'Mastercard' ? 'master-card' : brand.toLowerCase().replace(' ', '-');
  const { type } = kindOf(number);
  const taken = rules.card_types.filter((one) => one.startsWith(`${slug} `));
  if (taken.length === 0) return { brand, type: null, name: slug };
  return type === null || taken.includes(`${slug} ${type}`)
    ? undefined
    : { brand, type, name: `${slug} ${type}` };
}

/** What may be kept and shown of a card, in the standard's names. */
export function detailsOf(card: Card, address: Readonly<Record<string, string>>): Record<string, unknown> {
  const brand = brandOf(card.number);
  const { type } = kindOf(card.number);
  const two = (number: number) => String(number % 100).padStart(2, '0');
  return {
    last_digits_card_number: card.number.slice(-4),
    first_digits_card_number: card.number.slice(0, 6),
    cardholder_name: card.holder,
    expiry_date: `${two(card.expiryMonth)}/${two(card.expiryYear)}`,
    ...(Object.keys(address).length > 0 && { billing_address: address }),
    ...(brand && { card_brand: brand }),
    ...(type && { card_type: type }),
  };
}
