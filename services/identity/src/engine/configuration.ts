import type { JWK } from 'jose';
import {
  type AdapterFactory,
  type Client,
  type Configuration,
  errors,
  type FindAccount,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { isOwnOrigin } from '../domain/addresses.ts';
import { acrOf, credentials, isTwoFactors } from '../domain/levels.ts';
import { mandateClaims } from '../domain/mandates.ts';
import { componentOf, refusedScope, resourceOf, scopeComponent } from '../domain/scopes.ts';
import { algorithmOf, createLocalKey } from './local-key.ts';
import { quotasMember } from './quotas.ts';

/** The pages that the engine shows by itself. */
export interface EnginePages {
  /** Asks whether to sign out; the form is sent to `action` with `xsrf`. */
  logout(context: { language: string; action: string; xsrf: string }): string;
  loggedOut(context: { language: string }): string;
  error(context: { language: string; server: boolean }): string;
}

/** Extra members of a client's metadata. */
export const departmentMember = 'department';
export const scopesMember = 'component_scopes';
export const previousSecretMember = 'previous_secret';
export const pkceMember = 'require_pkce';

/** What a scope tells of a person. */
export const claimsOfScopes = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  mandates: [mandateClaims.mandates],
  staff: [mandateClaims.staff],
};

/** What holds of sign-ins and tokens in which a person acts for a party. */
export interface DelegationRules {
  /** Throws when a client needs the person to act for a party, and there is no mandate. */
  refuseWithout(context: KoaContextWithOIDC): Promise<void>;
  /** Has an access token for a component name the party, and the person as its actor. */
  delegate(
    context: KoaContextWithOIDC,
    accountId: string | undefined,
    payload: Record<string, unknown>,
  ): Promise<void>;
}

/** How the engine is set up: what is not named here is off. */
export function engineConfiguration(options: {
  issuer: string;
  adapter: AdapterFactory;
  findAccount: FindAccount;
  signingKeys: readonly JWK[];
  cookieKeys: readonly string[];
  pages: EnginePages;
  lifetimes: Lifetimes;
  /** What there is to say of whom people act for. */
  authorities: DelegationRules;
  /** Calls addresses that clients named. */
  fetch: Configuration['fetch'];
}): Configuration {
  const { pages } = options;
  const cookie = { signed: true, httpOnly: true, sameSite: 'lax', overwrite: true } as const;
  return {
    adapter: options.adapter,
    // Ours, since the engine would keep and tell secrets in the clear.
    discovery: { registration_endpoint: `${options.issuer}/register` },
    findAccount: options.findAccount,
    jwks: { keys: options.signingKeys.map(createLocalKey) },
    routes,
    cookies: {
      keys: [...options.cookieKeys],
      names: { session: 'identity_session', interaction: 'identity_sign_in', resume: 'identity_resume' },
      long: cookie,
      short: cookie,
    },
    responseTypes: ['code'],
    // Of profile and address nothing is kept: whoever asks for them gets what there is.
    scopes: ['openid', 'email', 'phone', 'profile', 'address', 'mandates', 'staff', 'offline_access'],
    claims: { openid: ['sub'], ...claimsOfScopes, [mandateClaims.actingFor]: null },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    clientBasedCORS: (_context, origin, client) => isOwnOrigin(origin, client.redirectUris ?? []),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    // Never by a client's secret: what is kept of it is its hash, which would then be the key.
    enabledJWA: {
      idTokenSigningAlgValues: [...new Set(options.signingKeys.map(algorithmOf))],
      clientAuthSigningAlgValues: signedByClients,
      requestObjectSigningAlgValues: signedByClients,
    },
    extraClientMetadata: {
      properties: [departmentMember, scopesMember, previousSecretMember, pkceMember, quotasMember],
    },
    acrValues: credentials.map(({ acr }) => acr),
    pkce: { required: (_context, client) => client[pkceMember] !== false },
    // A refresh token that comes again was stolen, or its successor was: the engine then ends all that the person agreed to.
    rotateRefreshToken: true,
    interactions: {
      policy: signInPolicy(options.authorities),
      url: (_context, interaction) => `/sign-in/${interaction.uid}`,
    },
    formats: {
      customizers: {
        async jwt(context, token, { payload }) {
          if ('accountId' in token) await options.authorities.delegate(context, token.accountId, payload);
        },
      },
    },
    extraTokenClaims: (context) => ({ [departmentMember]: context.oidc.client?.[departmentMember] }),
    ttl: ttlOf(options.lifetimes),
    fetch: options.fetch,
    features: {
      devInteractions: { enabled: false },
      externalSigningSupport: { enabled: true, ack: 'experimental-01' },
      dPoP: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      requestObjects: { enabled: true },
      clientCredentials: { enabled: true },
      claimsParameter: { enabled: true },
      introspection: { enabled: true, allowedPolicy: isOwn },
      revocation: { enabled: true, allowedPolicy: onlyOwn },
      resourceIndicators: {
        enabled: true,
        defaultResource,
        getResourceServerInfo: resourceServers(options.lifetimes.accessToken),
      },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(context) {
          const xsrf = String(context.oidc.session?.state?.secret ?? '');
          const action = context.oidc.urlFor('end_session_confirm');
          context.body = pages.logout({ language: languageOf(context), action, xsrf });
        },
        postLogoutSuccessSource(context) {
          context.body = pages.loggedOut({ language: languageOf(context) });
        },
      },
    },
    renderError(context, out) {
      context.type = 'html';
      context.body = pages.error({ language: languageOf(context), server: out.error === 'server_error' });
    },
  };
}

