import { type LookupAddress, lookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Agent, request } from 'undici';
import { isLoopback, isPublicAddress } from './public-addresses.ts';

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

/** Finds every address of a host name. Rejects when there is none. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/**
 * Sends webhooks over HTTP/1.1. A host's addresses are all checked, and the connection goes to one that was: a name that leads elsewhere a moment
 * later is not asked again. Names are looked up over the network alone, by sockets: a name server that does not answer takes no thread from
 * anybody. `caFile` adds authorities to those that Node trusts.
 */
export function createWebhookSender(options: {
  timeoutMs: number;
  caFile?: string | undefined;
  resolve?: Resolve;
  /** Asked in place of the machine's own, `address:port`. */
  nameServers?: readonly string[];
}): WebhookSender {
  const { timeoutMs, caFile, resolve } = options;
  const ca = caFile === undefined ? undefined : [...rootCertificates, readFileSync(caFile, 'utf8')];
  const agentFor = (allowed: (address: string) => boolean, ownResolve: Resolve) =>
    new Agent({
      connect: {
        lookup: checkedLookup(resolve ?? ownResolve, allowed),
        timeout: timeoutMs,
        ...(ca && { ca }),
      },
      allowH2: false,
      maxHeaderSize: 16_384,
    });
  const strict = agentFor(isPublicAddress, networkResolver(options));
  const local = agentFor(isLoopback, resolveHere);
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
const blockedCode = 'ERR_ADDRESS_NOT_PUBLIC';

function checkedLookup(resolve: Resolve, allowed: (address: string) => boolean): LookupFunction {
  return (host, options, done) => {
    resolve(host).then(
      (addresses) => {
        if (addresses.length === 0 || !addresses.every(({ address }) => allowed(address))) {
          return done(
            Object.assign(new Error('The name leads to an address that is not public'), {
              code: blockedCode,
            }),
            '',
          );
        }
        if (options.all) return done(null, [...addresses]);
        const [first] = addresses;
        done(null, first?.address ?? '', first?.family);
      },
      (error: Error) => done(error, ''),
    );
  };
}

function networkResolver(options: { timeoutMs: number; nameServers?: readonly string[] }): Resolve {
  const resolver = new Resolver({ timeout: options.timeoutMs, tries: 1 });
  if (options.nameServers) resolver.setServers(options.nameServers);
  return async (host) => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const found = [...addressesOf(four, 4), ...addressesOf(six, 6)];
    if (found.length === 0 && four.status === 'rejected') throw four.reason;
    return found;
  };
}

function addressesOf(answer: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
}

function resolveHere(host: string): Promise<LookupAddress[]> {
  return new Promise((found, failed) => {
    lookup(host, { all: true }, (error, addresses) => (error ? failed(error) : found(addresses)));
  });
}

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
