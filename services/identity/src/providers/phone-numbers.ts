import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** A phone number as accounts have it (E.164), of any country; without a country's code it is one of the United Kingdom. Undefined when it is none. */
export function phoneOf(text: string): string | undefined {
  const phone = parsePhoneNumberFromString(text, 'GB');
  return phone?.isPossible() && phone.ext === undefined ? phone.number : undefined;
}
