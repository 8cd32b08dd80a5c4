import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes an empty folder that only this user can enter; within a test run it is removed when the run ends. */
export function makeTemporaryFolder(name: string): Promise<string> {
  return mkdtemp(join(process.env.ASHLAR_TEST_FOLDER ?? tmpdir(), `ashlar-${name}-`));
}
