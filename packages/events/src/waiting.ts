/** A wake-up call that is not lost when nobody waits yet. */
export interface Bell {
  /** Ends the wait in progress, or else the next one. */
  ring(): void;
  /** Resolves when rung, after `ms`, or when the signal aborts, whichever is first. Never rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Makes a bell for one waiter. */
export function createBell(): Bell {
  let rung = false;
  let end: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      end?.();
    },
    async wait(ms, signal) {
      if (!rung) await pause(ms, signal, (stop) => (end = stop));
      end = undefined;
      rung = false;
    },
  };
}

/** Resolves after `ms`, or as soon as the signal aborts. Never rejects; `early` receives a function that ends it at once. */
export function pause(ms: number, signal?: AbortSignal, early?: (stop: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
    early?.(done);
    if (signal?.aborted) done();
  });
}

/** Milliseconds before the next try: doubles from `baseMs` up to `capMs`, of which the last half is random. `failures` counts from 1. */
export function backoff(failures: number, baseMs: number, capMs: number): number {
  const full = Math.min(capMs, baseMs * 2 ** Math.min(failures - 1, 30));
  return full / 2 + (Math.random() * full) / 2;
}
