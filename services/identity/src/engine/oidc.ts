import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '@ashlar/component';
import { fencedOff, isUnavailable, type Queryable } from '@ashlar/postgres';
import type { RawHandler } from '@ashlar/service-kit';
import type { JWK } from 'jose';
import { type Configuration, errors, type FindAccount, Provider } from 'oidc-provider';
import { acrOf, credentialOf } from '../domain/levels.ts';
import { mandateClaims } from '../domain/mandates.ts';
import type { SignIn, SignInEngine } from '../domain/ports.ts';
import { readAccount } from '../store/accounts.ts';
import { createAdapter, type Protection, UsedBefore } from './adapter.ts';
import { bindIdTokens } from './at-hash.ts';
import { createAuthorities } from './authorities.ts';
import { createBrowserSessions } from './browser-sessions.ts';
import type { EngineClients } from './clients.ts';
import {
  asksTwoFactors,
  claimsOfScopes,
  type EnginePages,
  engineConfiguration,
  type Lifetimes,
} from './configuration.ts';
import { type FailedProofs, limitFailedProofs } from './failed-proofs.ts';
import { answerFenced } from './fenced.ts';
import { storeLogoutNotices } from './logout-notices.ts';
import { heedQuotas, type TokenQuotas } from './quotas.ts';

/** A page's request and reply, as Node has them. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly reply: ServerResponse;
}

/** The protocol engine: it answers its own addresses, and tells the sign-in pages what is due. */
export interface OidcEngine extends SignInEngine<Exchange> {
  readonly handle: RawHandler;
  /** The addresses that it answers, in OpenAPI's form. */
  readonly paths: readonly string[];
}

/** What the engine is made of. */
export interface EngineOptions {
  readonly issuer: string;
  readonly db: Queryable;
  /** The one that signs first. */
  readonly signingKeys: readonly JWK[];
  readonly cookieKeys: readonly string[];
  readonly protection: Protection;
  readonly clients: Pick<EngineClients, 'find'>;
  readonly failedProofs: FailedProofs;
  readonly quotas: TokenQuotas;
  readonly pages: EnginePages;
  readonly lifetimes: Lifetimes;
  /** Calls addresses that clients named. */
  readonly fetch: typeof globalThis.fetch;
  readonly log: Log;
  /** How a profile has it otherwise than the standard issuer. */
  configure?(usual: Configuration, findAccount: AccountFinder): Configuration;
  /** Lets a profile stand around the engine. */
  around?(provider: Provider): void;
}

/** Finds what is told of an account; undefined when it signs in nowhere. */
export type AccountFinder = (...asked: Parameters<FindAccount>) => Promise<Awaited<ReturnType<FindAccount>>>;

/** Sets up oidc-provider. */
export function createEngine(options: EngineOptions): OidcEngine {
  const { issuer, db, log, protection } = options;
  const authorities = createAuthorities(db);
  const findAccount: AccountFinder = async (context, id) => {
    const account = await readAccount(db, id);
    if (!account || account.disabledAt) return undefined;
    return {
      accountId: id,
      claims: async (_use, scope, claims) => ({
        sub: id,
        email: account.email,
        email_verified: true,
        ...(account.phone !== null && { phone_number: account.phone, phone_number_verified: true }),
        ...(await authorities.claims(context, id, { scope, claims })),
      }),
    };
  };
  const usual = engineConfiguration({
    ...options,
    authorities,
    adapter: (kind) => createAdapter({ db, protection, findClient: options.clients.find }, kind),
    findAccount,
  });
  const provider = new Provider(issuer, options.configure?.(usual, findAccount) ?? usual);
  answerFenced(provider);
  limitFailedProofs(provider, options.failedProofs);
  heedQuotas(provider, options.quotas);
  bindIdTokens(provider);
  refuseReplays(provider);
  storeLogoutNotices(provider, issuer, db);
  provider.proxy = true;
  tellFaults(provider, log);
  leaveEmpty(provider);
  options.around?.(provider);
  const callback = provider.callback();
  return {
    ...signInSteps(provider),
    ...createBrowserSessions(provider, db, protection),
    paths: pathsOf(provider),
    async handle(request, reply) {
      address(request, issuer);
      openToScripts(reply);
      await callback(request, reply);
    },
  };
}

