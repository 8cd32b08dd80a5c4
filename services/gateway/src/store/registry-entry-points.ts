import { setTimeout as pause } from 'node:timers/promises';
import { createTable, type EntryPointTable } from '../domain/entry-points.ts';
import { type ParsedRouting, parseRouting } from '../domain/parse-routing.ts';
import type { Admitted, RoutingAnswer } from '../domain/routing-answer.ts';
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
  /** Leaves out of a table what is not vouched for; without it everything is taken over. */
  admit?: (answer: RoutingAnswer, before: RoutingAnswer | undefined) => Promise<Admitted>;
}): EntryPointStore {
  const { registry, cache, gatewayPort, log, admit } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const listeners: ((table: EntryPointTable) => void)[] = [];
  const cached = cache.read() as RoutingAnswer | undefined;
  // What was kept before attestations were required has never been checked.
  const kept = parseRouting(admit && cached?.admitted !== true ? undefined : cached, gatewayPort);
  let current: ParsedRouting | undefined = typeof kept === 'string' ? undefined : kept;
  let inForce = current && cached;
  let table = createTable(current?.entryPoints ?? [], current?.others);
  let problem: string | undefined = 'the registry has not answered yet';
  // What the cache holds is in force, but asked for again: it may be another registry's.
  let version: number | undefined;

  const keep = keeper(cache, log);

  const take = async (answer: unknown) => {
    let parsed = parseRouting(answer, gatewayPort);
    if (typeof parsed === 'string') throw new UnusableAnswer(parsed);
    // It has been parsed: it has this form.
    let usable = answer as RoutingAnswer;
    const admitted = await admit?.(usable, inForce);
    if (admitted) {
      usable = admitted.answer;
      parsed = parseRouting(usable, gatewayPort);
      if (typeof parsed === 'string') throw new UnusableAnswer(parsed);
    }
    // Asked again from the beginning until it is known what to think of it.
    version = admitted?.isUndecided ? undefined : parsed.version;
    inForce = usable;
    const isSame = current !== undefined && JSON.stringify(current) === JSON.stringify(parsed);
    current = parsed;
    if (isSame) return;
    table = createTable(parsed.entryPoints, parsed.others);
    for (const changed of listeners) changed(table);
    log.info({ version, entryPoints: table.all.length }, 'the routing table changed');
    for (const refusal of refusals(parsed)) log.warn({ refusal }, 'a binding is refused');
    keep.next(usable);
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
        problem = problemOf(current);
        // A registry that does not wait must not keep this process busy.
        if (version === undefined) await rest(longestRetryMs);
        else if (version === asked) await rest(firstRetryMs);
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
    async close() {
      closing.abort();
      await following;
      await Promise.all([registry.close(), keep.done()]);
    },
  };
}

class UnusableAnswer extends Error {}

function problemOf(routing: ParsedRouting | undefined): string | undefined {
  if (!routing) return undefined;
  const ownPort = routing.leftOut > 0 ? ['an entry point wants the port of this gateway itself'] : [];
  const problems = [...ownPort, ...refusals(routing)];
  return problems.length > 0 ? problems.join('; ') : undefined;
}

function refusals({ entryPoints, others }: ParsedRouting): string[] {
  return [...entryPoints, ...others].flatMap(({ component, department, bound }) =>
    bound?.refused === undefined
      ? []
      : [`a binding of ${component} for ${department} is refused, since ${bound.refused}`],
  );
}

/** Keeps tables on disk in the background, the latest at last: the next change must not wait for a disk. */
function keeper(cache: RoutingCache, log: StoreLog) {
  let waiting: RoutingAnswer | undefined;
  let working: Promise<void> | undefined;
  const work = async () => {
    for (let answer = waiting; answer !== undefined; answer = waiting) {
      waiting = undefined;
      await cache.keep(answer).catch((error: unknown) => {
        log.warn({ err: error }, 'the routing table could not be kept on disk');
      });
    }
    working = undefined;
  };
  return {
    next(answer: RoutingAnswer): void {
      waiting = answer;
      working ??= work();
    },
    done: async () => working,
  };
}

// Half of it by chance, so that gateways do not come back in step.
function backoff(failures: number): number {
  const longest = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 10));
  return longest * (0.5 + Math.random() / 2);
}
