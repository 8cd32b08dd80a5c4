import { type LookupAddress, lookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Agent } from 'undici';
import { isLoopback, isPublicAddress } from './public-addresses.ts';

/** Finds every address of a host name. Rejects when there is none. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** How addresses are called that strangers chose. `caFile` adds authorities to those that Node trusts. */
export interface GuardedOptions {
  readonly timeoutMs: number;
  readonly caFile?: string | undefined;
  readonly resolve?: Resolve;
  /** Asked in place of the machine's own, `address:port`. */
  readonly nameServers?: readonly string[];
  /** The longest body that is read, in bytes. */
  readonly longestBody?: number;
}

/** Connections that go to public addresses only (`strict`), or to this machine's own only (`local`). */
export function createGuardedAgents(options: GuardedOptions): { strict: Agent; local: Agent } {
  const { timeoutMs, caFile, resolve, longestBody } = options;
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
      ...(longestBody !== undefined && { maxResponseSize: longestBody }),
    });
  const strict = agentFor(isPublicAddress, networkResolver(options));
  const local = agentFor(isLoopback, resolveHere);
  return { strict, local };
}

/** What an error says whose name leads to an address that must not be called. */
export const blockedCode = 'ERR_ADDRESS_NOT_PUBLIC';

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
