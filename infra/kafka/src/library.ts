import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isNativeError } from 'node:util/types';
import { requireMaven, Unmet } from './requirements.ts';

/** The version that pom.xml declares. */
export async function readVersion(): Promise<string> {
  const version = /<kafka\.version>([^<]+)</.exec(await readFile(pom, 'utf8'))?.[1];
  if (!version) throw new Error('pom.xml names no kafka.version');
  return version;
}

/**
 * The folder with Apache Kafka's jars, below `home`. Fetched with Maven when they are not there yet, by one process while others
 * wait. Throws an `Unmet` when that cannot be done.
 */
export async function provideLibrary(
  home: string,
  version: string,
  log: (line: string) => void,
): Promise<string> {
  const library = join(home, 'lib', version);
  const lock = `${library}.lock`;
  await mkdir(join(home, 'lib'), { recursive: true });
  for (;;) {
    if (await exists(library)) return library;
    if (!(await lockFile(lock))) {
      await sleep(200);
      continue;
    }
    try {
      if (!(await exists(library))) await fetchLibrary(library, version, log);
    } finally {
      await rm(lock, { force: true });
    }
  }
}

const pom = fileURLToPath(new URL('../pom.xml', import.meta.url));
const run = promisify(execFile);

async function fetchLibrary(library: string, version: string, log: (line: string) => void): Promise<void> {
  await requireMaven();
  log(`Fetching Apache Kafka ${version} (about 55 MB, once) …`);
  const draft = `${library}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${draft}`];
  try {
    await run('mvn', ['-q', '-B', '-f', pom, `-Dkafka.version=${version}`, ...goal], {
      maxBuffer: 16 * 1024 * 1024,
    });
  } catch (error) {
    const output = isNativeError(error) && 'stdout' in error ? String(error.stdout) : '';
    const reason = /\[ERROR\]\s*(.{1,300})/.exec(output)?.[1] ?? 'it gave no reason';
    throw new Unmet(`Maven could not fetch Apache Kafka ${version}: ${reason}`, { cause: error });
  }
  // Only a whole library ever has the final name.
  await rename(draft, library);
}

/** Takes the lock, unless a living process has it. */
async function lockFile(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(isNativeError(error) && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
  // An empty file is one that its owner is about to fill.
  if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true });
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function exists(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length > 0;
}
