import { setTimeout as pause } from 'node:timers/promises';
import { createTable, type EntryPointTable } from '../domain/entry-points.ts';
import { type ParsedRouting, parseRouting } from '../domain/parse-routing.ts';
import type { EntryPointStore, StoreLog } from './entry-point-store.ts';
import type { RoutingCache } from './routing-cache.ts';

/** Where the routing table comes from. */
export interface RoutingSource {
  /** The table, if its version is another one than `version`; waits for that, and gives undefined when it has waited long enough. Rejects when there is no answer. */
  after(version: number | undefined, signal: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}

const firstRetryMs = 100;
const longestRetryMs = 1000;
/** At a start of the whole platform the gateway may be there before the registry: some seconds of that are no news. */
const patience = 10;

/**
 * Follows the registry. Whatever happens to it, the last good table stays in force: in memory, and over a restart by the cache. Until there is either, the table is
 * empty.
 */
export function openRegistryEntryPoints(options: {
  registry: RoutingSource;
  cache: RoutingCache;
  gatewayPort: number;
  log: StoreLog;
}): EntryPointStore {
  const { registry, cache, gatewayPort, log } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const listeners: ((table: EntryPointTable) => void)[] = [];
  const kept = parseRouting(cache.read(), gatewayPort);
  let current: ParsedRouting | undefined = typeof kept === 'string' ? undefined : kept;
  let table = createTable(current?.entryPoints ?? [], current?.others);
  let problem: string | undefined = 'the registry has not answered yet';
  // What the cache holds is in force, but asked for again: it may be another registry's.
  let version: number | undefined;

  const take = async (answer: unknown) => {
    const parsed = parseRouting(answer, gatewayPort);
    if (typeof parsed === 'string') throw new UnusableAnswer(parsed);
    version = parsed.version;
    const isSame = current !== undefined && JSON.stringify(current) === JSON.stringify(parsed);
    current = parsed;
    if (isSame) return;
    table = createTable(parsed.entryPoints, parsed.others);
    log.info({ version, entryPoints: table.all.length }, 'the routing table changed');
    for (const changed of listeners) changed(table);
    await cache.keep(answer).catch((error: unknown) => {
      log.warn({ err: error }, 'the routing table could not be kept on disk');
    });
  };

  const rest = (ms: number) => pause(ms, undefined, { signal }).catch(() => {});

  const follow = async () => {
    for (let failures = 0; !signal.aborted; ) {
      try {
        const asked = version;
        const answer = await registry.after(asked, signal);
        if (answer !== undefined) await take(answer);
        if (failures > 0) log.info({ version }, 'the registry answers again');
        failures = 0;
        problem = ownPortProblem(current);
        // A registry that does not wait must not keep this process busy.
        if (version === asked) await rest(firstRetryMs);
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        problem =
          error instanceof UnusableAnswer
            ? 'what the registry answers is not usable; the last good table is in force'
            : 'the registry does not answer; the last good table is in force';
        // Once in a row is enough for a log.
        if (failures === (version === undefined ? patience : 1)) log.warn({ err: error }, problem);
        await rest(backoff(failures));
      }
    }
  };
  const following = follow();

  return {
    table: () => table,
    problem: () => problem,
    onChange: (changed) => listeners.push(changed),
    close() {
      closing.abort();
      void following.then(() => registry.close());
    },
  };
}

class UnusableAnswer extends Error {}

function ownPortProblem(routing: ParsedRouting | undefined): string | undefined {
  return routing && routing.leftOut > 0 ? 'an entry point wants the port of this gateway itself' : undefined;
}

// Half of it by chance, so that gateways do not come back in step.
function backoff(failures: number): number {
  const longest = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 10));
  return longest * (0.5 + Math.random() / 2);
}
