import type { Books } from './books.ts';
import { find, type Json } from './journal.ts';

/** The limits of an account of which nothing else was said. */
export const usualLimits = { create_per_second: 15, other_per_second: 75 };

/** What an account may do of which nothing else was said. */
export const usualFeatures = {
  ...{ payments: true, zero_amount: false, recurring: false, moto: false, moto_api: false, telephone: false },
};

/** Which cards such an account takes, and what they add: all but Maestro, nothing. */
export const usualCards = {
  card_types: [
    ...['visa debit', 'visa credit', 'master-card debit', 'master-card credit', 'american-express credit'],
    ...['diners-club credit', 'discover credit', 'jcb credit'],
  ],
  corporate_credit_card_surcharge_amount: 0,
  corporate_debit_card_surcharge_amount: 0,
  corporate_prepaid_debit_card_surcharge_amount: 0,
};

/** Reads an account. Its record may leave out what is as usual. */
export function accountOf(books: Books, id: string): Json | undefined {
  const record = find(books, 'gateway_account', id)?.record;
  return record && withUsual(record);
}

/** An account's record with what is as usual. */
export function withUsual(record: Json): Json {
  return {
    ...record,
    limits: { ...usualLimits, ...(record.limits as Json) },
    features: { ...usualFeatures, ...(record.features as Json) },
    cards: { ...usualCards, ...(record.cards as Json) },
  };
}
