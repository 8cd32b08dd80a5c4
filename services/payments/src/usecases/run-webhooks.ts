import { setTimeout as pause } from 'node:timers/promises';
import { startLoop, type Workers } from '@ashlar/component';
import { pruneMessages, pruneWebhooks } from '../store/webhook-work.ts';
import { deliver, leaseDue } from './deliver-webhooks.ts';
import type { Deps } from './deps.ts';
import { makeBacklogMessages } from './make-backlog-messages.ts';
import { makeMessages, type ReadLog } from './make-webhook-messages.ts';

const pruneBatch = 500;
const longestPauseMs = 30_000;
const frozenPauseMs = 200;

/**
 * Starts the two sides of webhooks: one reads the change log and makes messages, one sends what is due. Any number of processes may run
 * them. `readLog` waits for events until `signal` aborts.
 */
export function startWebhooks(deps: Deps, readLog: (signal: AbortSignal) => ReadLog): Workers {
  const stopping = new AbortController();
  const delivery = startDelivery(deps);
  const making = keepMaking(deps, readLog(stopping.signal), stopping.signal, delivery.wake);
  const backlog = startLoop({
    work: () => makeBacklogMessages(deps),
    prune: async () => {},
    log: deps.log,
  });
  return {
    wake: delivery.wake,
    async stop() {
      stopping.abort();
      await Promise.all([making, backlog.stop(), delivery.stop()]);
    },
  };
}

async function keepMaking(
  deps: Deps,
  readLog: ReadLog,
  stopping: AbortSignal,
  made: () => void,
): Promise<void> {
  for (let failures = 0; !stopping.aborted; ) {
    try {
      const count = await makeMessages(deps, readLog);
      if (count === 'frozen') await pause(frozenPauseMs, undefined, { signal: stopping }).catch(() => {});
      else if (count > 0) made();
      failures = 0;
    } catch (error) {
      if (stopping.aborted) return;
      deps.log.warn({ err: error }, 'the change log will be read again for webhooks');
      const ms = Math.min(longestPauseMs, 1000 * 2 ** failures);
      failures += 1;
      await pause(ms, undefined, { signal: stopping }).catch(() => {});
    }
  }
}

/** Each message has a lane of its own: one that waits for its receiver holds up no other. */
function startDelivery(deps: Deps): Workers {
  const lanes = new Set<Promise<void>>();
  const loop = startLoop({
    async work() {
      const free = deps.webhooks.parallel - lanes.size;
      if (free <= 0) return false;
      const due = await leaseDue(deps, free);
      for (const message of due) {
        const lane = deliver(deps, message)
          // Its lease ends by itself, and it is sent again.
          .catch((error: unknown) =>
            deps.log.warn({ err: error, messageId: message.id }, 'an attempt was not stored'),
          )
          .finally(() => {
            lanes.delete(lane);
            loop.wake();
          });
        lanes.add(lane);
      }
      return due.length > 0 && lanes.size < deps.webhooks.parallel;
    },
    prune: () => prune(deps),
    log: deps.log,
  });
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop();
      await Promise.all(lanes);
    },
  };
}

async function prune(deps: Deps): Promise<void> {
  const before = new Date(deps.now().getTime() - deps.webhooks.keepS * 1000);
  while ((await pruneMessages(deps.db, before, pruneBatch)) === pruneBatch);
  await pruneWebhooks(deps.db, before);
}
