import { type Listener, openListener } from '@ashlar/postgres';

/** Tells those who wait that something may have changed: the routing table, or a swap. */
export interface Announcements {
  /** Begins to wait: `changed` resolves at the next change, or when all waiting ends. What happens between `wait` and a look at it is not missed. */
  wait(): { readonly changed: Promise<void>; leave(): void };
  /** Ends all waiting, and the connection. */
  close(): Promise<void>;
}

/** Listens on a connection of its own, from the first wait on. A lost connection is made again, and wakes everybody, since a change may have been missed. */
export function openAnnouncements(options: {
  channel: string;
  url: string;
  applicationName: string;
  onError(error: unknown): void;
}): Announcements {
  const waiting = new Set<() => void>();
  let listener: Listener | undefined;
  let closed = false;

  const wakeAll = () => {
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const listen = () => {
    const opened = openListener(options);
    // Whoever began to wait before the connection stood may have missed a change.
    opened
      .on(options.channel, wakeAll)
      .then(wakeAll)
      .catch((error: unknown) => {
        if (!closed) options.onError(error);
      });
    return opened;
  };

  return {
    wait() {
      if (closed) return { changed: Promise.resolve(), leave() {} };
      listener ??= listen();
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      return { changed: promise, leave: () => waiting.delete(resolve) };
    },
    async close() {
      closed = true;
      wakeAll();
      await listener?.close();
    },
  };
}
