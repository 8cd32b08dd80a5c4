import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { addressOf, createTokenBuckets, type SharedBuckets } from '@ashlar/service-kit';
import { Provider } from 'oidc-provider';
import { compareSecret } from './clients.ts';

/** Counts wrong secrets of clients, by client and network address: nobody can shut a client out from elsewhere. */
export interface FailedProofs {
  /** For how many seconds no secret of the client is looked at from where the request comes; 0 when it is. */
  waitS(clientId: string, request: IncomingMessage): number;
  /** Counts one that was wrong. */
  count(clientId: string, request: IncomingMessage): Promise<void>;
}

/** `perMinute` wrong secrets are looked at; `shared` counts them for all processes, if it is there. */
export function createFailedProofs(perMinute: number, shared: SharedBuckets | undefined): FailedProofs {
  const buckets = createTokenBuckets(shared);
  const waits = new Map<string, number>();
  return {
    waitS(clientId, request) {
      if (waits.size === 0) return 0;
      const key = keyOf(clientId, request);
      const leftMs = (waits.get(key) ?? 0) - performance.now();
      if (leftMs <= 0) waits.delete(key);
      return Math.max(0, Math.ceil(leftMs / 1000));
    },
    async count(clientId, request) {
      const key = keyOf(clientId, request);
      const bucket = { key: `secret:${key}`, burst: perMinute, refillPerSecond: perMinute / 60 };
      const { remaining, resetS } = await buckets.take(bucket);
      if (remaining >= 0) return;
      const now = performance.now();
      for (const [other, until] of waits) if (until <= now) waits.delete(other);
      waits.set(key, now + resetS * 1000);
    },
  };
}

/** A network address is somebody's: only a digest of it leaves the process. */
function keyOf(clientId: string, { headers, socket }: IncomingMessage): string {
  const address = addressOf({ headers, ip: socket.remoteAddress ?? '' });
  return createHash('sha256').update(`${clientId}\n${address}`).digest('base64url');
}

/**
 * Keeps secrets of clients from being tried out (RFC 6749 section 2.3.1): when too many were wrong none is looked at for a while, also not
 * the right one, and the answer is 429.
 */
export function limitFailedProofs(provider: Provider, failed: FailedProofs): void {
  const { prototype } = provider.Client;
  prototype.compareClientSecret = function compare(actual) {
    const request = Provider.ctx?.req;
    if (request && failed.waitS(this.clientId, request) > 0) return false;
    return compareSecret.call(this, actual);
  };
  provider.use(async (context, next) => {
    await next();
    const { body, oidc, req } = context;
    const client = oidc?.client;
    if (!client || !isRefusal(body)) return;
    if (failed.waitS(client.clientId, req) === 0) await failed.count(client.clientId, req);
    const waitS = failed.waitS(client.clientId, req);
    if (waitS === 0) return;
    context.status = 429;
    context.set('retry-after', String(waitS));
    context.body = { ...body, error_description: `too many attempts failed, try again in ${waitS} s` };
  });
}

function isRefusal(body: unknown): body is { error: string } {
  return typeof body === 'object' && body !== null && 'error' in body && body.error === 'invalid_client';
}
