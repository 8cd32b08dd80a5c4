import {
  type Client,
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { credentialOf, reaches } from '../../domain/levels.ts';
import type { AccountFinder } from '../../engine/oidc.ts';
import { quotasMember } from '../../engine/quotas.ts';
import { requestAlgorithms, vectorOf } from './authorize.ts';
import { askableClaims } from './claims.ts';
import { partyMember, sectorOf } from './clients.ts';
import { askedLevel, claimsUnderWay, identityOf } from './identity.ts';
import type { Sign } from './keys.ts';
import type { Outcomes } from './outcomes.ts';
import { refusals } from './rules.ts';
import type { Subjects } from './subjects.ts';
import { hasIdentity } from './vector.ts';

/** How long things of the profile last, in seconds (One Login's ConfigurationService). A session counts from its last use. */
export const lifetimes = { accessToken: 180, code: 300, idToken: 120, session: 3600 } as const;

/** What the engine is set up with beside the usual. */
export interface ProfileParts {
  readonly issuer: string;
  readonly subjects: Subjects;
  readonly outcomes: Outcomes;
  readonly signCoreIdentity: Sign;
  readonly findAccount: AccountFinder;
}

/** The engine's configuration for this profile, from the standard issuer's. */
export function oneLoginConfiguration(usual: Configuration, parts: ProfileParts): Configuration {
  return {
    ...usual,
    cookies: {
      ...usual.cookies,
      names: { session: 'one_login_session', interaction: 'one_login_sign_in', resume: 'one_login_resume' },
    },
    scopes: ['openid', 'email', 'phone', 'wallet-subject-id'],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      phone: ['phone_number', 'phone_number_verified'],
      'wallet-subject-id': ['wallet_subject_id'],
      ...Object.fromEntries(askableClaims.map((name) => [name, null])),
    },
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: (_context, accountId, client) => parts.subjects.pairwise(accountId, sectorOf(client)),
    findAccount: accountFinder(parts),
    clientAuthMethods: ['private_key_jwt', 'client_secret_post'],
    enabledJWA: { ...usual.enabledJWA, clientAuthSigningAlgValues: [...requestAlgorithms] },
    assertJwtClientAuthClaimsAndHeader: async (_context, claims, header, client) => {
      const isNamed = client.jwksUri === undefined || typeof header.kid === 'string';
      if (claims.sub !== claims.iss || !isNamed)
        throw new errors.InvalidClientAuth('the assertion is not as it has to be');
    },
    extraClientMetadata: { properties: [partyMember, quotasMember] },
    // Its clients are servers, with keys.
    clientBasedCORS: () => false,
    extraParams: ['vtr'],
    // Whether there has to be a challenge is the client's, and judged before.
    pkce: { required: () => false },
    ttl: {
      AccessToken: lifetimes.accessToken,
      AuthorizationCode: lifetimes.code,
      IdToken: lifetimes.idToken,
      Session: lifetimes.session,
      Grant: lifetimes.session + lifetimes.code,
      Interaction: lifetimes.session,
    },
    interactions: { ...usual.interactions, policy: signInPolicy(usual, parts.outcomes) },
    loadExistingGrant,
    features: {
      devInteractions: { enabled: false },
      externalSigningSupport: { enabled: true, ack: 'experimental-01' },
      claimsParameter: { enabled: true },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      ...(usual.features?.backchannelLogout && { backchannelLogout: usual.features.backchannelLogout }),
      ...(usual.features?.rpInitiatedLogout && { rpInitiatedLogout: usual.features.rpInitiatedLogout }),
    },
  };
}

/** The usual sign-in without its question of consent, which is implied here; then the second factor and the identity, as far as they are asked for. */
function signInPolicy(usual: Configuration, outcomes: Outcomes): interactionPolicy.Prompt[] {
  const prompts = [...(usual.interactions?.policy ?? [])].filter(({ name }) => name !== 'consent');
  const login = prompts.find(({ name }) => name === 'login');
  // Who it has to be is judged when somebody has signed in: asking again and again would end nowhere.
  login?.checks.remove('id_token_hint');
  login?.checks.add(
    new interactionPolicy.Check('credential', 'a second factor is needed', ({ oidc }) => {
      if (oidc.session?.accountId === undefined) return false;
      const wanted = vectorOf(oidc.params?.vtr).credential;
      if (reaches(credentialOf(oidc.session.amr), wanted)) return false;
      if (oidc.result?.login) throw new errors.AccessDenied(refusals.denied.description);
      return true;
    }),
  );
  const identity = new interactionPolicy.Check('identity', 'the identity is not proven', async ({ oidc }) => {
    const wanted = vectorOf(oidc.params?.vtr);
    if (!hasIdentity(wanted) || oidc.result?.identity) return false;
    const outcome = await outcomes.find(oidc.session?.uid, oidc.session?.accountId);
    return outcome?.kind !== 'proven' || !reaches(outcome.level, wanted.confidence);
  });
  return [...prompts, new interactionPolicy.Prompt({ name: 'identity', requestable: false }, identity)];
}

/** What is asked for is shared: whoever goes on with the sign-in agrees to it. */
async function loadExistingGrant(context: KoaContextWithOIDC) {
  const { client, session, account, provider, requestParamOIDCScopes } = context.oidc;
  if (!client || !session || !account) return undefined;
  const known = session.grantIdFor(client.clientId);
  const grant =
    (known === undefined ? undefined : await provider.Grant.find(known)) ??
    new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  grant.addOIDCScope([...requestParamOIDCScopes].join(' '));
  const claims = claimsUnderWay(context);
  if (claims.length > 0) grant.addOIDCClaims(claims);
  await grant.save();
  return grant;
}

/** What is told of a person: the account's own, and at userinfo their identity where it was asked for and proven. */
function accountFinder(parts: ProfileParts): AccountFinder {
  const { issuer, subjects, outcomes, signCoreIdentity } = parts;
  return async (context, id) => {
    const account = await parts.findAccount(context, id);
    if (!account) return undefined;
    const identity = async (client: Client) => {
      const { accessToken } = context.oidc;
      const level = accessToken && askedLevel(accessToken, 'confidence');
      if (level === undefined || level === 'P0') return {};
      const outcome = await outcomes.find(accessToken?.sessionUid, id);
      const sub = subjects.pairwise(id, sectorOf(client));
      const to = { issuer, clientId: client.clientId, sub, sign: signCoreIdentity };
      return outcome ? identityOf(outcome, to) : {};
    };
    return {
      accountId: id,
      async claims(use, scope, claims, rejected) {
        const { client } = context.oidc;
        return {
          ...(await account.claims(use, scope, claims, rejected)),
          wallet_subject_id: subjects.wallet(id),
          ...(use === 'userinfo' && client && (await identity(client))),
        };
      },
    };
  };
}
