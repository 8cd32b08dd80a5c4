import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { parse } from 'yaml';
import { createTable, type EntryPointTable } from '../domain/entry-points.ts';
import { parseEntryPoints } from '../domain/parse-entry-points.ts';
import type { EntryPointStore, StoreLog } from './entry-point-store.ts';

/**
 * Reads the entry points file (YAML, so JSON too) and reads it again when it changes. A file that cannot be read or understood later
 * on leaves the last good one in force and is logged. Throws an `Error` with every problem, one a line, when the first reading fails.
 */
export function openEntryPointFile(options: {
  path: string;
  gatewayPort: number;
  log: StoreLog;
  pollMs?: number;
}): EntryPointStore {
  const { path, gatewayPort, log } = options;
  const first = readEntryPoints(path, gatewayPort);
  if (typeof first === 'string') throw new Error(first);
  let table = first;
  let problem: string | undefined;
  const listeners: ((table: EntryPointTable) => void)[] = [];

  const reread = () => {
    const next = readEntryPoints(path, gatewayPort);
    if (typeof next === 'string') {
      problem = 'the file is not usable; an earlier one is in force';
      log.error({ problem: next }, 'the entry points file is not usable; the last good one stays in force');
      return;
    }
    table = next;
    problem = undefined;
    log.info({ entryPoints: table.all.length }, 'entry points read again');
    for (const changed of listeners) changed(table);
  };
  // Watched by its state and not by events: editors and mounted configuration replace the file, and an event watch then goes deaf.
  watchFile(path, { interval: options.pollMs ?? 1000, persistent: false }, reread);

  return {
    table: () => table,
    problem: () => problem,
    onChange: (changed) => listeners.push(changed),
    close: async () => unwatchFile(path, reread),
  };
}

function readEntryPoints(path: string, gatewayPort: number): EntryPointTable | string {
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return `ENTRY_POINTS: ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  const parsed = parseEntryPoints(content, gatewayPort);
  if (parsed.entryPoints) return createTable(parsed.entryPoints);
  return [`ENTRY_POINTS: ${path} is not valid:`, ...parsed.problems.map((problem) => `  ${problem}`)].join(
    '\n',
  );
}
