import { createHmac, timingSafeEqual } from 'node:crypto';

/** A message as it came in. Header names are lower-case. */
export interface SignedMessage {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly now: Date;
}

/** The header that carries a sandbox's signature. */
export const signatureHeader = 'sandbox-signature';

// A message older or younger than this may be somebody's who overheard it.
const toleranceS = 300;

/** Signs a message as of a moment: `t=<seconds>,v1=<HMAC-SHA256 over the seconds, a full stop and the body, in hex>`. */
export function sign(key: Buffer, body: Buffer, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${mac(key, seconds, body).toString('hex')}`;
}

/** Whether a message was signed with the key, at most five minutes from now. */
export function isSigned(key: Buffer, { headers, body, now }: SignedMessage): boolean {
  const header = headers[signatureHeader];
  const parts = typeof header === 'string' ? /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) : null;
  if (!parts?.[1] || !parts[2]) return false;
  const seconds = Number(parts[1]);
  if (Math.abs(now.getTime() / 1000 - seconds) > toleranceS) return false;
  return timingSafeEqual(mac(key, seconds, body), Buffer.from(parts[2], 'hex'));
}

function mac(key: Buffer, seconds: number, body: Buffer): Buffer {
  return createHmac('sha256', key).update(`${seconds}.`).update(body).digest();
}
