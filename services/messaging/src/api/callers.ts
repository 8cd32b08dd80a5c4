import type { Authenticate, Caller, RateLimit, SharedBuckets } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Counted } from '../domain/entities.ts';
import type { CredentialCheck, TokenHolder } from '../usecases/check-token.ts';
import type { DailyLimits } from '../usecases/daily-limits.ts';
import { dailyLimitExceeded, notifyFailure } from './errors.ts';

/** A caller that came with a token of the standard, and whose it is. */
interface TokenCaller extends Caller {
  readonly holder: TokenHolder;
  readonly limits: { readonly keyType: string; readonly perMinute: number };
}

/**
 * Reads the standard's tokens and plain keys. On its own operations a refusal is thrown in its own words; where an access token would do too, it is only
 * no caller.
 */
export function tokenAuthentication(check: CredentialCheck): Authenticate {
  return async (request) => {
    const at = new Date();
    const isStandard = request.operation?.standard === 'compat';
    const credential = readCredential(request, isStandard);
    if (credential === undefined) return undefined;
    const { token, plainKey } = credential;
    const found = token === undefined ? await check.plainKey(plainKey) : await check.token(token, at);
    if (!('refused' in found)) return tokenCaller(found);
    if (isStandard) throw notifyFailure(403, 'AuthError', found.refused, found.facts);
    return undefined;
  };
}

/** Whose token a request came with. Throws when it came with another credential. */
export function holderOf(request: FastifyRequest): TokenHolder {
  const caller = tokenCallerOf(request.caller);
  if (!caller) throw new Error('The operation was called without a token of a messaging service');
  return caller.holder;
}

/**
 * Each service's own limit for each type of key, as the standard has it: a bucket for a third of a minute's requests and at most 999, that fills again
 * all the time, and that all processes take from where they share any. Only what sends is counted. Access tokens are not limited.
 */
export function serviceLimits(shared: SharedBuckets | undefined): RateLimit {
  return {
    shared,
    bucket(request) {
      const caller = tokenCallerOf(request.caller);
      if (!caller || request.method !== 'POST') return undefined;
      if (cancels.has(request.operation?.operationId ?? '')) return undefined;
      const { keyType, perMinute } = caller.limits;
      const burst = Math.min(Math.ceil(perMinute / 3), 999);
      return { key: `${caller.account}:${keyType}`, refillPerSecond: perMinute / 60, burst };
    },
  };
}

/** Refuses what would go over a service's daily limit, before its body is read, as the standard does. */
export function limitedByDay(daily: DailyLimits) {
  return async (request: FastifyRequest): Promise<void> => {
    const kind = counted[request.operation?.operationId ?? ''];
    const caller = tokenCallerOf(request.caller);
    if (kind === undefined || !caller) return;
    const { service, key } = caller.holder;
    const limit = await daily.exceeded(service, key.type, kind);
    if (limit !== undefined) throw dailyLimitExceeded(kind, limit);
  };
}

const cancels: ReadonlySet<string> = new Set(['cancelNotification', 'cancelBulkJob']);

const counted: Readonly<Record<string, Counted>> = {
  sendEmail: 'email',
  sendSms: 'sms',
  sendLetter: 'letter',
};

type Credential = { token: string; plainKey?: undefined } | { token?: undefined; plainKey: string };

function readCredential(request: FastifyRequest, isStandard: boolean): Credential | undefined {
  const header = request.headers.authorization;
  if (header && /^bearer /i.test(header)) return { token: header.slice(7) };
  if (header && /^apikey-v1 /i.test(header)) return { plainKey: header.slice(10) };
  if (!isStandard) return undefined;
  throw notifyFailure(
    401,
    'AuthError',
    header
      ? 'Unauthorized: authentication bearer scheme must be used'
      : 'Unauthorized: authentication token must be provided',
  );
}

function tokenCaller(holder: TokenHolder): TokenCaller {
  const { service, key } = holder;
  return {
    kind: 'api-key',
    subject: key.id,
    department: service.department,
    scopes: [],
    account: service.id,
    holder,
    limits: { keyType: key.type, perMinute: service.rateLimit },
  };
}

function tokenCallerOf(caller: Caller | undefined): TokenCaller | undefined {
  return caller && 'holder' in caller ? (caller as TokenCaller) : undefined;
}
