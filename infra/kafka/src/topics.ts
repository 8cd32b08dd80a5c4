import { readFile } from 'node:fs/promises';
import { Kafka, logLevel } from 'kafkajs';
import { parse } from 'yaml';

/** A topic as topics.yaml declares it. */
export interface DeclaredTopic {
  name: string;
  partitions: number;
  retentionDays: number;
}

/** The one file that declares topics. */
export const topicsFile: URL = new URL('../topics.yaml', import.meta.url);

/** Reads a topics file. Throws an `Error` that names what is wrong in it. */
export async function readTopics(file: URL = topicsFile): Promise<DeclaredTopic[]> {
  const document: unknown = parse(await readFile(file, 'utf8'));
  const topics = isRecord(document) ? document.topics : undefined;
  if (!Array.isArray(topics)) throw new Error('topics.yaml must have a list named topics');
  return topics.map((topic: unknown, index) => {
    const { name, partitions, retentionDays } = isRecord(topic) ? topic : {};
    if (typeof name !== 'string' || !/^[a-zA-Z0-9._-]{1,249}$/.test(name)) {
      throw new Error(
        `topics.yaml: topic ${index + 1} needs a name of letters, digits, dots, hyphens and underscores`,
      );
    }
    if (!isCount(partitions)) throw new Error(`topics.yaml: ${name} needs partitions, a whole number from 1`);
    if (!isCount(retentionDays))
      throw new Error(`topics.yaml: ${name} needs retentionDays, a whole number from 1`);
    return { name, partitions, retentionDays };
  });
}

/** Makes the topics that are missing; returns their names. */
export async function createTopics(brokers: string[], topics: readonly DeclaredTopic[]): Promise<string[]> {
  const admin = new Kafka({ brokers, clientId: 'ashlar-topics', logLevel: logLevel.ERROR }).admin();
  await admin.connect();
  try {
    const present = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !present.has(name));
    if (missing.length > 0) {
      await admin.createTopics({
        waitForLeaders: true,
        topics: missing.map(({ name, partitions, retentionDays }) => ({
          topic: name,
          numPartitions: partitions,
          configEntries: [{ name: 'retention.ms', value: String(retentionDays * 24 * 60 * 60 * 1000) }],
        })),
      });
    }
    return missing.map(({ name }) => name);
  } finally {
    await admin.disconnect();
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
