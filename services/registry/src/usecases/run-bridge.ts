import type { Workers } from '@ashlar/component';
import type { Pool } from '@ashlar/postgres';
import { type Reading, readingOf } from '../domain/bridge.ts';
import type { Announcements } from '../store/announcements.ts';
import { asOnlyBridge, listServed } from '../store/bridge.ts';
import { type BridgeDeps, bridgeEvents } from './bridge-events.ts';

const lookEveryMs = 1000;
const longestBackoffMs = 15_000;

/**
 * Starts the bridge: it publishes the change feeds of bound implementations that do not publish themselves. Of several processes one does, and the others wait for it to
 * end. It looks at the bindings once a second and at each change of the routing; each department of each implementation is read by itself, so that one that is away
 * keeps none back. It never throws; outages are logged and retried for ever.
 */
export function startBridge(
  deps: BridgeDeps & { readonly pool: Pool; readonly routingChanges: Announcements },
): Pick<Workers, 'stop'> {
  const stopping = new AbortController();
  const serve = async () => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        await asOnlyBridge(deps.pool, (held) =>
          lead(deps, AbortSignal.any([held, stopping.signal]), () => {
            failures = 0;
          }),
        );
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1) deps.log.warn({ err: error }, 'the bridge will try again');
      }
      await pause(backoff(failures), stopping.signal);
    }
  };
  const running = serve();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Keeps one reader for each thing to read. Rejects when the bindings cannot be read; the readers have ended then. */
async function lead(
  deps: BridgeDeps & { readonly routingChanges: Announcements },
  term: AbortSignal,
  looked: () => void,
): Promise<void> {
  const readers = new Map<string, Reader>();
  try {
    while (!term.aborted) {
      const change = deps.routingChanges.wait();
      const wanted = await wantedReadings(deps);
      looked();
      const ended = [...readers].filter(([name]) => !wanted.has(name)).map(([, reader]) => reader);
      await Promise.all(ended.map((reader) => reader.stop()));
      for (const [name, reader] of readers) if (ended.includes(reader)) readers.delete(name);
      for (const [name, reading] of wanted) {
        if (!readers.has(name)) readers.set(name, startReader(deps, reading, term));
      }
      await Promise.race([change.changed, pause(lookEveryMs, term)]);
      change.leave();
    }
  } finally {
    await Promise.all([...readers.values()].map((reader) => reader.stop()));
  }
}

/** What to read, named by everything but how far it is. */
async function wantedReadings({ db }: BridgeDeps): Promise<Map<string, Reading>> {
  const readings = (await listServed(db)).flatMap((served) => readingOf(served) ?? []);
  return new Map(
    readings.map(({ position, ...reading }) => [JSON.stringify(reading), { ...reading, position }]),
  );
}

interface Reader {
  /** Ends it; what was read and not yet published is read again by the next one. */
  stop(): Promise<void>;
}

function startReader(deps: BridgeDeps, reading: Reading, term: AbortSignal): Reader {
  const stopping = new AbortController();
  const signal = AbortSignal.any([term, stopping.signal]);
  const { component, department, implementationId, until = Number.MAX_SAFE_INTEGER } = reading;
  const read = async () => {
    let { position } = reading;
    for (let failures = 0; !signal.aborted && position < until; ) {
      try {
        position = await bridgeEvents(deps, { ...reading, position }, signal);
        if (failures > 0) deps.log.info({ component, department, position }, 'the bridge goes on');
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        if (failures === 1) {
          deps.log.warn(
            { err: error, component, department, implementation: implementationId },
            'the bridge waits for an implementation or the bus',
          );
        }
        await pause(backoff(failures), signal);
      }
    }
  };
  const running = read();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

function backoff(failures: number): number {
  return failures === 0 ? lookEveryMs : Math.min(250 * 2 ** Math.min(failures - 1, 10), longestBackoffMs);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