/** An assertion or proof that two processes see at once is new to both until one has stored it: the other's is then no other than one seen before. */
function refuseReplays({ ReplayDetection }: Provider): void {
  const { unique } = ReplayDetection;
  ReplayDetection.unique = async function once(...args) {
    try {
      return await unique.apply(this, args);
    } catch (error) {
      if (error instanceof UsedBefore) return false;
      throw error;
    }
  };
}

/** Whatever address a request came by, the issuer has one: every address that the engine tells is below it. */
function address({ headers }: IncomingMessage, issuer: string): void {
  const { host, protocol } = new URL(issuer);
  headers.host = host;
  headers['x-forwarded-host'] = host;
  headers['x-forwarded-proto'] = protocol.slice(0, -1);
}

/** The engine sends some forms by a script of its own, and adds its digest to the policy where that names scripts. */
function openToScripts(reply: ServerResponse): void {
  const name = 'content-security-policy';
  const policy = reply.getHeader(name);
  if (typeof policy === 'string' && policy.includes("default-src 'self'") && !policy.includes('script-src')) {
    reply.setHeader(name, `${policy}; script-src 'self'`);
  }
}

/** An answer without a body has no type either: clients that take only JSON would refuse a revocation that was done (RFC 7009 section 2.2). */
function leaveEmpty(provider: Provider): void {
  provider.use(async (context, next) => {
    await next();
    if (context.oidc?.route === 'revocation' && context.body === '') context.remove('content-type');
  });
}

/** The engine turns every error into a reply of its own; the cause is logged, and an outage is told as one. */
function tellFaults(provider: Provider, log: Log): void {
  provider.on('server_error', (context, error) => {
    if (fencedOff(error)) return;
    const outage = isUnavailable(error);
    if (outage) {
      context.status = 503;
      context.set('retry-after', '1');
    }
    const requestId = context.res.getHeader('x-request-id');
    const message = outage ? 'a backing service is unavailable' : 'unexpected error';
    log[outage ? 'warn' : 'error']({ err: error, requestId }, message);
  });
}

function pathsOf(provider: Provider): string[] {
  const named = routeNames.flatMap((name) => {
    try {
      return decodeURIComponent(provider.pathFor(name, { uid: '{uid}', clientId: '{client_id}' }));
    } catch {
      // It has no route of this name: the feature is off.
      return [];
    }
  });
  // Both addresses of discovery share one name.
  return [...named, '/.well-known/openid-configuration'];
}

const routeNames = [
  'authorization',
  'resume',
  'userinfo',
  'token',
  'jwks',
  'discovery',
  'openid_credential_issuer',
  'credential',
  'challenge',
  'registration',
  'client',
  'revocation',
  'introspection',
  'end_session',
  'end_session_confirm',
  'end_session_success',
  'device_authorization',
  'code_verification',
  'device_resume',
  'pushed_authorization_request',
  'backchannel_authentication',
  'interaction',
];

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

function signInSteps(
  provider: Provider,
): Omit<SignInEngine<Exchange>, 'session' | 'sessionsOf' | 'tellClients'> {
  const details = async ({ request, reply }: Exchange): Promise<Interaction | undefined> => {
    try {
      return await provider.interactionDetails(request, reply);
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return undefined;
      throw error;
    }
  };
  const finish = async (exchange: Exchange, result: Parameters<Provider['interactionResult']>[2]) =>
    (await details(exchange)) && provider.interactionResult(exchange.request, exchange.reply, result);

  return {
    async find(exchange) {
      const interaction = await details(exchange);
      return interaction && describe(provider, interaction);
    },
    signedIn: (exchange, accountId, amr) =>
      finish(exchange, {
        // Else it would be when the browser comes back, which may be much later.
        login: { accountId, amr: [...amr], acr: acrOf(credentialOf(amr)), ts: Math.floor(Date.now() / 1000) },
      }),
    async agreed(exchange) {
      const interaction = await details(exchange);
      return interaction && finish(exchange, { consent: { grantId: await grant(provider, interaction) } });
    },
    // No standard request asks who a person is.
    identified: async () => undefined,
    cancelled: (exchange) =>
      finish(exchange, { error: 'access_denied', error_description: 'the person went back' }),
  };
}

