import type { Log } from '@ashlar/component';
import { fencedOff, type Queryable } from '@ashlar/postgres';
import { type BounceLimits, type EmailCounts, emailStateOf } from '../domain/bounce-guard.ts';
import { addEmailHours, type EmailHour, type EmailStanding, moveEmailState } from '../store/email-hours.ts';

/** Watches how many of each service's e-mails come back. */
export interface BounceGuard {
  /** Counts what a service's e-mail came to. */
  count(serviceId: string, counts: EmailCounts): void;
  /** Stores what is not stored yet, and sees to it that services whose e-mails come back too often are warned or suspended. */
  flush(): Promise<void>;
  /** Stores what is not stored yet, and stops. */
  stop(): Promise<void>;
}

const flushEveryMs = 1000;
const hourMs = 3_600_000;

/**
 * Makes the guard of one process. Like the daily counts, its counts are in memory and stored together once a second, so that no message waits for a row that
 * all of its service's messages want, and messages are never looked through to count them. A process that is killed loses what it counted in its last second.
 */
export function createBounceGuard(deps: {
  db: Queryable;
  now(): Date;
  log: Log;
  logged(): void;
  limits: BounceLimits;
}): BounceGuard {
  let pending = new Map<string, EmailHour>();
  let timer: NodeJS.Timeout | undefined;
  let flushing = Promise.resolve();

  function add(more: EmailHour): void {
    const key = `${more.serviceId}/${more.hour.getTime()}`;
    const known = pending.get(key) ?? { sent: 0, bounced: 0 };
    pending.set(key, { ...more, sent: known.sent + more.sent, bounced: known.bounced + more.bounced });
    timer ??= setTimeout(() => void flush(), flushEveryMs).unref();
  }

  async function store(): Promise<void> {
    timer = undefined;
    const batch = pending;
    pending = new Map();
    if (batch.size === 0) return;
    let now: EmailStanding[];
    try {
      now = await addEmailHours(deps.db, [...batch.values()], dayBefore(deps.now()));
    } catch (error) {
      deps.log.warn({ err: error }, 'how many e-mails came back could not be stored and will be again');
      for (const one of batch.values()) add(one);
      return;
    }
    for (const one of now) await judge(one);
  }

  async function judge({ serviceId, state: before, ...counts }: EmailStanding): Promise<void> {
    const state = emailStateOf(counts, deps.limits);
    if (before === state || before === 'suspended') return;
    try {
      if (!(await moveEmailState(deps.db, { serviceId, state, at: deps.now() }))) return;
    } catch (error) {
      // Its next e-mail has it judged again, by who serves its department then.
      if (!fencedOff(error)) deps.log.warn({ err: error }, 'what came back of e-mails could not be judged');
      return;
    }
    deps.log.warn(
      { messagingServiceId: serviceId, ...counts, state },
      'the share of e-mails that come back changed',
    );
    deps.logged();
  }

  function flush(): Promise<void> {
    flushing = flushing.then(store);
    return flushing;
  }

  return {
    count(serviceId, counts) {
      add({ serviceId, hour: new Date(Math.floor(deps.now().getTime() / hourMs) * hourMs), ...counts });
    },
    flush,
    async stop() {
      clearTimeout(timer);
      await flush();
    },
  };
}

/** Where the day begins that is looked at. Counts are by the hour, so that a day of them is one of up to 24 hours. */
export function dayBefore(now: Date): Date {
  return new Date(now.getTime() - 24 * hourMs);
}
