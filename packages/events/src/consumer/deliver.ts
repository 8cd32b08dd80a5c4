import type { Delivery } from '../bus/port.ts';
import { parseEvent } from '../envelope.ts';
import { backoff, pause } from '../waiting.ts';
import { sendDeadLetter } from './dead-letter.ts';
import { describeFailure, failureTrace, isTemporary } from './failures.ts';
import type { Arrival } from './steps.ts';
import type { SubscriptionRun } from './types.ts';

const retryCapMs = 5000;
const heartbeatMs = 2000;

/**
 * Brings one delivery to an end: handled, waiting behind a parked key, parked itself, or (no event at all) dead-lettered. Rejects only
 * when the subscription stops or the partition is no longer ours; the bus then delivers it again.
 */
export async function deliver(
  run: SubscriptionRun,
  delivery: Delivery,
  alive: () => Promise<void>,
): Promise<void> {
  const event = parseEvent(delivery.value);
  const key = delivery.key === '' ? (event?.subject ?? '') : delivery.key;
  const arrival = event === undefined ? undefined : { consumer: run.options.consumer, key, event };
  try {
    const refused = arrival === undefined ? notAnEvent : await handle(run, delivery, alive, arrival);
    if (refused !== undefined) {
      await retry(run, delivery, alive, () => giveUp(run, delivery, arrival, refused));
    }
  } finally {
    run.retries.delete(delivery);
  }
}

/** Why an event (or what was sent as one) is given up. */
interface Refusal {
  reason: unknown;
  attempts: number;
}

const notAnEvent: Refusal = { reason: new SyntaxError('The message is not an event'), attempts: 0 };

/** Handles the event, or says why it cannot be handled. */
async function handle(
  run: SubscriptionRun,
  delivery: Delivery,
  alive: () => Promise<void>,
  arrival: Arrival,
): Promise<Refusal | undefined> {
  let refusals = 0;
  let refused: Refusal | undefined;
  await retry(run, delivery, alive, async () => {
    try {
      await handleOnce(run, arrival);
    } catch (reason) {
      if (isTemporary(reason)) throw reason;
      refusals += 1;
      if (refusals < (run.options.attempts ?? 5)) throw reason;
      refused = { reason, attempts: refusals };
    }
  });
  return refused;
}

/** Works until it works, telling the bus that we are still there. Rejects when the subscription stops or the partition is lost. */
async function retry(
  run: SubscriptionRun,
  delivery: Delivery,
  alive: () => Promise<void>,
  work: () => Promise<void>,
): Promise<void> {
  for (let failures = 1; ; failures += 1) {
    try {
      await keepAlive(alive, work());
      return;
    } catch (error) {
      run.retries.add(delivery);
      logFailure(run, delivery, error, failures);
      await pause(backoff(failures, run.options.backoffMs ?? 100, retryCapMs), run.stopping);
      if (run.stopping.aborted) throw error;
      await alive();
    }
  }
}

async function handleOnce(run: SubscriptionRun, arrival: Arrival): Promise<void> {
  const { steps, options, counts } = run;
  const standing = await steps.begin(options.pool, async (tx) => {
    const found = await steps.once(tx, arrival);
    if (found === 'new') await steps.effect(options.handle, arrival.event, tx);
    if (found === 'parked') await steps.append(tx, arrival);
    return found;
  });
  if (standing === 'new') counts.handled += 1;
  if (standing === 'parked') counts.parked += 1;
}

async function giveUp(
  run: SubscriptionRun,
  delivery: Delivery,
  arrival: Arrival | undefined,
  { reason, attempts }: Refusal,
): Promise<void> {
  const { steps, options, counts } = run;
  const failure = describeFailure(reason);
  // The letter first: a crash in between may repeat it, and the other way round would lose it.
  await sendDeadLetter(run, delivery, failure, attempts);
  if (arrival !== undefined) {
    await steps.begin(options.pool, (tx) => steps.park(tx, arrival, `${failure.name}: ${failure.message}`));
    counts.parked += 1;
  }
  options.log.error(
    { ...place(run, delivery), eventId: arrival?.event.id, failure, trace: failureTrace(reason), attempts },
    arrival === undefined
      ? 'a message that is no event was dead-lettered'
      : 'an event was dead-lettered and its key parked',
  );
}

/** Tells the bus that we are at work, for as long as the work takes. A partition lost meanwhile shows at the next `alive`. */
async function keepAlive(alive: () => Promise<void>, work: Promise<void>): Promise<void> {
  const timer = setInterval(() => void alive().catch(() => {}), heartbeatMs);
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
}

function logFailure(run: SubscriptionRun, delivery: Delivery, error: unknown, failures: number): void {
  if (failures > 5 && failures % 20 !== 0) return;
  run.options.log.warn(
    { ...place(run, delivery), failures, failure: describeFailure(error) },
    'an event is tried again',
  );
}

function place(run: SubscriptionRun, { topic, partition, offset, key }: Delivery) {
  return { consumer: run.options.consumer, topic, partition, offset, key };
}
