import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { type Recipient, readEmailAddress, readPhoneNumber } from '../domain/recipients.ts';

/** Reads a phone number of any country. */
export function readAnyPhoneNumber(text: string): Recipient {
  return readPhoneNumber(text, (digits) => parsePhoneNumberFromString(`+${digits}`)?.isPossible() === true);
}

/** Reads an address or a number, whichever it is. */
export function readRecipient(text: string): Recipient {
  return text.includes('@') ? readEmailAddress(text) : readAnyPhoneNumber(text);
}
