import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeContractFiles, settle } from '../src/generate/index.ts';

const standards = fileURLToPath(new URL('./fixtures/standards', import.meta.url));

/** A copy of the sample standards that a test may change, and the folder that is generated from them. */
export interface Workspace {
  readonly output: string;
  /** The output as `loadContract` takes it. */
  readonly folder: URL;
  read(file: string): string;
  write(file: string, content: string): void;
  /** Generates, or with `check` only compares; returns the names of the files that differed. */
  generate(options?: { check: boolean }): Promise<string[]>;
  remove(): void;
}

/** Copies the sample standards (a library and a door) to a folder of the test's own. */
export function createWorkspace(): Workspace {
  const base = mkdtempSync(join(tmpdir(), 'contracts-'));
  const source = join(base, 'openapi');
  const output = join(base, 'generated');
  cpSync(standards, source, { recursive: true });
  return {
    output,
    folder: pathToFileURL(`${output}/`),
    read: (file) => readFileSync(join(base, file), 'utf8'),
    write: (file, content) => {
      mkdirSync(dirname(join(base, file)), { recursive: true });
      writeFileSync(join(base, file), content);
    },
    async generate(options = { check: false }) {
      const changed = settle(await makeContractFiles({ source, output }), options);
      return changed.map((path) => path.slice(output.length + 1)).sort();
    },
    remove: () => rmSync(base, { recursive: true }),
  };
}
