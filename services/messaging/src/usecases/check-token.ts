import { createHmac, timingSafeEqual } from 'node:crypto';
import { createBriefMemory } from '@ashlar/component';
import type { ApiKey, MessagingService } from '../domain/entities.ts';
import { findServiceBySecret, readServiceWithKeys, type SecretKey } from '../store/api-keys.ts';
import type { Deps } from './deps.ts';
import { apiSecretDigest } from './manage-api-keys.ts';

/** Whose token it is. */
export interface TokenHolder {
  readonly key: ApiKey;
  readonly service: MessagingService;
}

/** Why a token is refused, in the standard's own words. `facts` are what a program may want to know beside them. */
export interface Refused {
  readonly refused: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Finds out whose a credential is. */
export interface CredentialCheck {
  /** Of a token that a client signed. `at` is when the request arrived, so that a slow look-up does not make a good clock look wrong. */
  token(token: string, at: Date): Promise<TokenHolder | Refused>;
  /** Of a key that is sent plainly, whole or its secret alone. */
  plainKey(key: string): Promise<TokenHolder | Refused>;
}

const isUuid = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const clockSkewMs = 30_000;
const rememberRevokedMs = 7 * 86_400_000;

/** A revoked key is refused everywhere within five seconds. */
const trustedMs = 3000;
const mostKept = 10_000;

const undecodable: Refused = {
  refused:
    'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header',
};

/**
 * Makes the check of the standard's credentials: JWTs (RFC 7519) that a client signs itself with HS256 and the secret of its key, and GC Notify's plain
 * keys. Keys are read anew every three seconds.
 */
export function createTokenCheck(deps: Pick<Deps, 'db' | 'vault' | 'now' | 'mac'>): CredentialCheck {
  const services = createBriefMemory(
    (id) => readServiceWithKeys(deps.db, deps.vault, id, new Date(deps.now().getTime() - rememberRevokedMs)),
    { trustedMs, mostKept },
  );
  const bySecret = createBriefMemory(
    (secret) => findServiceBySecret(deps.db, apiSecretDigest(deps, secret)),
    { trustedMs, mostKept },
  );

  async function token(token: string, at: Date): Promise<TokenHolder | Refused> {
    const parts = decode(token);
    if (!parts) return undecodable;
    const { header, claims, signed, signature } = parts;
    const { iss } = claims;
    if (iss === undefined || iss === null || iss === '') return refuse('iss field not provided');
    if (typeof iss !== 'string' || !isUuid.test(iss)) return refuse('service id is not the right data type');
    const found = await services.recall(iss.toLowerCase());
    if (!found) return refuse('service not found');
    if (found.keys.length === 0) return refuse('service has no API keys');
    if (found.service.archivedAt) return refuse('service is archived');
    if (header.alg !== 'HS256') return refuse('algorithm used is not HS256');
    const key = signerOf(found, token, () =>
      found.keys.find(({ secret }) => isSignedBy(secret, signed, signature)),
    );
    if (!key) return refuse('API key not found');
    const { iat } = claims;
    if (typeof iat !== 'number') return undecodable;
    if (Math.abs(at.getTime() - iat * 1000) > clockSkewMs) {
      return {
        refused: 'Error: Your system clock must be accurate to within 30 seconds',
        facts: { server_time: at.toISOString(), offset_seconds: Math.round(iat - at.getTime() / 1000) },
      };
    }
    if (key.revokedAt) return refuse('API key revoked');
    return { key, service: found.service };
  }

  async function plainKey(text: string): Promise<TokenHolder | Refused> {
    const secret = text.trim().slice(-36);
    const named = text.trim().slice(-73, -37);
    if (!isUuid.test(secret)) return refuse('API key not found');
    const serviceId = isUuid.test(named) ? named.toLowerCase() : await bySecret.recall(secret);
    const found = serviceId === undefined ? undefined : await services.recall(serviceId);
    const key = found?.keys.find((one) => isSame(one.secret, secret));
    if (!found || !key) return refuse('API key not found');
    if (found.service.archivedAt) return refuse('service is archived');
    return key.revokedAt ? refuse('API key revoked') : { key, service: found.service };
  }

  return { token, plainKey };
}

interface Signers {
  readonly keys: readonly SecretKey[];
}

/** Tokens hold for a second of their client, and many requests come with one: whose it is stays known for as long as the keys that were read. */
const signers = new WeakMap<Signers, Map<string, SecretKey>>();
const mostTokens = 1000;

function signerOf(found: Signers, token: string, look: () => SecretKey | undefined): SecretKey | undefined {
  const known = signers.get(found) ?? new Map<string, SecretKey>();
  signers.set(found, known);
  const key = known.get(token) ?? look();
  if (key && known.size < mostTokens) known.set(token, key);
  return key;
}

function refuse(why: string): Refused {
  return { refused: `Invalid token: ${why}` };
}

interface Decoded {
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  readonly signed: string;
  readonly signature: Buffer;
}

function decode(token: string): Decoded | undefined {
  const [head, body, sign, ...more] = token.split('.');
  if (!head || !body || sign === undefined || more.length > 0) return undefined;
  const header = readPart(head);
  const claims = readPart(body);
  if (!header || !claims) return undefined;
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(sign, 'base64url') };
}

function readPart(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function isSignedBy(secret: string, signed: string, signature: Buffer): boolean {
  const expected = createHmac('sha256', secret).update(signed).digest();
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}
