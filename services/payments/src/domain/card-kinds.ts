/** What is known of a card by the beginning of its number (BIN). Null is unknown. */
export interface CardKind {
  readonly type: 'debit' | 'credit' | null;
  readonly corporate: boolean;
  readonly prepaid: boolean | null;
}

/** Which cards an account takes, and what corporate ones add, in minor units (payments standard, corporate surcharges). */
export interface CardRules {
  /** Brand and type, in the words of the standard: `visa debit`. */
  readonly card_types: readonly string[];
  readonly corporate_credit_card_surcharge_amount: number;
  readonly corporate_debit_card_surcharge_amount: number;
  readonly corporate_prepaid_debit_card_surcharge_amount: number;
}

/** An account's surcharges, in the order in which they are told. */
export const surcharges = [
  'corporate_credit_card_surcharge_amount',
  'corporate_debit_card_surcharge_amount',
  'corporate_prepaid_debit_card_surcharge_amount',
] as const;

/** One of an account's surcharges. */
export type Surcharge = (typeof surcharges)[number];

/** A card that an account does not take. `type` is null where it takes no cards of the brand. */
export interface CardRefusal {
  readonly brand: string;
  readonly type: CardKind['type'];
}

/** Every kind of card that an account can take. */
export const cardTypes = [
  ...(['visa debit', 'visa credit', 'master-card debit', 'master-card credit'] as const),
  ...(['american-express credit', 'diners-club credit', 'discover credit', 'jcb credit'] as const),
  'maestro debit',
] as const;

/** The rules of an account of which nothing was said: all cards but Maestro, as the standard's test accounts take them, and no surcharge. */
export const usualCardRules: CardRules = {
  card_types: cardTypes.filter((type) => type !== 'maestro debit'),
  corporate_credit_card_surcharge_amount: 0,
  corporate_debit_card_surcharge_amount: 0,
  corporate_prepaid_debit_card_surcharge_amount: 0,
};

/** Which surcharge such a card has, if its account has one. None where it is not known whether the card is a prepaid, debit or credit one. */
export function surchargeOf({ type, corporate, prepaid }: CardKind): Surcharge | null {
  if (!corporate || type === null || prepaid === null) return null;
  if (prepaid) return type === 'debit' ? 'corporate_prepaid_debit_card_surcharge_amount' : null;
  return type === 'debit'
    ? 'corporate_debit_card_surcharge_amount'
    : 'corporate_credit_card_surcharge_amount';
}

/** Why an account does not take a card; undefined when it does. A card of unknown type is taken where any of its brand is. */
export function cardRefusal(
  rules: Pick<CardRules, 'card_types'>,
  { brand, type }: { brand: string; type: CardKind['type'] },
): CardRefusal | undefined {
  const taken = rules.card_types.filter((one) => one.startsWith(`${slugOf(brand)} `));
  if (taken.length === 0) return { brand, type: null };
  return type === null || taken.includes(cardTypeName(brand, type)) ? undefined : { brand, type };
}

/** A kind of card in the words of the standard. */
export function cardTypeName(brand: string, type: CardKind['type']): string {
  return type === null ? slugOf(brand) : `${slugOf(brand)} ${type}`;
}

function slugOf(brand: string): string {
  return brand === 'Mastercard' ? 'master-card' : brand.toLowerCase().replace(' ', '-');
}
