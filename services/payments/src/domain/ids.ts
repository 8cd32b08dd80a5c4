const digits = '0123456789abcdefghijklmnopqrstuv';
const timeLength = 9;
const randomLength = 17;
const tokenMacLength = 26;
const checksumLength = 32;

/** A keyed digest of a text, of at least 20 bytes. */
export type Mac = (text: string) => Uint8Array;

/** How many random bytes {@link standardId} and {@link apiKey} want. */
export const randomBytesWanted = 17;

/**
 * The id of a payment or refund: 26 digits of base 32, as long as the standard's. The first nine are the time in milliseconds, so that new ones
 * lie side by side in the index; the others are random.
 */
export function standardId(now: Date, random: Uint8Array): string {
  let time = now.getTime();
  let prefix = '';
  for (let at = 0; at < timeLength; at += 1) {
    prefix = digits.charAt(time % 32) + prefix;
    time = Math.floor(time / 32);
  }
  return prefix + base32hex(random).slice(0, randomLength);
}

/** Whether a text could be the id of a payment or refund; anything else need not be looked up. */
export function isStandardId(text: string): boolean {
  return /^[0-9a-v]{26}$/.test(text);
}

/**
 * The token of a payment's link. It is derived from the payment and the number of times that its links were used, so that showing a
 * link stores nothing, and following it makes it worthless.
 */
export function pageToken(payment: string, use: number, mac: Mac): string {
  const proof = base32hex(mac(`${payment}.${use}`)).slice(0, tokenMacLength);
  return `${payment}${proof}${use.toString(32)}`;
}

/** Reads a link's token; undefined when this service never made it. */
export function readPageToken(token: string, mac: Mac): { payment: string; use: number } | undefined {
  const payment = token.slice(0, 26);
  if (!isStandardId(payment) || !/^[0-9a-v]{1,6}$/.test(token.slice(26 + tokenMacLength))) return undefined;
  const use = Number.parseInt(token.slice(26 + tokenMacLength), 32);
  return sameText(token, pageToken(payment, use, mac)) ? { payment, use } : undefined;
}

/**
 * A new API key: the standard's prefix, a random part, and 32 digits that prove it was made here, so that a mistyped or invented key
 * is refused before anything is looked up.
 */
export function apiKey(type: 'test' | 'live', random: Uint8Array, mac: Mac): string {
  const body = `api_${type}_${base32hex(random).slice(0, 26)}`;
  return body + checksum(body, mac);
}

/** Whether a text has the form and the checksum of an API key. It says nothing of whether the key is still good. */
export function isApiKey(text: string, mac: Mac): boolean {
  if (!/^api_(test|live)_[0-9a-v]{33,120}$/.test(text)) return false;
  return sameText(text.slice(-checksumLength), checksum(text.slice(0, -checksumLength), mac));
}

/** Base 32 with the digits 0-9a-v (RFC 4648 base32hex, lower case, unpadded). */
export function base32hex(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += digits.charAt((held >> bits) & 31);
      held &= (1 << bits) - 1;
    }
  }
  return bits === 0 ? text : text + digits.charAt((held << (5 - bits)) & 31);
}

function checksum(body: string, mac: Mac): string {
  return base32hex(mac(body)).slice(0, checksumLength);
}

// In constant time, so that a guess cannot be improved digit by digit.
function sameText(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at += 1) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}
