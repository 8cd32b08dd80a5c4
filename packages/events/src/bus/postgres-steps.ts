import { crc32 } from 'node:zlib';
import { claimPartitions, commitOffset } from './postgres-group.ts';
import { appendMessages } from './postgres-log.ts';

/** What the promises of the bus on PostgreSQL rest on. */
export interface PostgresSteps {
  /** The partition of a key. */
  place(key: string, partitions: number): number;
  append: typeof appendMessages;
  claim: typeof claimPartitions;
  commit: typeof commitOffset;
}

/** The steps as they run in production. */
export const postgresSteps: PostgresSteps = {
  place: (key, partitions) => crc32(key) % partitions,
  append: appendMessages,
  claim: claimPartitions,
  commit: commitOffset,
};
