import type { Log, Workers } from '@ashlar/component';
import { openListener, type Queryable } from '@ashlar/postgres';
import type { MessagingWorkers } from './workers.ts';

/** Heard by processes that work; the payload says which of their loops has something to do. */
const channel = 'messaging_work';

type Loop = 'send' | 'bulk' | 'callbacks' | 'secure';

const tellEveryMs = 10;

/** Stands for the workers of a process that only answers: tells those of other processes that there is something to do. */
export function workersElsewhere(db: Queryable): MessagingWorkers & { readonly secure: Workers } {
  const told = new Set<Loop>();
  const tell = (loop: Loop) => () => {
    if (told.has(loop)) return;
    told.add(loop);
    setTimeout(() => {
      told.delete(loop);
      // One that is lost costs a second at most: workers look that often.
      db.query({ text: 'select pg_notify($1, $2)', values: [channel, loop] }).catch(() => {});
    }, tellEveryMs).unref();
  };
  const stop = async () => {};
  return {
    wake: tell('send'),
    wakeBulk: tell('bulk'),
    wakeCallbacks: tell('callbacks'),
    stop,
    secure: { wake: tell('secure'), stop },
  };
}

/** Wakes the workers of this process for what others have accepted, until it is closed. */
export function hearOthers(
  url: string,
  { workers, secure }: { workers: MessagingWorkers; secure: Workers },
  log: Log,
): { close(): Promise<void> } {
  const listener = openListener({
    url,
    applicationName: 'messaging-workers',
    onError: (error) => log.warn({ err: error }, 'the workers listen again'),
  });
  const wake: Readonly<Record<string, () => void>> = {
    send: () => workers.wake(),
    bulk: () => workers.wakeBulk(),
    callbacks: () => workers.wakeCallbacks(),
    secure: () => secure.wake(),
  };
  const all = () => {
    for (const one of Object.values(wake)) one();
  };
  // Without a payload it is a connection that was made again: anything may have been missed.
  listener.on(channel, (loop) => (wake[loop] ?? all)()).catch(() => {});
  return listener;
}
