import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';

/** Keeps the last usable answer of the registry. */
export interface RoutingCache {
  /** What was kept; undefined when there is nothing that can be read. */
  read(): unknown;
  keep(answer: unknown): Promise<void>;
}

/** A cache in a file that only its owner reads; it is replaced as a whole, so that a crash leaves the old one or the new one. Without a path nothing is kept. */
export function openRoutingCache(path: string | undefined): RoutingCache {
  if (path === undefined) return { read: () => undefined, keep: async () => {} };
  return {
    read() {
      try {
        return JSON.parse(readFileSync(path, 'utf8'));
      } catch {
        return undefined;
      }
    },
    async keep(answer) {
      const next = `${path}.${process.pid}.next`;
      await writeFile(next, `${JSON.stringify(answer)}\n`, { mode: 0o600, flush: true });
      await rename(next, path);
    },
  };
}
