import type { BusConsumer } from '../bus/port.ts';
import { ensureTopics } from '../topics.ts';
import { backoff, pause } from '../waiting.ts';
import { deliver } from './deliver.ts';
import type { ConsumerSteps } from './steps.ts';
import type { SubscribeOptions, Subscription, SubscriptionRun } from './types.ts';

const joinPatienceMs = 2000;
const rejoinCapMs = 5000;

/** A subscription whose steps are given: `subscribe` passes the real ones, the tests pass broken ones. */
export async function runSubscription(
  options: SubscribeOptions,
  steps: ConsumerSteps,
): Promise<Subscription> {
  const stopping = new AbortController();
  const joined = new AbortController();
  const run: SubscriptionRun = {
    options,
    steps,
    counts: { handled: 0, parked: 0 },
    retries: new Set(),
    stopping: stopping.signal,
    deadLetterTopics: new Set(),
  };
  const joining = join(run).finally(() => joined.abort());
  await pause(joinPatienceMs, joined.signal);
  return {
    async stop() {
      stopping.abort();
      const consumer = await joining;
      await consumer?.stop();
    },
    state: () => ({ ...run.counts, retrying: run.retries.size > 0 }),
  };
}

/** Joins the group, for ever until it works; undefined when stopped before. */
async function join(run: SubscriptionRun): Promise<BusConsumer | undefined> {
  const { bus, topics, consumer, log } = run.options;
  for (let failures = 0; !run.stopping.aborted; ) {
    try {
      await ensureTopics(bus, topics);
      const member = await bus.consume({
        topics,
        group: consumer,
        handle: (delivery, alive) => run.steps.settle(deliver(run, delivery, alive)),
      });
      run.retries.delete(run);
      return member;
    } catch (error) {
      failures += 1;
      run.retries.add(run);
      if (failures === 1)
        log.warn({ err: error, consumer }, 'the consumer cannot join the bus yet; it tries on');
      await pause(backoff(failures, 100, rejoinCapMs), run.stopping);
    }
  }
  return undefined;
}
