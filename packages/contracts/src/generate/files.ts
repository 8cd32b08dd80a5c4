import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What ought to stand where: content by absolute path; `undefined` for a file that ought not to be there. */
export type GeneratedFiles = ReadonlyMap<string, string | undefined>;

/**
 * Compares the files with the disk and, unless `check` is set, makes the disk agree.
 * @returns the paths that differed, in the order given
 */
export function settle(files: GeneratedFiles, options: { check: boolean }): string[] {
  const stale = [...files].filter(([path, content]) => readIfThere(path) !== content);
  if (!options.check) {
    for (const [path, content] of stale) {
      if (content === undefined) {
        rmSync(path);
      } else {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
      }
    }
  }
  return stale.map(([path]) => path);
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
