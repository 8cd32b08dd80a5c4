import { containsCardNumber, isCardNumber, normaliseCardNumber } from './cards.ts';

/** What is wrong with a reference that a payer typed. */
export type TypedReferenceError = 'missing' | 'too_long' | 'characters' | 'card_number';

/** What is wrong with a typed reference, if anything: it has to be good for a payment, and must not be a card number in the wrong place. */
export function typedReferenceError(reference: string): TypedReferenceError | undefined {
  if (reference.trim() === '') return 'missing';
  if (reference.length > 255) return 'too_long';
  if (/[<>|]/.test(reference) || !reference.isWellFormed()) return 'characters';
  const isCard = isCardNumber(normaliseCardNumber(reference)) || containsCardNumber(reference);
  return isCard ? 'card_number' : undefined;
}

/** How many random bytes {@link productReference} wants. */
export const referenceBytesWanted = 10;

/**
 * The reference of a payment whose payer types none, in the form that GOV.UK Pay gives it: `ABC-DEFG-HIJ`, without the letter O and the digit 0, and
 * with a digit before each hyphen, so that it can be read out. It is not unique: the payment's id is.
 */
export function productReference(random: Uint8Array): string {
  return [...random.subarray(0, referenceBytesWanted)]
    .map((byte, at) => {
      const hyphen = at % 4 === 2;
      const from = hyphen ? digits : letters + digits;
      return from.charAt(byte % from.length) + (hyphen ? '-' : '');
    })
    .join('');
}

const letters = 'ABCDEFGHIJKLMNPQRSTUVWXYZ';
const digits = '123456789';
