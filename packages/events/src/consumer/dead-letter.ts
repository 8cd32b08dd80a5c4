import type { Delivery } from '../bus/port.ts';
import { deadLetterTopic, ensureDeadLetterTopic } from '../topics.ts';
import type { SubscriptionRun } from './types.ts';

/** Sends the message as it came, with where it came from and why it is here in its headers. Rejects when the bus does not take it. */
export async function sendDeadLetter(
  run: SubscriptionRun,
  delivery: Delivery,
  failure: { name: string; message: string },
  attempts: number,
): Promise<void> {
  const { bus, consumer } = run.options;
  const topic = deadLetterTopic(delivery.topic, consumer);
  if (!run.deadLetterTopics.has(topic)) await ensureDeadLetterTopic(bus, topic);
  run.deadLetterTopics.add(topic);
  const headers = {
    ...delivery.headers,
    'original-topic': delivery.topic,
    'original-partition': String(delivery.partition),
    'original-offset': delivery.offset,
    'original-timestamp': delivery.timestamp.toISOString(),
    'error-name': failure.name,
    'error-message': failure.message,
    attempts: String(attempts),
  };
  await bus.publish(topic, [{ key: delivery.key, value: delivery.value, headers }]);
}
