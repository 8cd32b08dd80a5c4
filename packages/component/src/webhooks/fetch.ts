import { isIP } from 'node:net';
import { fetch as send } from 'undici';
import { createGuardedAgents, type GuardedOptions } from './agents.ts';
import { isPublicAddress } from './public-addresses.ts';
import { isOwnMachine } from './target.ts';

/** Calls addresses that strangers chose, as {@link createWebhookSender} does, and reads the answer. */
export interface GuardedFetch {
  /** As `fetch`. Rejects when the address is not public, when it leads on to another, and when time is up; reading rejects beyond a megabyte. */
  readonly fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

const longestBody = 1_048_576;

/** Makes a guarded `fetch`. `ownMachine`: whether names of this machine itself may be called. */
export function createGuardedFetch(options: GuardedOptions & { ownMachine: boolean }): GuardedFetch {
  const { strict, local } = createGuardedAgents({ longestBody, ...options });
  const guarded = async (
    url: string | URL,
    init: { method?: string; headers?: ConstructorParameters<typeof Headers>[0]; body?: unknown } = {},
  ) => {
    const { hostname } = new URL(url);
    const here = options.ownMachine && isOwnMachine(hostname);
    // A name is checked when it is looked up; a number is not looked up.
    const number = hostname.replace(/^\[|\]$/g, '');
    if (!here && isIP(number) !== 0 && !isPublicAddress(number)) throw new Error('The address is not public');
    return send(url, {
      method: init.method ?? 'GET',
      headers: [...new Headers(init.headers)],
      body: init.body === undefined || init.body === null ? null : String(init.body),
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs),
      dispatcher: here ? local : strict,
    });
  };
  return {
    // The same standard, but two copies of its types.
    fetch: guarded as unknown as typeof globalThis.fetch,
    async close() {
      await Promise.all([strict.destroy(), local.destroy()]);
    },
  };
}
