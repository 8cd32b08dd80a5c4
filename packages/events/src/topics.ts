import type { EventBus } from './bus/port.ts';

/** Partitions of a component's topic: how many members of a group can work side by side. Order is per key, so it is never raised later. */
export const defaultPartitions = 6;

const deadLetterRetentionMs = 30 * 24 * 60 * 60 * 1000;

/** Creates the topics of components where they are missing. */
export function ensureTopics(bus: EventBus, topics: readonly string[]): Promise<void> {
  return bus.ensureTopics(topics.map((name) => ({ name, partitions: defaultPartitions })));
}

/** Where the events of `topic` go that the group could not handle. */
export function deadLetterTopic(topic: string, group: string): string {
  return `${topic}.${group}.dlq`;
}

/** Creates a dead letter topic where it is missing; letters stay 30 days. */
export function ensureDeadLetterTopic(bus: EventBus, name: string): Promise<void> {
  return bus.ensureTopics([{ name, partitions: 1, retentionMs: deadLetterRetentionMs }]);
}
