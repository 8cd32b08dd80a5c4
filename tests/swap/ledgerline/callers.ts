import { readFileSync } from 'node:fs';
import { createLocalJWKSet, createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { accountOf as readAccount } from './account.ts';
import type { Books } from './books.ts';
import { mustServe } from './fence.ts';
import { type Answer, type Asked, problem, Refused } from './http.ts';
import { isApiKey, same, sha256 } from './ids.ts';
import type { Json } from './journal.ts';
import type { Keyring } from './keyring.ts';
import type { Settings } from './settings.ts';

/** Who calls with a token of an administrator or of a reader of changes. `*` is every department. */
export interface Official {
  readonly department: string;
  readonly scopes: readonly string[];
}

/** Reads credentials, counts calls, and holds both to the fence. */
export interface Callers {
  /** The account of a request's API key. Throws the standard's 401 or 429, or `Fenced`. */
  account(
    asked: Asked,
    bucket: 'create' | 'other',
  ): { account: Json; limits: Readonly<Record<string, string>> };
  /** The account of a key, or undefined, counting nothing. */
  accountOf(asked: Asked): Json | undefined;
  /** Whoever calls with an access token that has the scope. Throws a problem: 401 or 403. */
  official(asked: Asked, scope: string): Promise<Official>;
}

const unauthorised: Answer = {
  status: 401,
  body: { code: 401, message: 'HTTP 401 Unauthorized' },
  headers: { 'www-authenticate': 'Bearer' },
};
const tooMany: Answer = { status: 429, body: { code: 'P0900', description: 'Too many requests' } };

/** Makes the checks. */
export function openCallers(books: Books, keyring: Keyring, settings: Settings): Callers {
  const counted = new Map<string, { second: number; count: number }>();
  const keys = settings.oauth && keySetOf(settings.oauth.jwks);

  const accountOf = (asked: Asked) => {
    const token = bearerOf(asked);
    if (token === undefined || !isApiKey(token, keyring.taken('api_key'))) return undefined;
    const row = books.one(
      `select record from thing where kind = 'api_key' and record ->> 'token_hash' = ?`,
      sha256(token),
    );
    const key = row && (JSON.parse(String(row.record)) as Json);
    if (!key || (key.revoked_at ?? null) !== null) return undefined;
    const account = readAccount(books, String(key.gateway_account_id));
    return account && (asked.entry === undefined || asked.entry === account.department) ? account : undefined;
  };

  return {
    accountOf,
    account(asked, bucket) {
      const account = accountOf(asked);
      if (!account) throw new Refused(unauthorised);
      mustServe(books, String(account.department), asked.grant);
      const limit = Number((account.limits as Json)[`${bucket}_per_second`]);
      const name = `${account.id}:${bucket}`;
      const second = Math.floor(Date.now() / 1000);
      const window = counted.get(name);
      const count = window?.second === second ? window.count + 1 : 1;
      counted.set(name, { second, count });
      const remaining = Math.max(0, limit - count);
      const limits = {
        'ratelimit-limit': String(limit),
        'ratelimit-remaining': String(remaining),
        'ratelimit-reset': '1',
      };
      if (count > limit) throw new Refused({ ...tooMany, headers: { ...limits, 'retry-after': '1' } });
      return { account, limits };
    },
    async official(asked, scope) {
      const token = bearerOf(asked);
      const who = token === undefined ? undefined : await officialOf(token, settings, keys);
      const foreign = who && asked.entry !== undefined && ![asked.entry, '*'].includes(who.department);
      if (!who || foreign) throw new Refused(unauthorisedProblem);
      if (!who.scopes.includes(scope))
        throw new Refused(problem(403, 'forbidden', 'Forbidden', `The token lacks the scope ${scope}.`));
      return who;
    },
  };
}

/** The credential of a request. */
export function bearerOf({ headers }: Asked): string | undefined {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(headers.authorization ?? '')?.[1];
}

/** A key set by its URL or path. */
export function keySetOf(where: string): JWTVerifyGetKey {
  if (/^https?:/.test(where)) return createRemoteJWKSet(new URL(where), { cooldownDuration: 1000 });
  return createLocalJWKSet(JSON.parse(readFileSync(where, 'utf8')));
}

const unauthorisedProblem = problem(
  401,
  'unauthorised',
  'Unauthorised',
  'Send a valid credential of this department.',
  {
    'www-authenticate': 'Bearer',
  },
);

async function officialOf(
  token: string,
  settings: Settings,
  keys: JWTVerifyGetKey | undefined,
): Promise<Official | undefined> {
  if (settings.adminToken !== undefined && same(token, settings.adminToken)) {
    return { department: '*', scopes: ['payments:admin', 'payments:changes'] };
  }
  if (!keys || !settings.oauth) return undefined;
  try {
    const rules = { issuer: settings.oauth.issuer, audience: 'payments', typ: 'at+jwt', clockTolerance: 5 };
    const { payload } = await jwtVerify(token, keys, { ...rules, requiredClaims: ['sub', 'exp'] });
    const { scope, department } = payload;
    if (typeof department !== 'string' || department === '') return undefined;
    return { department, scopes: typeof scope === 'string' ? scope.split(' ') : [] };
  } catch {
    return undefined;
  }
}
