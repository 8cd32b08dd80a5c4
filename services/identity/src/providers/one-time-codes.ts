import { Secret, TOTP } from 'otpauth';
import type { OneTimeCodes } from '../domain/ports.ts';

const issuer = 'Your account';
const usual = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** Codes of authenticator apps (RFC 6238) with what every app can: SHA-1, six digits, thirty seconds. A clock may be a step early or late. */
export function createOneTimeCodes(): OneTimeCodes {
  const of = (secret: string, label?: string) =>
    new TOTP({ ...usual, issuer, ...(label !== undefined && { label }), secret: Secret.fromBase32(secret) });
  return {
    makeSecret: () => new Secret({ size: 20 }).base32,
    address: (secret, email) => of(secret, email).toString(),
    stepOf(secret, code, at) {
      const timestamp = at.getTime();
      const delta = of(secret).validate({ token: code, timestamp, window: 1 });
      return delta === null ? undefined : Math.floor(timestamp / 1000 / usual.period) + delta;
    },
  };
}
