import type { Log } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { Counted, KeyType, MessagingService } from '../domain/entities.ts';
import { addDailyCounts, type DailyCount, readDailyCount } from '../store/daily-counts.ts';

/** What a service that is live may send a day, unless it is told otherwise; also what a test key of one in trial mode may. */
export const liveLimits: Readonly<Record<Counted, number>> = {
  email: 250_000,
  sms: 250_000,
  international_sms: 100,
  letter: 20_000,
};

/** What a service in trial mode may send a day, unless it is told otherwise. */
export const trialLimits: Readonly<Record<Counted, number>> = {
  email: 50,
  sms: 50,
  international_sms: 50,
  letter: 50,
};

/** Counts what services send on a day (UTC). */
export interface DailyLimits {
  /** The limit that a message more, or `many`, would go over; undefined while there is room. */
  exceeded(
    service: MessagingService,
    keyType: KeyType,
    kind: Counted,
    many?: number,
  ): Promise<number | undefined>;
  /** Counts a message that was accepted, or `many`. What test keys send is not counted. */
  count(serviceId: string, keyType: KeyType, kind: Counted, many?: number): void;
  /** Stores what is not stored yet. */
  flush(): Promise<void>;
  /** Stores what is not stored yet, and stops. */
  stop(): Promise<void>;
}

/** Counts are stored this often: several processes may go over a limit by what they accept in that time. */
const flushEveryMs = 1000;

/** A service's count of one kind on a day. `stored` is of all processes, as of the last time this one stored its own. */
interface Count extends Omit<DailyCount, 'count'> {
  stored: number;
  added: number;
}

/**
 * Makes the counter of one process. Counts are in memory and stored together once a second, so that no request waits for a row that all of its service's
 * requests want. A process that is killed loses what it counted in its last second; messages are never looked through to count them.
 */
export function createDailyLimits(deps: { db: Queryable; now(): Date; log: Log }): DailyLimits {
  let today = dayOf(deps.now());
  let counts = new Map<string, Promise<Count>>();
  const pending = new Set<Count>();
  let timer: NodeJS.Timeout | undefined;
  let flushing = Promise.resolve();

  function recall(serviceId: string, kind: Counted): Promise<Count> {
    const day = dayOf(deps.now());
    if (day !== today) {
      today = day;
      counts = new Map();
    }
    const key = `${serviceId}/${kind}`;
    const known = counts.get(key);
    if (known) return known;
    const reading = readDailyCount(deps.db, { serviceId, day, kind }).then((stored) => ({
      serviceId,
      day,
      kind,
      stored,
      added: 0,
    }));
    counts.set(key, reading);
    reading.catch(() => counts.delete(key));
    return reading;
  }

  async function store(): Promise<void> {
    timer = undefined;
    const batch = [...pending].map((count) => ({ count, added: count.added }));
    pending.clear();
    if (batch.length === 0) return;
    for (const { count, added } of batch) {
      count.stored += added;
      count.added -= added;
    }
    try {
      const now = await addDailyCounts(
        deps.db,
        batch.map(({ count: { serviceId, day, kind }, added }) => ({ serviceId, day, kind, count: added })),
      );
      batch.forEach(({ count }, at) => {
        count.stored = now[at] ?? count.stored;
      });
    } catch (error) {
      for (const { count, added } of batch) {
        count.stored -= added;
        count.added += added;
        pending.add(count);
      }
      deps.log.warn({ err: error }, 'the daily counts could not be stored and will be again');
      schedule();
    }
  }

  function flush(): Promise<void> {
    flushing = flushing.then(store);
    return flushing;
  }

  function schedule(): void {
    timer ??= setTimeout(() => void flush(), flushEveryMs).unref();
  }

  return {
    async exceeded(service, keyType, kind, many = 1) {
      const { stored, added } = await recall(service.id, kind);
      const limits = keyType === 'test' && service.trialMode ? liveLimits : service.dailyLimits;
      return stored + added + many > limits[kind] ? limits[kind] : undefined;
    },
    count(serviceId, keyType, kind, many = 1) {
      if (keyType === 'test') return;
      // What is counted was checked before, so that its count is known.
      void recall(serviceId, kind).then((count) => {
        count.added += many;
        pending.add(count);
        schedule();
      }, reportUncounted);
    },
    flush,
    async stop() {
      clearTimeout(timer);
      await flush();
    },
  };

  function reportUncounted(error: unknown): void {
    deps.log.warn({ err: error }, 'a message was not counted towards its daily limit');
  }
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
