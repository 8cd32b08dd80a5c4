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
import { componentOf, refusedScope, resourceOf, scopeComponent } from '../domain/scopes.ts';
import { createLocalKey } from './local-key.ts';

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
};

/** How the engine is set up: what is not named here is off. */
export function engineConfiguration(options: {
  adapter: AdapterFactory;
  findAccount: FindAccount;
  signingKeys: readonly JWK[];
  cookieKeys: readonly string[];
  pages: EnginePages;
}): Configuration {
  const { pages } = options;
  const cookie = { signed: true, httpOnly: true, sameSite: 'lax', overwrite: true } as const;
  return {
    adapter: options.adapter,
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
    scopes: ['openid', 'email', 'phone', 'profile', 'address', 'offline_access'],
    claims: { openid: ['sub'], ...claimsOfScopes },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    extraClientMetadata: { properties: [departmentMember, scopesMember, previousSecretMember, pkceMember] },
    pkce: { required: (_context, client) => client[pkceMember] !== false },
    // A refresh token that comes again was stolen, or its successor was: the engine then ends all that the person agreed to.
    rotateRefreshToken: true,
    interactions: { policy: signInPolicy(), url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    extraTokenClaims: (context) => ({ [departmentMember]: context.oidc.client?.[departmentMember] }),
    ttl,
    features: {
      devInteractions: { enabled: false },
      externalSigningSupport: { enabled: true, ack: 'experimental-01' },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      claimsParameter: { enabled: true },
      introspection: { enabled: true, allowedPolicy: isOwn },
      revocation: { enabled: true, allowedPolicy: onlyOwn },
      resourceIndicators: { enabled: true, defaultResource, getResourceServerInfo },
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

/** The engine's own policy, and a sign-in where the session is of an account that is gone or disabled. */
function signInPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const gone = new interactionPolicy.Check(
    'account_gone',
    'End-User account is not available',
    'login_required',
    ({ oidc }) => oidc.session?.accountId !== undefined && oidc.account === undefined,
  );
  policy.get('login')?.checks.add(gone);
  return policy;
}

const routes = {
  authorization: '/authorize',
  token: '/token',
  userinfo: '/userinfo',
  introspection: '/introspect',
  revocation: '/revoke',
  jwks: '/.well-known/jwks.json',
  end_session: '/logout',
};

/** In seconds. */
const ttl = {
  AccessToken: 3600,
  AuthorizationCode: 60,
  ClientCredentials: 600,
  Grant: 14 * 86_400,
  IdToken: 3600,
  Interaction: 3600,
  RefreshToken: 14 * 86_400,
  Session: 12 * 3600,
};

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

/** The audience is the component, and the token says no more than the client was given. */
function getResourceServerInfo(context: KoaContextWithOIDC, resource: string, client: Client) {
  const component = componentOf(resource);
  if (!component || !isForClient(context)) throw new errors.InvalidTarget();
  const asked = scopesOf(context);
  const granted = client[scopesMember];
  const refused = refusedScope(Array.isArray(granted) ? granted : [], component, asked);
  if (refused === 'none') throw new errors.InvalidTarget();
  if (refused !== undefined) throw new errors.InvalidScope('requested scope is not allowed', refused);
  return {
    scope: asked.join(' '),
    audience: component,
    accessTokenFormat: 'jwt' as const,
    accessTokenTTL: ttl.ClientCredentials,
    jwt: { sign: { alg: 'ES256' as const } },
  };
}

/** A person's sign-in gives no token for a component: what a client may do there is its own, not the person's. */
function isForClient(context: KoaContextWithOIDC): boolean {
  return context.oidc.params?.grant_type === 'client_credentials';
}

function scopesOf(context: KoaContextWithOIDC): string[] {
  const { scope } = context.oidc.params ?? {};
  return typeof scope === 'string' ? scope.split(' ').filter((one) => one !== '') : [];
}
