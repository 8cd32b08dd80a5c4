import { createHash } from 'node:crypto';
import { decodeJwt, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { lifetimes } from './configuration.ts';
import { trustmarkAddress } from './documents.ts';
import { askedClaims, askedLevel } from './identity.ts';
import type { Sign } from './keys.ts';
import { refusals } from './rules.ts';
import { tokenRefusal } from './token-refusals.ts';

/** What replies are remade with. */
export interface ReplyParts {
  readonly issuer: string;
  readonly sign: Sign;
  readonly verify: JWTVerifyGetKey;
}

/** Has the engine's replies told as GOV.UK One Login tells them: redirects by 302 without `iss`, its own tokens, and its own ways to say no. */
export function remakeReplies(provider: Provider, parts: ReplyParts): void {
  provider.use(async (plain, next) => {
    const context = plain as KoaContextWithOIDC;
    if (context.path === '/userinfo') return answerUserinfo(context, next, parts);
    await next();
    switch (context.oidc?.route) {
      case 'authorization':
      case 'resume':
        return remakeRedirect(context, parts.issuer);
      case 'token':
        return remakeTokens(context, parts);
    }
  });
}

function remakeRedirect(context: KoaContextWithOIDC, issuer: string): void {
  const location = context.response.get('location');
  if (context.status !== 303 || location === '') return;
  const url = new URL(location, issuer);
  if (url.origin !== new URL(issuer).origin) {
    const fragment = new URLSearchParams(url.hash.slice(1));
    for (const members of [url.searchParams, fragment]) retell(members);
    url.hash = fragment.toString();
  }
  context.status = 302;
  context.redirect(url.origin === new URL(issuer).origin ? location : url.href);
}

function retell(members: URLSearchParams): void {
  members.delete('iss');
  const known = Object.values(refusals).find(({ error }) => error === members.get('error'));
  if (known) members.set('error_description', known.description);
}

async function remakeTokens(context: KoaContextWithOIDC, parts: ReplyParts): Promise<void> {
  if (context.status >= 400) {
    // It has nothing to say of quotas: they are told as the standard issuer tells them.
    if (context.status >= 500 || context.status === 429) return;
    const { body, client } = context.oidc;
    const { error, description } = tokenRefusal(body, errorOf(context.body), client !== undefined);
    context.remove('www-authenticate');
    context.body = { error, error_description: description };
    context.status = 400;
    return;
  }
  context.body = await wrapTokens(context, parts);
}

function errorOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : '';
}

/**
 * The opaque access token goes into a JWT, which the official example decodes; so the hash of it in the ID token is another one, and the ID
 * token is signed anew, with what this profile tells in it.
 */
async function wrapTokens({ body, oidc }: KoaContextWithOIDC, { issuer, sign }: ReplyParts): Promise<object> {
  const { access_token: opaque, id_token: plain } = body as { access_token: string; id_token: string };
  const code = oidc.entities.AuthorizationCode;
  const { sub, nonce } = decodeJwt(plain);
  if (!code || sub === undefined) throw new Error('The engine gave tokens for no code');
  const now = Math.floor(Date.now() / 1000);
  const clientId = String(code.clientId);
  const accessToken = await sign({
    iss: issuer,
    sub,
    iat: now,
    exp: now + lifetimes.accessToken,
    jti: opaque,
    client_id: clientId,
    sid: code.sid,
    scope: code.scope?.split(' '),
    claims: askedClaims(code),
  });
  const idToken = await sign({
    iss: issuer,
    sub,
    aud: clientId,
    iat: now,
    exp: now + lifetimes.idToken,
    at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
    sid: code.sid,
    auth_time: code.authTime,
    nonce,
    vot: askedLevel(code, 'vot'),
    vtm: trustmarkAddress(issuer),
  });
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: lifetimes.accessToken,
    id_token: idToken,
  };
}

async function answerUserinfo(
  context: KoaContextWithOIDC,
  next: () => Promise<void>,
  { issuer, verify }: ReplyParts,
): Promise<void> {
  const { authorization } = context.req.headers;
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  const opaque = token === undefined ? undefined : await unwrap(token, issuer, verify);
  if (opaque === undefined) return refuse(context, authorization === undefined);
  context.req.headers.authorization = `Bearer ${opaque}`;
  await next();
  if (context.status >= 400 && context.status < 500) refuse(context, false);
}

async function unwrap(token: string, issuer: string, verify: JWTVerifyGetKey): Promise<string | undefined> {
  try {
    const { payload } = await jwtVerify(token, verify, { issuer, algorithms: ['ES256'] });
    // An ID token is signed with the same keys, and opens nothing.
    return payload.client_id === undefined ? undefined : payload.jti;
  } catch {
    return undefined;
  }
}

function refuse(context: KoaContextWithOIDC, isBare: boolean): void {
  context.body = '';
  context.status = 401;
  context.remove('content-type');
  const reason = isBare ? '' : ' error="invalid_token", error_description="Invalid access token"';
  context.set('www-authenticate', `Bearer${reason}`);
}
