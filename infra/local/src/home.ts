import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, StartError } from './start-error.ts';

/**
 * Makes the folder and takes it for this process. Returns what gives it back. Throws a `StartError` when another copy runs on it;
 * what a copy that was killed has left behind does not count.
 */
export function lockHome(home: string): () => void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const path = join(home, 'lock');
  const mine = `${process.pid} ${startTime(process.pid)}`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, mine);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const [pid = '', since] = read(path).split(' ');
    if (Number(pid) > 0 && startTime(Number(pid)) === since) {
      throw new StartError(
        `Another copy (process ${pid}) runs on ${home}; stop it, or start this one with another ASHLAR_HOME and ASHLAR_PORT.`,
      );
    }
    rmSync(path, { force: true });
  }
  throw new StartError(`${path} cannot be taken; remove it if no other copy runs.`);
}

/** Deletes everything in a folder but its lock. */
export async function emptyHome(home: string): Promise<void> {
  const names = await readdir(home);
  const gone = names
    .filter((name) => name !== 'lock')
    .map((name) => rm(join(home, name), { recursive: true, force: true }));
  await Promise.all(gone);
}

/** Writes a file that only its owner may read, whatever it was before. */
export async function writePrivate(path: string, content: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
  await writeFile(path, content, { mode: 0o600 });
  await chmod(path, 0o600);
}

// When a process began, so that a new process with an old number is not taken for the old one. Empty when there is no such process.
function startTime(pid: number): string {
  const text = read(`/proc/${pid}/stat`);
  if (text !== '') return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  try {
    process.kill(pid, 0);
    return 'unknown';
  } catch {
    return '';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
