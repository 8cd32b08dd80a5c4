import {
  type Authenticate,
  addressOf,
  type Bucket,
  bearerToken,
  type Caller,
  type RateLimit,
} from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { PaymentsConfig } from '../config.ts';
import type { GatewayAccount } from '../domain/entities.ts';
import type { KeyHolder } from '../usecases/check-api-key.ts';
import type { AccountPayment } from '../usecases/get-payment.ts';

/** A caller that came with an API key, and the account that the key opens. */
interface KeyCaller extends Caller {
  readonly gatewayAccount: GatewayAccount;
}

/** Reads API keys. The caller that it makes carries the account, for {@link accountOf}. */
export function apiKeyAuthentication(check: (token: string) => Promise<KeyHolder | undefined>): Authenticate {
  return async (request) => {
    const token = bearerToken(request);
    const holder = token === undefined ? undefined : await check(token);
    return holder && keyCaller(holder);
  };
}

/** The account that a request's API key opens. Throws when it came with another credential. */
export function accountOf(request: FastifyRequest): GatewayAccount {
  const account = keyAccount(request.caller);
  if (!account) throw new Error('The operation was called without an API key');
  return account;
}

/** The payment that a request is about, and the account that asks. */
export function askedPayment(request: FastifyRequest): AccountPayment {
  const { paymentId } = request.params as { paymentId: string };
  return { paymentId, gatewayAccountId: accountOf(request).id };
}

/** Whether the caller of an operation that takes keys and tokens may see an account's things. */
export function maySee(
  caller: Caller | undefined,
  thing: { gatewayAccountId: string; department: string },
): boolean {
  if (!caller) return false;
  if (caller.kind === 'api-key') return caller.account === thing.gatewayAccountId;
  return caller.department === '*' || caller.department === thing.department;
}

/**
 * Each account's own limits, one for creating payments and one for its other requests, as its key was read. Tokens are not limited. Anybody may begin a
 * payment through a payment link, so those are counted for the link and for the payer's address.
 */
export function createLimits(config: LinkLimits): RateLimit {
  return {
    bucket(request) {
      const operation = request.operation?.operationId;
      if (operation === 'confirmProduct') return linkBuckets(request, config);
      const account = keyAccount(request.caller);
      if (!account) return undefined;
      return operation === 'createPayment'
        ? { key: `${account.id}:create`, perSecond: account.limits.create_per_second }
        : { key: `${account.id}:other`, perSecond: account.limits.other_per_second };
    },
  };
}

type LinkLimits = Pick<PaymentsConfig, 'paymentLinkPerMinute' | 'paymentLinkAddressPerMinute'>;

function linkBuckets(request: FastifyRequest, config: LinkLimits): Bucket[] {
  const { productExternalId } = request.params as { productExternalId: string };
  return [
    { key: `address:${addressOf(request)}`, perMinute: config.paymentLinkAddressPerMinute },
    { key: `link:${productExternalId}`, perMinute: config.paymentLinkPerMinute },
  ];
}

function keyCaller({ keyId, account }: KeyHolder): KeyCaller {
  return {
    kind: 'api-key',
    subject: keyId,
    department: account.department,
    scopes: [],
    account: account.id,
    gatewayAccount: account,
  };
}

function keyAccount(caller: Caller | undefined): GatewayAccount | undefined {
  return caller && 'gatewayAccount' in caller ? (caller as KeyCaller).gatewayAccount : undefined;
}
