import { type Page, type Visitor, visitor } from '@ashlar/conformance';
import type { Wiring } from '@ashlar/wiring';
import { type CryptoKey, createLocalJWKSet, decodeJwt, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { aClient, password, redirectUri, type Service, startService } from '../fixtures.ts';

/** The claims that the official example asks for. */
export const vocabulary = {
  coreIdentity: 'https://vocab.account.gov.uk/v1/coreIdentityJWT',
  address: 'https://vocab.account.gov.uk/v1/address',
  passport: 'https://vocab.account.gov.uk/v1/passport',
  returnCode: 'https://vocab.account.gov.uk/v1/returnCode',
} as const;

/** A service with both issuers; the second is told from the first by its host. */
export interface TwoIssuers extends Service {
  /** With a slash at its end. */
  readonly oneLogin: string;
}

/** Starts a sandbox service with both issuers on one port. */
export async function startTwoIssuers(
  env: Record<string, string> = {},
  override?: (wiring: Wiring) => void,
): Promise<TwoIssuers> {
  let oneLogin = '';
  const service = await startService({
    ...(override && { override }),
    envOf(port) {
      oneLogin = `http://localhost:${port}/`;
      return {
        ONE_LOGIN_ISSUER: oneLogin,
        PROOFING_PROVIDER: 'sandbox',
        PRETEND_SECOND_FACTOR: 'true',
        ...env,
      };
    },
  });
  return { ...service, oneLogin };
}

/** A relying party as the official example is one: openid-client, jose, and a key of its own (PS256). */
export interface Party {
  readonly config: oidc.Configuration;
  readonly clientId: string;
  readonly privateKey: CryptoKey;
}

/** Registers a relying party that may ask for identities, and discovers the issuer. `publish` puts its key at an address instead of into its settings. */
export async function aParty(
  service: TwoIssuers,
  changes: Record<string, unknown> = {},
  publish?: (keys: object) => Promise<string>,
): Promise<Party> {
  const { privateKey, publicKey } = await generateKeyPair('PS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'a-key', alg: 'PS256', use: 'sig' };
  const { id: clientId } = await aClient(service, {
    ...(publish ? { jwks_uri: await publish({ keys: [jwk] }) } : { jwks: { keys: [jwk] } }),
    one_login: {
      claims: Object.values(vocabulary),
      levels_of_confidence: ['P0', 'P1', 'P2'],
      identity_verification: true,
    },
    ...changes,
  });
  const audience: oidc.ModifyAssertionOptions = {
    [oidc.modifyAssertion](header, payload) {
      header.kid = 'a-key';
      payload.aud = `${service.oneLogin}token`;
    },
  };
  const config = await oidc.discovery(
    new URL(service.oneLogin),
    clientId,
    undefined,
    oidc.PrivateKeyJwt(privateKey, audience),
    { execute: [oidc.allowInsecureRequests] },
  );
  return { config, clientId, privateKey };
}

/** A sign-in as the official example begins it. */
export async function begin(party: Party, vtr: string, extra: Record<string, string> = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  const address = oidc.buildAuthorizationUrl(party.config, {
    redirect_uri: redirectUri,
    scope: 'openid email',
    vtr: JSON.stringify([vtr]),
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(vtr.includes('P') && { claims: userinfo(Object.values(vocabulary)) }),
    ...extra,
  });
  return { start: address.href, verifier, state, nonce };
}

/** The same with its parameters in a signed object, as the official example makes it. */
export async function beginByObject(
  service: TwoIssuers,
  party: Party,
  vtr: string,
  extra: Record<string, string> = {},
) {
  const begun = await begin(party, vtr, extra);
  const audience: oidc.ModifyAssertionOptions = {
    [oidc.modifyAssertion](header, payload) {
      header.kid = 'a-key';
      payload.aud = `${service.oneLogin}authorize`;
    },
  };
  const { searchParams } = new URL(begun.start);
  const url = await oidc.buildAuthorizationUrlWithJAR(party.config, searchParams, party.privateKey, audience);
  return { ...begun, start: `${url.href}&response_type=code&scope=openid` };
}

/** The parameter `claims` that asks userinfo for these. */
export function userinfo(names: readonly string[]): string {
  return JSON.stringify({ userinfo: Object.fromEntries(names.map((name) => [name, null])) });
}

/** Redeems what came back, as the official example does, and reads who it is. */
export async function finish(party: Party, begun: Awaited<ReturnType<typeof begin>>, back: URL) {
  const tokens = await oidc.authorizationCodeGrant(party.config, back, {
    expectedNonce: begun.nonce,
    expectedState: begun.state,
    idTokenExpected: true,
    pkceCodeVerifier: begun.verifier,
  });
  const claims = tokens.claims();
  if (!claims) throw new Error('there is no ID token');
  const told = await oidc.fetchUserInfo(party.config, tokens.access_token, claims.sub);
  return { tokens, claims, accessToken: decodeJwt(tokens.access_token), told };
}

/** Checks a core identity by the keys of the DID document alone, found by the whole name of the key. */
export async function coreIdentity(service: TwoIssuers, jwt: unknown, clientId: string) {
  const answer = await fetch(`${service.oneLogin}.well-known/did.json`);
  const { assertionMethod } = (await answer.json()) as {
    assertionMethod: { id: string; publicKeyJwk: Record<string, string> }[];
  };
  const keys = assertionMethod.map(({ id, publicKeyJwk }) => ({ ...publicKeyJwk, kid: id }) as never);
  return jwtVerify(String(jwt), createLocalJWKSet({ keys }), {
    issuer: service.oneLogin,
    audience: clientId,
  });
}

/** Signs a person in by the forms, and answers the page that comes then. */
export async function signIn(
  service: TwoIssuers,
  start: string,
  email: string,
): Promise<{ person: Visitor; page: Page }> {
  const person = visitor(service.oneLogin);
  const page = await person.submit(await person.open(start), '#submit-password', { email, password });
  return { person, page };
}
