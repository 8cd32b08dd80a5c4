import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, giveTo } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError, explainOutput, type Place } from './failure.ts';

/** The files of one server: its data and, beside it, its superuser's password. */
export interface Cluster {
  data: string;
  password: string;
}

/** Where `openCluster` keeps the data. */
export function dataFolder(folder: string): string {
  return join(folder, 'data');
}

/** Opens the cluster in a folder, making it on first use. An initialisation that was cut off is started over. */
export async function openCluster(
  place: Place,
  binaries: Binaries,
  account: Account,
  durable: boolean,
): Promise<Cluster> {
  const data = dataFolder(place.folder);
  const passwordFile = join(place.folder, 'password');
  const exists = await access(join(data, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
  const password = await readFile(passwordFile, 'utf8').catch(() => undefined);
  if (exists) {
    if (!password) {
      const message = `The superuser's password file ${passwordFile} is missing or unreadable; put it back, or remove ${place.folder} to start over.`;
      throw new EmbeddedPostgresError('damaged_folder', message);
    }
    await giveTo(account, data);
    return { data, password };
  }
  const fresh = randomBytes(24).toString('base64url');
  await writeFile(passwordFile, fresh, { mode: 0o600 });
  await initialise(place, binaries, account, { data, passwordFile, durable });
  return { data, password: fresh };
}

/** The environment of the server's programs: nothing of the caller's, whose PG* variables would change what they do. */
export function programEnvironment(binaries: Binaries): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: binaries.libraries };
}

async function initialise(
  place: Place,
  binaries: Binaries,
  account: Account,
  { data, passwordFile, durable }: { data: string; passwordFile: string; durable: boolean },
): Promise<void> {
  const draft = `${data}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await giveTo(account, draft);
  await giveTo(account, passwordFile);
  // The built-in provider orders text the same on every machine, whatever locales it has.
  const settings = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const login = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const [command = '', ...rest] = [
    ...account.program,
    binaries.initdb,
    `--pgdata=${draft}`,
    ...login,
    ...settings,
  ];
  if (!durable) rest.push('--no-sync');
  const child = spawn(command, rest, {
    env: programEnvironment(binaries),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw explainOutput(output, place);
  await rename(draft, data);
}
