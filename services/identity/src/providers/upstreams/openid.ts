import { importJWK } from 'jose';
import * as oidc from 'openid-client';
import { emailOf } from '../../domain/email.ts';
import type { IdentityProviders, UpstreamAccess, UpstreamAsk, UpstreamOutcome } from '../../domain/ports.ts';
import { acrsOfTwoFactors, worthOf } from '../../domain/upstream.ts';
import { outcomeOfError, Untrusted } from './errors.ts';

/** What upstream identity providers are reached through. */
export interface OpenIdSetup {
  /** Calls their addresses; see `createGuardedFetch`. */
  readonly fetch: typeof globalThis.fetch;
  /** Whether they may be at this machine itself, by http. */
  readonly insecureTargets: boolean;
  readonly timeoutMs: number;
  readonly log: { warn(told: object, message: string): void };
}

/** What a discovery document said is asked again after so long; where that fails it goes on for a while. */
const keepMs = 3_600_000;
const keepLongerMs = 60_000;

interface Known {
  readonly sequence: number;
  readonly configuration: oidc.Configuration;
  until: number;
}

/** OpenID Connect Core 1.0 with codes, for any provider that has a discovery document. Its keys are kept for five minutes, and asked again for one that is new. */
export function createOpenIdProviders(setup: OpenIdSetup): IdentityProviders {
  const kept = new Map<string, Known>();

  const configurationOf = async (upstream: UpstreamAccess): Promise<oidc.Configuration> => {
    const { id, sequence } = upstream;
    const found = kept.get(id);
    const known = found?.sequence === sequence ? found : undefined;
    if (known && known.until > performance.now()) return known.configuration;
    try {
      const configuration = await discover(setup, upstream);
      kept.set(id, { sequence, configuration, until: performance.now() + keepMs });
      return configuration;
    } catch (error) {
      if (!known) throw error;
      known.until = performance.now() + keepLongerMs;
      return known.configuration;
    }
  };

  return {
    async begin(upstream, ask) {
      try {
        const configuration = await configurationOf(upstream);
        const address = oidc.buildAuthorizationUrl(configuration, await parametersOf(upstream, ask));
        const isSafe = address.protocol === 'https:' || setup.insecureTargets;
        if (isSafe) return address.href;
        setup.log.warn(
          { upstream: upstream.id },
          'an upstream identity provider signs people in without TLS',
        );
      } catch (error) {
        const { kind, reason } = outcomeOfError(error);
        setup.log.warn(
          { upstream: upstream.id, kind, reason },
          'an upstream identity provider cannot be asked',
        );
      }
      return undefined;
    },
    async finish(upstream, ask, query) {
      try {
        return await arrivalOf(await configurationOf(upstream), upstream, ask, query);
      } catch (error) {
        return outcomeOfError(error);
      }
    },
  };
}

async function discover(setup: OpenIdSetup, upstream: UpstreamAccess): Promise<oidc.Configuration> {
  const { issuer, clientId } = upstream;
  const configuration = await oidc.discovery(new URL(issuer), clientId, undefined, await proofOf(upstream), {
    // `fetch` of the setup has a time limit of its own; this one is for what the library does around it.
    timeout: Math.ceil(setup.timeoutMs / 1000) + 1,
    [oidc.customFetch]: (url, options) => setup.fetch(url, options as RequestInit),
    execute: [
      oidc.enableNonRepudiationChecks,
      ...(setup.insecureTargets ? [oidc.allowInsecureRequests] : []),
    ],
  });
  if (configuration.serverMetadata().issuer !== issuer) {
    throw new Untrusted('the discovery document is of another issuer');
  }
  return configuration;
}

async function proofOf({ authMethod, secret }: UpstreamAccess): Promise<oidc.ClientAuth> {
  if (authMethod === 'client_secret_basic') return oidc.ClientSecretBasic(secret);
  if (authMethod === 'client_secret_post') return oidc.ClientSecretPost(secret);
  const jwk: { kid: string } = JSON.parse(secret);
  const key = await importJWK(jwk);
  if (key instanceof Uint8Array) throw new Error('The key is none of a pair');
  return oidc.PrivateKeyJwt({ key, kid: jwk.kid });
}

async function parametersOf(upstream: UpstreamAccess, ask: UpstreamAsk): Promise<Record<string, string>> {
  const acrs = ask.twoFactors ? acrsOfTwoFactors(upstream.levels) : [];
  return {
    redirect_uri: ask.returnTo,
    scope: ['openid', ...upstream.scopes].join(' '),
    state: ask.state,
    nonce: ask.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(ask.verifier),
    code_challenge_method: 'S256',
    ui_locales: ask.language,
    ...(acrs.length > 0 && { acr_values: acrs.join(' ') }),
    ...(ask.anew && { prompt: 'login', max_age: '0' }),
  };
}

/** Clocks may differ by so much, in seconds. */
const skewS = 60;

async function arrivalOf(
  configuration: oidc.Configuration,
  upstream: UpstreamAccess,
  ask: UpstreamAsk,
  query: URLSearchParams,
): Promise<UpstreamOutcome> {
  const address = new URL(ask.returnTo);
  address.search = query.toString();
  const tokens = await oidc.authorizationCodeGrant(configuration, address, {
    expectedState: ask.state,
    expectedNonce: ask.nonce,
    pkceCodeVerifier: ask.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims || !isSubject(claims.sub)) return { kind: 'refused', reason: 'no usable sub' };
  const { auth_time: signedInAt } = claims;
  if (ask.anew && !(typeof signedInAt === 'number' && signedInAt >= ask.at.getTime() / 1000 - skewS)) {
    return { kind: 'refused', reason: 'the sign-in is an old one' };
  }
  const told = claims.email === undefined ? await userinfoOf(configuration, upstream, tokens) : claims;
  return {
    kind: 'arrived',
    subject: claims.sub,
    email: typeof told.email === 'string' ? emailOf(told.email) : undefined,
    emailVerified: told.email_verified === true,
    worth: worthOf(upstream.levels, { acr: claims.acr, amr: claims.amr }),
  };
}

/** OpenID Connect Core 1.0 section 2: at most 255 characters. */
function isSubject(sub: string): boolean {
  return sub.length > 0 && sub.length <= 255 && !sub.includes('\0');
}

/** What userinfo says of the same person; nothing where there is none, or it does not answer: the sign-in is good without. */
async function userinfoOf(
  configuration: oidc.Configuration,
  { scopes }: UpstreamAccess,
  tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
): Promise<{ email?: unknown; email_verified?: unknown }> {
  const { userinfo_endpoint: endpoint } = configuration.serverMetadata();
  const sub = tokens.claims()?.sub;
  if (endpoint === undefined || sub === undefined || !scopes.includes('email')) return {};
  try {
    return await oidc.fetchUserInfo(configuration, tokens.access_token, sub);
  } catch {
    return {};
  }
}
