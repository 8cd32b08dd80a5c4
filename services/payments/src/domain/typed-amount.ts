import { largestAmount } from './money.ts';

/** What is wrong with an amount that a payer typed. */
export type TypedAmountError = 'missing' | 'format' | 'too_much' | 'too_little';

/**
 * Reads an amount as payers type it: pounds with up to two digits of pence, with or without a pound sign, and commas only where they part
 * thousands (GOV.UK Pay takes neither sign nor commas). Answers pence, or what is wrong. `least` is in pence.
 */
export function readTypedAmount(text: string, least = 1): number | TypedAmountError {
  const typed = text.trim();
  if (typed === '') return 'missing';
  const [, pounds, pence = ''] = /^£?\s*(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(typed) ?? [];
  if (pounds === undefined) return 'format';
  const amount = Number(pounds.replaceAll(',', '') + pence.padEnd(2, '0'));
  if (amount > largestAmount) return 'too_much';
  return amount < least ? 'too_little' : amount;
}
