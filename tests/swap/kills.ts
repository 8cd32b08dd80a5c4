import type { Part } from './world.ts';

/** Something bad that happens to a part. It answers once it has happened; what it did goes by itself. */
export interface Blow {
  readonly name: string;
  strike(): Promise<void>;
}

/** `kill -9` of a process, which is started again. */
export function killOf({ name, process }: Part): Blow {
  return { name: `kill -9 ${name}`, strike: () => process.kill('SIGKILL') };
}
