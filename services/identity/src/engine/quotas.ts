import { createTokenBuckets, type SharedBuckets } from '@ashlar/service-kit';
import { errors, Provider } from 'oidc-provider';
import type { ClientQuotas } from '../domain/client-settings.ts';

/** The member of a client's metadata that says how many tokens it may have. */
export const quotasMember = 'quotas';

/** Counts the tokens of each client, and no row of the database for any. What `own` does not say is as the configuration says. */
export interface TokenQuotas {
  /** For how many seconds the client has had as many as it may; 0 while it has not. */
  waitS(clientId: string, own: unknown): number;
  /** Counts one. False when there was no room for it. */
  take(clientId: string, own: unknown): Promise<boolean>;
}

/** `usual` are the quotas of a client that has none of its own; `shared` counts for all processes, if it is there. */
export function createTokenQuotas(usual: ClientQuotas, shared: SharedBuckets | undefined): TokenQuotas {
  const buckets = createTokenBuckets(shared);
  const waits = new Map<string, number>();
  const bucketsOf = (clientId: string, own: unknown) => {
    const quotas = { ...usual, ...(isQuotas(own) && own) };
    return (
      [
        ['minute', 60],
        ['day', 86_400],
      ] as const
    ).flatMap(([period, seconds]) => {
      const most = quotas[`tokens_per_${period}`] ?? 0;
      // Another quota is another bucket: it holds at once.
      const key = `tokens:${clientId}:${period}:${most}`;
      return most > 0 ? [{ key, burst: most, refillPerSecond: most / seconds }] : [];
    });
  };
  return {
    waitS(clientId, own) {
      if (waits.size === 0) return 0;
      const now = performance.now();
      const left = bucketsOf(clientId, own).map(({ key }) => (waits.get(key) ?? 0) - now);
      return Math.max(0, Math.ceil(Math.max(0, ...left) / 1000));
    },
    async take(clientId, own) {
      let hasRoom = true;
      for (const bucket of bucketsOf(clientId, own)) {
        const { remaining, resetS } = await buckets.take(bucket);
        hasRoom &&= remaining >= 0;
        if (remaining > 0) continue;
        const now = performance.now();
        for (const [key, until] of waits) if (until <= now) waits.delete(key);
        waits.set(bucket.key, now + resetS * 1000);
      }
      return hasRoom;
    },
  };
}

/**
 * Has the engine give a client no more tokens than it may have. It is refused after it has proven itself, so that nobody uses up another's, and before a code or refresh token is used.
 * Those that are under way together may be a few too many.
 */
export function heedQuotas(provider: Provider, quotas: TokenQuotas): void {
  const { prototype } = provider.Client;
  const { grantTypeAllowed } = prototype;
  const asked = new WeakSet<object>();
  prototype.grantTypeAllowed = function allowed(type) {
    const context = Provider.ctx;
    if (context?.oidc?.route === 'token' && !asked.has(context)) {
      asked.add(context);
      const waitS = quotas.waitS(this.clientId, this[quotasMember]);
      if (waitS > 0) {
        context.set('retry-after', String(waitS));
        throw new QuotaUsedUp(waitS);
      }
    }
    return grantTypeAllowed.call(this, type);
  };
  provider.use(async (context, next) => {
    await next();
    const { client, route } = context.oidc ?? {};
    if (client && route === 'token' && context.status === 200)
      await quotas.take(client.clientId, client[quotasMember]);
  });
}

/** In the form of RFC 6749 section 5.2, with the status of RFC 6585 section 4. */
class QuotaUsedUp extends errors.OIDCProviderError {
  constructor(waitS: number) {
    super(429, 'temporarily_unavailable');
    this.error_description = `the client has had as many tokens as it may, try again in ${waitS} s`;
  }
}

function isQuotas(value: unknown): value is ClientQuotas {
  return typeof value === 'object' && value !== null;
}
