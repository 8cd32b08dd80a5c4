import { spawnSync } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { EmbeddedPostgresError } from './failure.ts';

/** As whom the server runs. */
export interface Account {
  /** Put before a program that runs to its end. */
  program: readonly string[];
  /** Put before the server: as `program`, and where possible it shuts down when the process that started it dies. */
  server: readonly string[];
  /** Who must own the data, as seen from here; undefined leaves it as it is. */
  owner?: number;
}

/**
 * Chooses an account. PostgreSQL refuses to run as root, so root becomes an unprivileged user inside a user namespace, where its
 * files stay its own; where namespaces are forbidden, as in many containers, it becomes `nobody` and keeps only the right to pass
 * through folders. No user is created either way. Throws an `EmbeddedPostgresError` when neither works.
 */
export function chooseAccount(): Account {
  if (process.getuid?.() !== 0) return account([]);
  if (works(inNamespace)) return account(inNamespace, 0);
  if (works([...asNobody, ...endWithParent])) return account(asNobody, nobody);
  throw new EmbeddedPostgresError(
    'refuses_root',
    'PostgreSQL refuses to run as root, and neither unshare nor setpriv (package util-linux) works here; start as an ordinary user.',
  );
}

/** Gives the folder and what is in it to the account, if it is somebody else's. */
export async function giveTo({ owner }: Account, folder: string): Promise<void> {
  if (owner === undefined) return;
  const stat = await lstat(folder).catch(() => undefined);
  if (!stat || stat.uid === owner) return;
  const { status, stderr } = spawnSync('chown', ['-R', '-h', `${owner}:${owner}`, folder], {
    encoding: 'utf8',
    env: environment(),
  });
  if (status !== 0) throw new Error(`chown of ${folder} failed: ${stderr}`);
}

const nobody = 65534;
const inNamespace = ['unshare', '-U', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'];
const asNobody = [
  'setpriv',
  `--reuid=${nobody}`,
  `--regid=${nobody}`,
  '--clear-groups',
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
  '--',
];
// SIGINT is PostgreSQL's fast shutdown.
const endWithParent = ['setpriv', '--pdeathsig', 'INT', '--'];

function account(program: readonly string[], owner?: number): Account {
  const server = works([...program, ...endWithParent]) ? [...program, ...endWithParent] : program;
  return owner === undefined ? { program, server } : { program, server, owner };
}

function works(prefix: readonly string[]): boolean {
  const [command = '', ...rest] = [...prefix, 'true'];
  return spawnSync(command, rest, { stdio: 'ignore', env: environment() }).status === 0;
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH };
}
