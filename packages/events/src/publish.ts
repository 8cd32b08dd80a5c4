import type { BusMessage, EventBus } from './bus/port.ts';
import { type Event, toMessage } from './envelope.ts';
import { ensureTopics } from './topics.ts';

/** Publishes another one's events as they are, in order, and makes the topic where it is missing. Rejects when the bus does not take them all. */
export async function publishEvents(bus: EventBus, topic: string, events: readonly Event[]): Promise<void> {
  await ensureTopics(bus, [topic]);
  for (const part of partsOf(events.map(toMessage))) await bus.publish(topic, part);
}

// A Kafka broker refuses a batch above 1 MB, and its client does not split one.
const maxSendBytes = 900 * 1024;

/** Messages in batches that every bus takes at once. */
export function partsOf(messages: readonly BusMessage[]): BusMessage[][] {
  const parts: BusMessage[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const size = message.value.length + message.key.length;
    if (bytes + size > maxSendBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(message);
    bytes += size;
  }
  return parts;
}
