import { createHash, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { type CryptoKey, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An issuer with GOV.UK One Login's profile, and what one of its relying parties holds. */
export interface OneLoginSubject {
  /** With a slash at its end. */
  readonly issuer: string;
  readonly client: {
    readonly id: string;
    readonly redirectUri: string;
    readonly postLogoutRedirectUri: string;
    /** RSA, for PS256. The client has to give a nonce and a challenge, and may ask for email, P0 to P2, core identity, address and return code. */
    readonly privateKey: CryptoKey | KeyObject;
  };
  /** Where people are left who signed out, when no client says otherwise. */
  readonly signedOut: string;
  /** Has a person sign in at an address, and prove who they are with an outcome (P2 as a rule) where that is asked; a simulator does so by itself. Answers where they come back to. */
  arrive(start: string, outcome?: string): Promise<URL>;
  /** Who signs in by forms; the section "sessions" needs it. */
  readonly person?: { readonly email: string; readonly password: string };
}

/** Members that are put in place of the usual ones, or (undefined) left out. */
export type Changes = Readonly<Record<string, string | undefined>>;

/** A request to sign somebody in, with what redeems its code. */
export interface Begun {
  readonly start: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly state: string;
}

/** The claims that this profile names. */
export const vocabulary = 'https://vocab.account.gov.uk/v1/';

/** The type of a client's assertion (RFC 7523). */
export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Makes the address of a good request, with changes. */
export function begin(subject: OneLoginSubject, changes: Changes = {}): Begun {
  const verifier = randomBytes(32).toString('base64url');
  const parameters = parametersOf(subject, verifier, changes);
  const { nonce = '', state = '' } = parameters;
  return { start: addressOf(subject, parameters), verifier, nonce, state };
}

/** Makes the address of a good request whose parameters are in a signed object (RFC 9101); `query` changes what stands beside it. */
export async function beginByObject(
  subject: OneLoginSubject,
  { claims = {}, query = {}, foreign = false }: { claims?: Changes; query?: Changes; foreign?: boolean },
): Promise<string> {
  const { client, issuer } = subject;
  const verifier = randomBytes(32).toString('base64url');
  const inside = parametersOf(subject, verifier, {
    aud: `${issuer}authorize`,
    iss: client.id,
    ...claims,
  });
  const key = foreign ? (await generateKeyPair('PS256')).privateKey : client.privateKey;
  const request = await sign(key, inside);
  const outside = { response_type: 'code', scope: 'openid email', client_id: client.id, request, ...query };
  return addressOf(subject, outside);
}

/** The form of a good token request for a code, with changes; `assertion` changes what the client's assertion says. */
export async function tokenForm(
  subject: OneLoginSubject,
  changes: Changes = {},
  assertion: Changes = {},
  foreign = false,
): Promise<Record<string, string>> {
  const { client, issuer } = subject;
  const key = foreign ? (await generateKeyPair('PS256')).privateKey : client.privateKey;
  const now = Math.floor(Date.now() / 1000);
  const { exp = String(now + 60), ...said } = assertion;
  const whole = { iss: client.id, sub: client.id, aud: `${issuer}token`, jti: randomUUID(), ...said };
  const form = {
    grant_type: 'authorization_code',
    code: 'no-such-code',
    redirect_uri: client.redirectUri,
    client_assertion_type: assertionType,
    client_assertion: await sign(key, { ...whole, exp: Number(exp), iat: now - 60 }),
    ...changes,
  };
  return known(form);
}

/** Members without those that are left out. */
export function known(members: Changes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function parametersOf(
  { client }: OneLoginSubject,
  verifier: string,
  changes: Changes,
): Record<string, string> {
  return known({
    response_type: 'code',
    client_id: client.id,
    redirect_uri: client.redirectUri,
    scope: 'openid email',
    state: randomBytes(8).toString('hex'),
    nonce: randomBytes(8).toString('hex'),
    vtr: '["Cl.Cm"]',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  });
}

function addressOf({ issuer }: OneLoginSubject, parameters: Changes): string {
  return `${issuer}authorize?${new URLSearchParams(known(parameters))}`;
}

function sign(key: CryptoKey | KeyObject, payload: JWTPayload): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg: 'PS256' }).sign(key);
}