async function describe(provider: Provider, interaction: Interaction): Promise<SignIn> {
  const { client_id: id, redirect_uri: leadsTo, ui_locales: locales } = interaction.params;
  const client = await provider.Client.find(String(id));
  const language =
    typeof locales === 'string' ? /^\s*(en|cy)\b/i.exec(locales)?.[1]?.toLowerCase() : undefined;
  return {
    uid: interaction.uid,
    due: dueOf(interaction.prompt.name),
    clientId: String(id),
    clientName: client?.clientName ?? String(id),
    language: language === 'en' || language === 'cy' ? language : undefined,
    leadsTo: String(leadsTo),
    asks: asksOf(interaction),
    asksTwoFactors: asksTwoFactors(interaction.params),
    asksAnew: asksAnew(interaction.params),
  };
}

/** OpenID Connect Core 1.0 section 3.1.2.1: with `prompt=login` or `max_age` the person signs in again. */
function asksAnew({ prompt, max_age: maxAge }: Interaction['params']): boolean {
  return maxAge !== undefined || (typeof prompt === 'string' && prompt.split(' ').includes('login'));
}

function dueOf(prompt: string): SignIn['due'] {
  return prompt === 'consent' || prompt === 'identity' ? prompt : 'password';
}

async function grant(
  provider: Provider,
  { grantId, session, params, prompt, ...rest }: Interaction,
): Promise<string> {
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const clientId = String(params.client_id);
  const given = known ?? new provider.Grant({ accountId: session?.accountId ?? '', clientId });
  given.addOIDCScope(missing({ prompt, ...rest }, 'missingOIDCScope').join(' '));
  const claims = missing({ prompt, ...rest }, 'missingOIDCClaims');
  if (claims.length > 0) given.addOIDCClaims(claims);
  for (const [resource, scopes] of missingOfResources({ prompt, ...rest }))
    given.addResourceScope(resource, scopes.join(' '));
  return given.save();
}

/** What the person is asked to share: what is new, or all of it where the client wants the question asked again. */
function asksOf(interaction: Interaction): string[] {
  const claims = missing(interaction, 'missingOIDCClaims');
  const ofClaims = Object.entries(claimsOfScopes).filter(([, told]) =>
    told.some((one) => claims.includes(one)),
  );
  const ofResources = missingOfResources(interaction).flatMap(([, scopes]) => scopes);
  const asked = [
    ...(claims.includes(mandateClaims.actingFor) ? ['acting_for'] : []),
    ...missing(interaction, 'missingOIDCScope'),
    ...ofClaims.map(([scope]) => scope),
    ...ofResources,
  ];
  return asked.length > 0 ? [...new Set(asked)] : String(interaction.params.scope ?? '').split(' ');
}

/** What the client wants to do at components in the person's name, by resource. */
function missingOfResources({ prompt }: Pick<Interaction, 'prompt'>): [string, string[]][] {
  const { missingResourceScopes: names } = prompt.details;
  if (typeof names !== 'object' || names === null) return [];
  return Object.entries(names).map(([resource, scopes]) => [
    resource,
    Array.isArray(scopes) ? scopes.map(String) : [],
  ]);
}

function missing({ prompt }: Pick<Interaction, 'prompt'>, what: string): string[] {
  const names = prompt.details[what];
  return Array.isArray(names) ? names.map(String) : [];
}
