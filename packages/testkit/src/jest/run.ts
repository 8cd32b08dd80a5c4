import type { EmbeddedPostgres } from '@ashlar/postgres';

/** What the set-up of a run leaves for its tear-down. */
export interface TestRun {
  folder?: string;
  server?: EmbeddedPostgres;
}

const holder: typeof globalThis & { ashlarTestRun?: TestRun } = globalThis;
holder.ashlarTestRun ??= {};

/** The run's own; on the global object, since jest loads set-up and tear-down each with modules of their own. */
export const testRun: TestRun = holder.ashlarTestRun;