/** The engine's own policy, and a sign-in where the session is of an account that is gone or disabled, or has one factor and two are asked for. */
function signInPolicy(authorities: DelegationRules): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const gone = new interactionPolicy.Check(
    'account_gone',
    'End-User account is not available',
    'login_required',
    ({ oidc }) => oidc.session?.accountId !== undefined && oidc.account === undefined,
  );
  const oneFactor = new interactionPolicy.Check(
    'one_factor',
    'two factors were asked for, and the session has one',
    ({ oidc }) =>
      asksTwoFactors(oidc.params) &&
      oidc.session?.accountId !== undefined &&
      !isTwoFactors(oidc.session.amr) &&
      // `acr_values` is a wish (OpenID Connect Core section 3.1.2.1): whoever cannot be asked, or was just asked, goes on.
      !oidc.prompts.has('none') &&
      oidc.result?.login === undefined,
  );
  const unmet = new interactionPolicy.Check(
    'acr_unmet',
    'the sign-in is not as good as the client needs',
    ({ oidc }) => {
      const needed = neededAcrs(oidc.params?.claims);
      // Once the person has signed in, asking again would bring the same.
      if (oidc.result?.login && needed.length > 0 && !needed.includes(oidc.acr ?? ''))
        throw new errors.UnmetAuthenticationRequirements('the sign-in is not as good as the client needs');
      return false;
    },
  );
  const unmandated = new interactionPolicy.Check(
    'no_mandate',
    'the person may not act for this party',
    async (context) => {
      await authorities.refuseWithout(context);
      return false;
    },
  );
  policy.get('login')?.checks.add(unmet, 0);
  policy.get('consent')?.checks.add(unmandated, 0);
  policy.get('login')?.checks.add(gone);
  policy.get('login')?.checks.add(oneFactor);
  return policy;
}

/** Whether a request asks for two factors, by `acr_values` or because it needs them. */
export function asksTwoFactors({ acr_values: wished, claims }: UnknownParameters = {}): boolean {
  const asked = [...(typeof wished === 'string' ? wished.split(' ') : []), ...neededAcrs(claims)];
  return asked.includes(acrOf('Cl.Cm'));
}

interface UnknownParameters {
  readonly [name: string]: unknown;
}

