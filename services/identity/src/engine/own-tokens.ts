import { createPrivateKey, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import type { JWK } from 'jose';
import type { ClientMetadata } from 'oidc-provider';
import { componentOf, refusedScope, resourceOf, scopeComponent } from '../domain/scopes.ts';
import { compareSecret } from './clients.ts';
import { departmentMember, previousSecretMember, scopesMember } from './configuration.ts';
import type { FailedProofs } from './failed-proofs.ts';
import { signEs256 } from './local-key.ts';
import { quotasMember, type TokenQuotas } from './quotas.ts';

/** Answers a request, or resolves to false with nothing done. */
export type AnswerFirst = (request: IncomingMessage, reply: ServerResponse) => Promise<boolean>;

/** What is needed to give clients tokens of their own. */
export interface OwnTokenOptions {
  readonly issuer: string;
  /** With its private part; the one that signs. */
  readonly signingKey: JWK;
  readonly lifetimeS: number;
  readonly failedProofs: FailedProofs;
  readonly quotas: TokenQuotas;
  findClient(id: string): Promise<ClientMetadata | undefined>;
}

/**
 * Answers the plainest request at the token endpoint, and the most frequent: a client with a secret asks for a token of its own (RFC 6749 section 4.4),
 * for scopes that it has. The engine takes three times as long for the same. Resolves to false for every other request, and for one that is to be refused,
 * with nothing answered and the body unread: they are the engine's, which alone knows what is wrong.
 */
export function createOwnTokens(options: OwnTokenOptions): AnswerFirst {
  const sign = createSigner(options.signingKey);
  return async (request, reply) => {
    if (!mayBePlain(request)) return false;
    const body = await peek(request);
    const asked = body && askedBy(request, body);
    // Whatever keeps it from being found, the engine meets it too and says so.
    const client = asked && (await options.findClient(asked.id).catch(() => undefined));
    const grant = client && grantOf(client, asked);
    if (!grant || options.failedProofs.waitS(asked.id, request) > 0) return false;
    const quota = client[quotasMember];
    if (options.quotas.waitS(asked.id, quota) > 0 || !(await options.quotas.take(asked.id, quota)))
      return false;
    const iat = Math.floor(Date.now() / 1000);
    const { scope } = asked;
    const token = sign({
      [departmentMember]: client[departmentMember],
      jti: randomBytes(32).toString('base64url'),
      sub: asked.id,
      iat,
      exp: iat + options.lifetimeS,
      scope,
      client_id: asked.id,
      iss: options.issuer,
      aud: grant.component,
    });
    const answer = { access_token: token, expires_in: options.lifetimeS, scope, token_type: 'Bearer' };
    reply.setHeader('cache-control', 'no-store');
    reply.setHeader('content-type', 'application/json; charset=utf-8');
    reply.end(JSON.stringify(answer));
    return true;
  };
}

const form = 'application/x-www-form-urlencoded';

/** Whether nothing in the head of a request asks for more than the plainest. */
function mayBePlain({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    url === '/token' &&
    headers['content-type']?.split(';', 1)[0]?.trim() === form &&
    headers.origin === undefined &&
    headers.dpop === undefined &&
    headers['oauth-client-attestation'] === undefined &&
    headers['transfer-encoding'] === undefined &&
    headers['content-encoding'] === undefined
  );
}

const longestBody = 4096;

/** Reads a short body and puts it back, for whoever comes next. Undefined of one that is longer or breaks off. */
async function peek(request: IncomingMessage): Promise<string | undefined> {
  const length = Number(request.headers['content-length']);
  if (!(length > 0 && length <= longestBody)) return undefined;
  if (request.readableLength < length && !(await arrives(request, length))) return undefined;
  const body: Buffer | null = request.read(length);
  if (body === null) return undefined;
  request.unshift(body);
  return body.toString();
}

function arrives(request: IncomingMessage, length: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (whole: boolean) => {
      request.off('readable', look).off('close', broken).off('error', broken);
      resolve(whole);
    };
    const look = () => {
      if (request.readableLength >= length) settle(true);
    };
    const broken = () => settle(false);
    request.on('readable', look).on('close', broken).on('error', broken);
  });
}

/** What a plain request says. */
interface Asked {
  readonly id: string;
  readonly secret: string;
  readonly scope: string;
  readonly resource: string | undefined;
}

const known = new Set(['grant_type', 'scope', 'resource', 'client_id', 'client_secret']);

function askedBy({ headers }: IncomingMessage, body: string): Asked | undefined {
  const said = parse(body);
  for (const [name, value] of Object.entries(said))
    if (!known.has(name) || typeof value !== 'string' || value === '') return undefined;
  const { grant_type: grantType, scope, resource, client_id: id, client_secret: secret } = said;
  if (grantType !== 'client_credentials' || typeof scope !== 'string') return undefined;
  const rest = { scope, resource: typeof resource === 'string' ? resource : undefined };
  if (headers.authorization === undefined)
    return typeof id === 'string' && typeof secret === 'string' ? { id, secret, ...rest } : undefined;
  const basic = secret === undefined ? basicOf(headers.authorization) : undefined;
  if (!basic || (id !== undefined && id !== basic.id)) return undefined;
  return { ...basic, ...rest };
}

// RFC 6749 section 2.3.1 has both parts encoded as a form's; whoever has something to encode there is the engine's.
const plainPart = /^[\w.~-]+$/;

function basicOf(authorization: string): { id: string; secret: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', secret = '', ...more] = Buffer.from(encoded, 'base64').toString().split(':');
  if (more.length > 0 || !plainPart.test(id) || !plainPart.test(secret)) return undefined;
  return { id, secret };
}

/** The component that a client's token is for; undefined unless it proved itself and may have all that it asks for. */
function grantOf(client: ClientMetadata, asked: Asked): { component: string } | undefined {
  const { token_endpoint_auth_method: method = 'client_secret_basic', grant_types: grants = [] } = client;
  // As the engine has it, a secret may come either way.
  if (!method.startsWith('client_secret_') || client.dpop_bound_access_tokens) return undefined;
  if (!grants.includes('client_credentials')) return undefined;
  const held = { clientSecret: client.client_secret, [previousSecretMember]: client[previousSecretMember] };
  if (!compareSecret.call(held, asked.secret)) return undefined;
  const scopes = asked.scope.split(' ');
  if (scopes.includes('') || new Set(scopes).size < scopes.length) return undefined;
  const named = scopeComponent(scopes[0] ?? '');
  const component = componentOf(asked.resource ?? (named === undefined ? '' : resourceOf(named)));
  const granted = client[scopesMember];
  if (component === undefined || !Array.isArray(granted)) return undefined;
  return refusedScope(granted.map(String), component, scopes) === undefined ? { component } : undefined;
}

/** Signs claims as an access token (RFC 9068 section 2.1). */
function createSigner(jwk: JWK): (claims: object) => string {
  const key = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  const header = encoded({ alg: 'ES256', typ: 'at+jwt', kid: jwk.kid });
  return (claims) => {
    const signed = `${header}.${encoded(claims)}`;
    return `${signed}.${Buffer.from(signEs256(Buffer.from(signed), key)).toString('base64url')}`;
  };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
