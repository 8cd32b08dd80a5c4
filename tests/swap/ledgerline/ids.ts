import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const digits = '0123456789abcdefghijklmnopqrstuv';

/** Base 32 with the digits 0-9a-v, unpadded (RFC 4648, base32hex, lower case). */
export function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.padEnd(Math.ceil(bits.length / 5) * 5, '0').match(/.{5}/g) ?? [];
  return groups.map((group) => digits.charAt(Number.parseInt(group, 2))).join('');
}

/** An id as the standard has them: 26 digits, the first nine the time in milliseconds. */
export function newId(now: Date): string {
  return now.getTime().toString(32).padStart(9, '0') + base32(randomBytes(11)).slice(0, 17);
}

/** Whether a text could be such an id. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-v]{26}$/.test(text);
}

/** The id of a change: UUIDv7 (RFC 9562), so that changes sort by their time. */
export function eventId(now: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The key for one purpose, derived from the data key (HKDF-SHA256, RFC 5869). */
export function deriveKey(dataKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, '', `ashlar:${purpose}`, 32));
}

/** The token of a payment's link: the payment, a proof over it and the number of links that were used, and that number. */
export function pageToken(payment: string, use: number, key: Buffer): string {
  const proof = base32(createHmac('sha256', key).update(`${payment}.${use}`).digest()).slice(0, 26);
  return `${payment}${proof}${use.toString(32)}`;
}

/** Reads a link's token; undefined when it was made with none of the keys. */
export function readPageToken(
  token: unknown,
  keys: readonly Buffer[],
): { payment: string; use: number } | undefined {
  if (typeof token !== 'string' || !/^[0-9a-v]{52}[0-9a-v]{1,6}$/.test(token)) return undefined;
  const payment = token.slice(0, 26);
  const use = Number.parseInt(token.slice(52), 32);
  return keys.some((key) => same(pageToken(payment, use, key), token)) ? { payment, use } : undefined;
}

/** A new API key: a prefix, 26 random digits and 32 that prove that it was made here. */
export function newApiKey(type: string, key: Buffer): string {
  const body = `api_${type}_${base32(randomBytes(17)).slice(0, 26)}`;
  return body + checksum(body, key);
}

/** Whether a text is an API key that was made with one of the keys. It says nothing of whether it is still good. */
export function isApiKey(text: string, keys: readonly Buffer[]): boolean {
  if (!/^api_(test|live)_[0-9a-v]{33,120}$/.test(text)) return false;
  return keys.some((key) => same(checksum(text.slice(0, -32), key), text.slice(-32)));
}

/** SHA-256, in lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What an Idempotency-Key is held to: the digest of a JSON value whatever the order of its members, in lower-case hex. */
export function digestOf(value: unknown): string {
  return sha256(JSON.stringify(sorted(value)) ?? 'null');
}

/** Compares two texts in a time that does not tell where they differ. */
export function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function checksum(body: string, key: Buffer): string {
  return base32(createHmac('sha1', key).update(body).digest()).slice(0, 32);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.assign(
    Object.create(null),
    Object.fromEntries(members.map(([key, item]) => [key, sorted(item)])),
  );
}
