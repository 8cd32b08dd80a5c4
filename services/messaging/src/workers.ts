import { startLoop, type Workers } from '@ashlar/component';
import { createCallbackDelivery, pruneCallbacks } from './usecases/deliver-callbacks.ts';
import { createDelivery, type Delivery } from './usecases/deliver-notifications.ts';
import type { Deps } from './usecases/deps.ts';
import { releaseDue } from './usecases/plan-notifications.ts';
import { pruneOld } from './usecases/prune-old.ts';
import { applyEarlyReceipts } from './usecases/receive-receipt.ts';
import type { SecureDeps } from './usecases/secure-message/deps.ts';
import { pruneSecureMessages, workSecureMessages } from './usecases/secure-message/work-secure-messages.ts';
import { pruneProviderErrors, watchProviders } from './usecases/watch-providers.ts';
import { pruneBulkJobs, workBulkJobs } from './usecases/work-bulk-jobs.ts';

/** A process that accepts more than this a second is busy, and takes few to send each turn: requests come first, and what waits is sent after. */
const busyFrom = 500;
const fewAtATime = 2;
const paceMs = 20;

/** The loops behind the requests. */
export interface MessagingWorkers extends Workers {
  /** A bulk job has something to do. */
  wakeBulk(): void;
  /** There is a callback to send. */
  wakeCallbacks(): void;
}

/**
 * Starts the loops that send and settle, let go what was planned, watch providers and send callbacks. Any number of processes may run them: each notification is taken by one. They look
 * once a second while idle, and wait longer after each failure in a row.
 */
export function startWorkers(deps: Deps): MessagingWorkers {
  const delivery = createDelivery(deps);
  const { log } = deps;
  const pace = createPace();
  const send = () => some(delivery.send(pace.perSecond() > busyFrom ? fewAtATime : undefined));
  const sending = startLoop({ work: send, prune: () => pruneOld(deps), log });
  const releasing = startLoop({ work: () => releaseDue(deps), prune: async () => {}, log });
  const preparing = startLoop({ work: () => workBulkJobs(deps), prune: () => pruneBulkJobs(deps), log });
  const settle = async () => {
    await applyEarlyReceipts(deps);
    return some(delivery.settle());
  };
  const settling = startLoop({ work: settle, prune: async () => {}, log });
  const watching = startLoop({
    work: () => watchProviders(deps).then(() => false),
    prune: () => pruneProviderErrors(deps),
    log,
  });
  const callbacks = createCallbackDelivery(deps);
  const calling = startLoop({
    work: () => callbacks.send().then((took) => took > 0),
    prune: () => pruneCallbacks(deps),
    log,
  });
  return {
    wakeBulk: preparing.wake,
    wakeCallbacks: calling.wake,
    // What was just accepted is there to be sent; there is nothing new to settle.
    wake() {
      pace.count();
      sending.wake();
    },
    async stop() {
      const loops = [sending, releasing, preparing, settling, watching, calling];
      await Promise.all(loops.map((loop) => loop.stop()));
      await delivery.done();
      await callbacks.done();
    },
  };
}

/** Starts the loop of secure messages, in the same way. */
export function startSecureWorkers(deps: SecureDeps): Workers {
  return startLoop({
    work: () => workSecureMessages(deps),
    prune: () => pruneSecureMessages(deps),
    log: deps.log,
  });
}

/** Counts what is accepted, a moment at a time. */
function createPace() {
  let since = performance.now();
  let counted = 0;
  let perSecond = 0;
  return {
    count() {
      counted += 1;
    },
    perSecond() {
      const elapsedMs = performance.now() - since;
      if (elapsedMs < paceMs) return perSecond;
      perSecond = (counted / elapsedMs) * 1000;
      counted = 0;
      since += elapsedMs;
      return perSecond;
    },
  };
}

/** Whether there was anything. */
async function some(took: ReturnType<Delivery['send']>): Promise<boolean> {
  return (await took) > 0;
}
