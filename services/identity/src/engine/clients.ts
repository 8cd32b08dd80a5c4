import { createHash, timingSafeEqual } from 'node:crypto';
import type { Queryable } from '@ashlar/postgres';
import type { ClientMetadata } from 'oidc-provider';
import { isLoopback } from '../domain/addresses.ts';
import { type ClientSettings, hasSecret } from '../domain/client-settings.ts';
import { ownClientId } from '../domain/own-client.ts';
import { everyScope } from '../domain/scopes.ts';
import { readClient, type StoredClient, secretHash } from '../store/clients.ts';
import { departmentMember, pkceMember, previousSecretMember, scopesMember } from './configuration.ts';
import { quotasMember } from './quotas.ts';

/** The clients as the engine knows them. */
export interface EngineClients {
  /** What the engine is told of a client; undefined when there is none, or it is revoked. What it was told holds for five seconds. */
  find(id: string): Promise<ClientMetadata | undefined>;
  /** Has the next `find` look again. */
  forget(id: string): void;
  /** The same of every client. */
  forgetAll(): void;
}

const keepMs = 5000;
/** So many clients that nobody asks for any more are borne before they are forgotten. */
const mostKept = 1000;

/** The clients of the standard issuer: those in the database, the operators' client, which the configuration makes, and the one of this service's own pages. */
export function createStandardClients(
  db: Queryable,
  operator: { id: string; secret: string | undefined },
  issuer: string,
): EngineClients {
  const ofOperator =
    operator.secret === undefined ? undefined : operatorMetadata(operator.id, operator.secret);
  const ofOwnPages = ownMetadata(issuer);
  const { find, ...forgetting } = createEngineClients(db, metadataOf);
  return {
    ...forgetting,
    async find(id) {
      if (id === operator.id) return ofOperator;
      return id === ownClientId ? ofOwnPages : find(id);
    },
  };
}

/** Finds clients in the database. `tell` says what its engine is told of one; undefined when the client is another issuer's. */
export function createEngineClients(
  db: Queryable,
  tell: (client: StoredClient) => ClientMetadata | undefined,
): EngineClients {
  const kept = new Map<string, { metadata: ClientMetadata | undefined; until: number }>();

  return {
    async find(id) {
      // PostgreSQL cannot be asked for a text with a NUL in it, and keeps none.
      if (id.includes('\0')) return undefined;
      const now = performance.now();
      const known = kept.get(id);
      if (known && known.until > now) return known.metadata;
      const client = await readClient(db, id, '*');
      kept.delete(id);
      if (!client || client.revokedAt) return undefined;
      if (kept.size >= mostKept) kept.clear();
      const metadata = tell(client);
      kept.set(id, { metadata, until: now + keepMs });
      return metadata;
    },
    forget: (id) => void kept.delete(id),
    forgetAll: () => kept.clear(),
  };
}

/** Compares a secret with the hashes of a client: what is kept of a secret is its hash, and nothing here signs with a secret. */
export function compareSecret(
  this: { clientSecret?: string | undefined; [previousSecretMember]?: unknown },
  actual: string,
): boolean {
  const given = createHash('sha256').update(actual).digest();
  if (isHash(this.clientSecret, given)) return true;
  const previous = this[previousSecretMember];
  if (!isPrevious(previous) || Date.now() > previous.endsAt) return false;
  return isHash(previous.hash, given);
}

function isHash(kept: string | undefined, given: Buffer): boolean {
  const expected = Buffer.from(kept ?? '', 'hex');
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function isPrevious(value: unknown): value is { hash: string; endsAt: number } {
  return typeof value === 'object' && value !== null && 'hash' in value && 'endsAt' in value;
}

function metadataOf(client: StoredClient): ClientMetadata | undefined {
  if (client.settings.one_login) return undefined;
  const signsIn = client.redirectUris.length > 0;
  const { previousSecretHash: hash, previousSecretEndsAt: endsAt, settings } = client;
  return {
    client_id: client.id,
    // One that is to have a secret and has none yet: nothing has this for its hash.
    ...(hasSecret(settings) && { client_secret: client.secretHash ?? 'none' }),
    client_name: client.name,
    redirect_uris: [...client.redirectUris],
    post_logout_redirect_uris: [...client.postLogoutRedirectUris],
    response_types: signsIn ? ['code'] : [],
    // A native client (RFC 8252) may listen on any port of its person's machine.
    application_type: client.redirectUris.some(isLoopback) ? 'native' : 'web',
    ...engineSettings(settings),
    [departmentMember]: client.department,
    [scopesMember]: [...client.scopes],
    ...(hash && endsAt && { [previousSecretMember]: { hash, endsAt: endsAt.getTime() } }),
  };
}

/** The account area signs people in as any service does; the code that it gets is never redeemed, since the session is what it needs. */
function ownMetadata(issuer: string): ClientMetadata {
  return {
    client_id: ownClientId,
    client_name: 'Your account',
    redirect_uris: [`${issuer}/account`],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    application_type: issuer.startsWith('https:') ? 'web' : 'native',
    token_endpoint_auth_method: 'none',
  };
}

/** The engine knows most of them by the same names; it may change what it is given. */
function engineSettings({
  require_pkce: pkce,
  one_login: _other,
  ...settings
}: ClientSettings): Partial<ClientMetadata> {
  return JSON.parse(JSON.stringify({ ...settings, [pkceMember]: pkce }));
}

function operatorMetadata(id: string, secret: string): ClientMetadata {
  return {
    client_id: id,
    client_secret: secretHash(secret),
    redirect_uris: [],
    response_types: [],
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
    [departmentMember]: '*',
    [scopesMember]: [everyScope],
    // Whoever raises quotas must not have used up their own.
    [quotasMember]: { tokens_per_minute: 0, tokens_per_day: 0 },
  };
}
