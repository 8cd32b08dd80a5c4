import { decodeJwt, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Refusal } from './rules.ts';

/** What is known of who asks to have somebody signed out. */
export interface LogoutCourt {
  readonly verify: JWTVerifyGetKey;
  /** Where people are left when there is no better place. */
  readonly signedOut: string;
  /** The addresses that a client may have people sent to; undefined when there is no such client. */
  findAddresses(clientId: string): Promise<readonly string[] | undefined>;
}

/** Where a person goes, and whether what they were signed in to ends. */
export interface Parting {
  readonly location: string;
  readonly ends: boolean;
}

/**
 * Judges a request to sign out. An ID token of this issuer, however old, stands for the person's own word, and the session ends without a
 * question; a link of anybody else's ends nothing.
 */
export async function judgeLogout(court: LogoutCourt, query: URLSearchParams): Promise<Parting> {
  const { id_token_hint: hint, post_logout_redirect_uri: wanted, state } = Object.fromEntries(query);
  const usual = (refusal?: Refusal) => leadTo(court.signedOut, state, refusal);
  if (!hint) return { location: usual(), ends: false };
  if (!(await isOurs(hint, court.verify)))
    return { location: usual(invalid('unable to validate id_token_hint')), ends: false };
  const { sub, aud } = decodeJwt(hint);
  const clientId = [aud].flat()[0];
  if (sub === undefined || clientId === undefined) return { location: usual(), ends: false };
  const addresses = await court.findAddresses(clientId);
  if (!addresses) {
    return {
      location: usual({ error: 'unauthorized_client', description: 'client not found' }),
      ends: false,
    };
  }
  if (!wanted) return { location: usual(), ends: true };
  if (!addresses.includes(wanted)) {
    return {
      location: usual(invalid('client registry does not contain post_logout_redirect_uri')),
      ends: true,
    };
  }
  return { location: leadTo(wanted, state), ends: true };
}

/** The signature of an ID token; it has run out long since, as a rule. */
async function isOurs(token: string, verify: JWTVerifyGetKey): Promise<boolean> {
  try {
    await jwtVerify(token, verify, { algorithms: ['ES256'], currentDate: new Date(0) });
    return true;
  } catch {
    return false;
  }
}

function leadTo(address: string, state: string | undefined, refusal?: Refusal): string {
  const url = new URL(address);
  if (refusal) {
    url.searchParams.set('error_code', refusal.error);
    url.searchParams.set('error_description', refusal.description);
  }
  if (state) url.searchParams.set('state', state);
  return url.href;
}

function invalid(description: string): Refusal {
  return { error: 'invalid_request', description };
}
