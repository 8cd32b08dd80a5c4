import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import { usualCardRules } from '../domain/card-kinds.ts';
import type { Features, GatewayAccount, Limits } from '../domain/entities.ts';
import { usualFeatures } from '../domain/features.ts';
import { base32hex } from '../domain/ids.ts';
import { currency } from '../domain/money.ts';
import { insertGatewayAccount, readGatewayAccount } from '../store/accounts.ts';
import type { Deps } from './deps.ts';

/** What an administrator says of a new account. */
export interface NewAccount {
  readonly department: string;
  readonly service: string;
  readonly name: string;
  readonly type: 'test' | 'live';
  readonly provider: string;
  readonly limits?: Partial<Limits>;
  readonly features?: Partial<Features>;
}

/** The standard's own limits. */
export const usualLimits: Limits = { create_per_second: 15, other_per_second: 75 };

/** Creates an account with its ledger accounts. */
export function createGatewayAccount(
  deps: Deps,
  input: { account: NewAccount; once?: Once | undefined; traceparent?: string | undefined },
): Promise<Made<GatewayAccount> | 'key_reused'> {
  const account: GatewayAccount = {
    ...input.account,
    id: base32hex(deps.random(10)),
    credentialId: randomUUID(),
    limits: { ...usualLimits, ...input.account.limits },
    features: { ...usualFeatures, recurring: input.account.type === 'test', ...input.account.features },
    cards: usualCardRules,
    createdAt: deps.now(),
  };
  return createOnce(deps, input.once, {
    make: async (once) => {
      const change = { at: account.createdAt, traceparent: input.traceparent, once };
      return (await insertGatewayAccount(deps.db, account, currency, change)) ? account : undefined;
    },
    read: (id) => readGatewayAccount(deps.db, id, '*'),
  });
}
