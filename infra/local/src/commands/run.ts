import type { Readable, Writable } from 'node:stream';
import { StartError } from '../start-error.ts';

/** What a command reads from and writes to. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean };
  readonly error: Writable;
  readonly env: NodeJS.ProcessEnv;
}

/** A call that cannot be carried out as it stands, or that the registry refuses. The process ends with 2. */
export class WrongCall extends StartError {}

/** Writes a line. */
export function say({ output }: Pick<Terminal, 'output'>, line: string): void {
  output.write(`${line}\n`);
}
