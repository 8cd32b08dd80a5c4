import { type Listener, openListener } from '@ashlar/postgres';
import { changesChannel } from '../channels.ts';
import { type Bell, createBell } from '../waiting.ts';

/** One who waits: its bell, and how to stop. */
export interface Waiter {
  bell: Bell;
  leave(): void;
}

/** Those who wait for changes. */
export interface Waiters {
  closed(): boolean;
  /** Waits for changes of a department from now on; '*' for any. */
  join(department: string): Waiter;
  /** Rings everybody and stops listening. */
  close(): Promise<void>;
}

/** Those who wait for changes, by department, rung by the relay's NOTIFY. The listening connection is made when somebody first waits. */
export function createWaiters(options: {
  url: string;
  component: string;
  onError?(error: unknown): void;
}): Waiters {
  const { url, component, onError = () => {} } = options;
  const bells = new Map<Bell, string>();
  let listener: Listener | undefined;
  let closed = false;

  const ring = (departments: readonly string[] | undefined) => {
    for (const [bell, department] of bells) {
      if (departments === undefined || department === '*' || departments.includes(department)) bell.ring();
    }
  };

  const listen = () => {
    const opened = openListener({ url, applicationName: `${component}-changes`, onError });
    opened
      .on(changesChannel, (payload) => ring(parseDepartments(payload)))
      // Whoever began to wait before the connection stood may have missed a wake-up.
      .then(() => ring(undefined))
      .catch((error: unknown) => {
        if (!closed) onError(error);
      });
    return opened;
  };

  return {
    closed: () => closed,
    join(department: string): Waiter {
      if (!closed) listener ??= listen();
      const bell = createBell();
      bells.set(bell, department);
      return { bell, leave: () => bells.delete(bell) };
    },
    async close() {
      closed = true;
      ring(undefined);
      await listener?.close();
    },
  };
}

/** The departments of a wake-up; undefined means anybody (also after a reconnect, when wake-ups may have been missed). */
function parseDepartments(payload: string): string[] | undefined {
  return payload === '' ? undefined : (JSON.parse(payload) as string[]);
}
