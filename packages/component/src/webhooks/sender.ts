import { request } from 'undici';
import { blockedCode, createGuardedAgents, type GuardedOptions } from './agents.ts';

/** What came of a request to a webhook's receiver. `blocked`: its name leads to an address that must not be called. */
export type WebhookDelivery =
  | { readonly outcome: 'answered'; readonly statusCode: number }
  | { readonly outcome: 'timeout' | 'blocked' }
  | { readonly outcome: 'unreachable'; readonly reason: string };

/** Sends to addresses that strangers chose. It never rejects, follows no redirect, reads no answer beyond its status, and gives up in time. */
export interface WebhookSender {
  send(ask: {
    url: string;
    headers: Readonly<Record<string, string>>;
    body: Buffer;
    /** Whether this machine's own addresses may be called. */
    ownMachine: boolean;
  }): Promise<WebhookDelivery>;
  close(): Promise<void>;
}

/**
 * Sends webhooks over HTTP/1.1. A host's addresses are all checked, and the connection goes to one that was: a name that leads elsewhere a moment
 * later is not asked again. Names are looked up over the network alone, by sockets: a name server that does not answer takes no thread from
 * anybody. `caFile` adds authorities to those that Node trusts.
 */
export function createWebhookSender(options: GuardedOptions): WebhookSender {
  const { timeoutMs } = options;
  const { strict, local } = createGuardedAgents(options);
  return {
    async send({ url, headers, body, ownMachine }) {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const dispatcher = ownMachine ? local : strict;
        const answer = await request(url, { method: 'POST', headers, body, dispatcher, signal });
        // A short answer frees the connection for the next message; a long one costs the connection.
        answer.body.dump({ limit: mostRead, signal }).catch(() => {});
        return { outcome: 'answered', statusCode: answer.statusCode };
      } catch (error) {
        return failure(error);
      }
    },
    async close() {
      await Promise.all([strict.destroy(), local.destroy()]);
    },
  };
}

const mostRead = 16_384;
function failure(error: unknown): WebhookDelivery {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  if (code === blockedCode) return { outcome: 'blocked' };
  const late =
    name === 'TimeoutError' ||
    name === 'AbortError' ||
    (typeof code === 'string' && code.endsWith('TIMEOUT'));
  if (late) return { outcome: 'timeout' };
  return { outcome: 'unreachable', reason: typeof code === 'string' ? code : 'unknown' };
}
