import { createHash } from 'node:crypto';
import type { BusConsumer, BusMessage, ConsumeOptions, Delivery, EventBus } from '../src/bus/port.ts';
import { createBell } from '../src/waiting.ts';

const partitionCount = 3;
const redeliveryMs = 10;

/** A bus within this process, quick enough to run the cases once per planted fault. It keeps the promises of the port. */
export function createMemoryBus(): EventBus {
  const logs = new Map<string, Delivery[][]>();
  const committed = new Map<string, number>();
  const bells = new Set<() => void>();
  const members = new Set<BusConsumer>();
  const partitionsOf = (topic: string) => {
    const found = logs.get(topic) ?? Array.from({ length: partitionCount }, () => []);
    logs.set(topic, found);
    return found;
  };

  const publish = async (topic: string, messages: readonly BusMessage[]) => {
    for (const message of messages) {
      const partition = (createHash('md5').update(message.key).digest()[0] ?? 0) % partitionCount;
      const log = partitionsOf(topic)[partition] ?? [];
      log.push({ ...message, topic, partition, offset: String(log.length), timestamp: new Date() });
    }
    for (const ring of bells) ring();
  };

  const consume = async ({ topics, group, handle, fromBeginning = true }: ConsumeOptions) => {
    const stopping = new AbortController();
    const follow = async (topic: string, partition: number, log: Delivery[]) => {
      const place = `${group} ${topic} ${partition}`;
      if (!committed.has(place)) committed.set(place, fromBeginning ? 0 : log.length);
      const bell = createBell();
      bells.add(bell.ring);
      while (!stopping.signal.aborted) {
        const offset = committed.get(place) ?? 0;
        const delivery = log[offset];
        if (delivery === undefined) await bell.wait(1000, stopping.signal);
        else {
          await handle(delivery, async () => {}).then(
            () => committed.set(place, offset + 1),
            () => bell.wait(redeliveryMs, stopping.signal),
          );
        }
      }
      bells.delete(bell.ring);
    };
    const running = topics.flatMap((topic) =>
      partitionsOf(topic).map((log, partition) => follow(topic, partition, log)),
    );
    const member: BusConsumer = {
      async stop() {
        stopping.abort();
        await Promise.all(running);
        members.delete(member);
      },
    };
    members.add(member);
    return member;
  };

  return {
    ensureTopics: async (topics) => topics.forEach(({ name }) => void partitionsOf(name)),
    publish,
    consume,
    lag: async (topic, group) =>
      partitionsOf(topic).reduce(
        (sum, log, partition) => sum + log.length - (committed.get(`${group} ${topic} ${partition}`) ?? 0),
        0,
      ),
    check: async () => {},
    close: async () => void (await Promise.all([...members].map((member) => member.stop()))),
  };
}
