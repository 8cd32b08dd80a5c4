import { rm } from 'node:fs/promises';
import { testRun } from './run.ts';

/** Stops the run's server and removes its data. */
export default async function teardown(): Promise<void> {
  // Nothing of it is kept, so it need not shut down in order.
  testRun.server?.kill();
  await testRun.server?.exited;
  if (testRun.folder) await rm(testRun.folder, { recursive: true, force: true });
}