/** The levels of which a client needs one (OpenID Connect Core 1.0 section 5.5.1.1). The engine has seen to it that the parameter is JSON. */
function neededAcrs(claims: unknown): string[] {
  if (typeof claims !== 'string') return [];
  const asked: {
    id_token?: { acr?: { essential?: unknown; value?: unknown; values?: unknown } | null } | null;
  } = JSON.parse(claims);
  const { essential, value, values } = asked.id_token?.acr ?? {};
  if (essential !== true) return [];
  return [value, ...(Array.isArray(values) ? values : [])].filter((one) => typeof one === 'string');
}

const routes = {
  authorization: '/authorize',
  token: '/token',
  userinfo: '/userinfo',
  introspection: '/introspect',
  revocation: '/revoke',
  pushed_authorization_request: '/par',
  jwks: '/.well-known/jwks.json',
  end_session: '/logout',
};

/** For how long things last, in seconds. */
export interface Lifetimes {
  readonly accessToken: number;
  readonly idToken: number;
  /** What a person agreed to, and the refresh tokens of it. */
  readonly grant: number;
  readonly session: number;
}

function ttlOf({ accessToken, idToken, grant, session }: Lifetimes) {
  return {
    AccessToken: accessToken,
    AuthorizationCode: 60,
    ClientCredentials: accessToken,
    Grant: grant,
    IdToken: idToken,
    Interaction: 3600,
    PushedAuthorizationRequest: 60,
    RefreshToken: grant,
    Session: session,
  };
}

/** What clients may sign with: pairs of keys only. */
const signedByClients = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'Ed25519',
  'EdDSA',
] as const;

/** A token says nothing to other clients. */
function isOwn(_context: KoaContextWithOIDC, client: Client, token: OfClient): boolean {
  return token.clientId === client.clientId;
}

/** No other client ends a token (RFC 7009 section 2.1). */
function onlyOwn(context: KoaContextWithOIDC, client: Client, token: OfClient): boolean {
  if (!isOwn(context, client, token)) throw new errors.InvalidRequest('the token is of another client');
  return true;
}

interface OfClient {
  readonly clientId?: string | undefined;
}

/** Which languages the person reads, as far as the request says. */
function languageOf(context: KoaContextWithOIDC): string {
  const asked = context.oidc?.params?.ui_locales;
  return typeof asked === 'string' ? asked : context.get('accept-language');
}

/** Without a resource, a client's own token is for the component of the first scope. */
function defaultResource(
  context: KoaContextWithOIDC,
  _client: Client,
  oneOf?: readonly string[],
): string | readonly string[] {
  if (oneOf) return oneOf;
  if (!isForClient(context)) return [];
  const component = scopeComponent(scopesOf(context)[0] ?? '');
  if (!component) throw new errors.InvalidTarget('a scope or a resource must name the component');
  return resourceOf(component);
}

/** The audience is the component, and the token says no more than the client was given, whoever's it is. */
function resourceServers(accessTokenTTL: number) {
  return (context: KoaContextWithOIDC, resource: string, client: Client) => {
    const component = componentOf(resource);
    if (!component) throw new errors.InvalidTarget();
    const known = client[scopesMember];
    const granted = Array.isArray(known) ? known.map(String) : [];
    const asked = isForClient(context)
      ? scopesOf(context)
      : scopesOf(context).filter((one) => scopeComponent(one) === component);
    const refused = refusedScope(granted, component, asked);
    if (refused === 'none') throw new errors.InvalidTarget();
    if (refused !== undefined) throw new errors.InvalidScope('requested scope is not allowed', refused);
    return {
      // A code or refresh token says itself what was asked for and agreed to.
      scope: (isForClient(context) || asked.length > 0
        ? asked
        : granted.filter((one) => scopeComponent(one) === component)
      ).join(' '),
      audience: component,
      accessTokenFormat: 'jwt' as const,
      accessTokenTTL,
      jwt: { sign: { alg: 'ES256' as const } },
    };
  };
}

/** Whether a client asks for a token of its own. */
function isForClient(context: KoaContextWithOIDC): boolean {
  return context.oidc.params?.grant_type === 'client_credentials';
}

function scopesOf(context: KoaContextWithOIDC): string[] {
  const { scope } = context.oidc.params ?? {};
  return typeof scope === 'string' ? scope.split(' ').filter((one) => one !== '') : [];
}
