import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './failure.ts';

/**
 * Deals with what an earlier server left in a data folder. A pid file whose process is gone, or is another program by now, is
 * removed, since PostgreSQL would take any living process of that number for its own. A server that lost its starter is shut
 * down and waited for; one that is in use stops the start with an `EmbeddedPostgresError`.
 */
export async function clearPrevious(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const started = Date.now();
  for (let asked = false; ; await sleep(50)) {
    const [pid, , , , , , , status] = await readLines(file);
    if (pid === undefined) return;
    const server = Number(pid);
    const words = await commandOf(server);
    if (!words.includes(data) || !words.some((word) => word.endsWith('/postgres'))) {
      await rm(file, { force: true });
      return;
    }
    const leaving = status === 'stopping' || asked;
    if (!leaving && !words.includes(starterSetting(parentOf(server)))) {
      process.kill(server, 'SIGINT');
      asked = true;
    }
    // A server whose starter has just died gets its signal a moment later.
    if (Date.now() - started > (leaving ? 60_000 : 2000)) throw inUse(data, server);
  }
}

/** A setting without effect by which a server tells who started it, so that one whose starter has died can be recognised. */
export function starterSetting(pid: number | undefined): string {
  return `ashlar.starter=${pid}`;
}

/** The process that started, or has inherited, a process; undefined when that is gone. */
export function parentOf(pid: number): number | undefined {
  try {
    const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return parent === undefined ? undefined : Number(parent);
  } catch {
    return undefined;
  }
}

async function readLines(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text === '' ? [] : text.split('\n').map((line) => line.trim());
}

async function commandOf(pid: number): Promise<string[]> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
}

function inUse(data: string, pid: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'folder_in_use',
    `PostgreSQL is already running on ${data} (process ${pid}); stop what started it first.`,
  );
}
