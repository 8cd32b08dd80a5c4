import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase } from './databases.ts';
import { freePort } from './ports.ts';
import { createTokenIssuer, type TokenIssuer } from './tokens.ts';
import { until } from './until.ts';

/** A service in a process of its own. */
export interface SpawnedService {
  pid: number;
  /** Sends the signal and resolves when the process has ended; one that outlives a polite signal by 30 s is killed, and this rejects. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** All it has printed. */
  output(): string;
}

/**
 * Starts a service as it runs in earnest, `node src/main.ts` (or another `entry`) in `folder` (from the top of the workspace), with
 * PATH and `env` as its whole environment. Resolves when `readyUrl` answers 200; rejects with the end of the output when the process ends first.
 */
export async function spawnService(options: {
  folder: string;
  entry?: string;
  env: Record<string, string>;
  readyUrl: string;
}): Promise<SpawnedService> {
  const child = spawn(process.execPath, [options.entry ?? 'src/main.ts'], {
    cwd: join(workspace, options.folder),
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  child.on('error', (error) => {
    output += error.message;
  });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ready = await untilReady(options.readyUrl, hasEnded).catch((error: Error) => error);
  if (ready !== 'ready') {
    await end(child, exited, 'SIGKILL');
    throw new Error(`${options.folder} did not become ready. Its last lines:\n${output.slice(-4000)}`, {
      cause: ready,
    });
  }
  return { pid: child.pid ?? 0, kill: (signal) => end(child, exited, signal), output: () => output };
}

/** A service of `services/` with a database, a bus and an issuer of its own, which runs in one process after the other. */
export interface PreparedService {
  /** Where it answers. */
  readonly root: string;
  readonly issuer: TokenIssuer;
  /** Starts a process that serves; see {@link spawnService}. */
  start(): Promise<SpawnedService>;
  /** Runs its program to its end, with `args`; rejects with its output when it fails. */
  main(...args: string[]): Promise<{ stdout: string; stderr: string }>;
  /** Drops what was made for it. Its processes have to have ended. */
  end(): Promise<void>;
}

/** Makes what the service `name` needs to run in a process; `env` comes on top of its address, databases, data key and issuer. */
export async function prepareService(
  name: string,
  env: Record<string, string> = {},
): Promise<PreparedService> {
  const [database, bus, issuer, port] = await Promise.all([
    createDatabase(name),
    createDatabase('bus'),
    createTokenIssuer(),
    freePort(),
  ]);
  const root = `http://127.0.0.1:${port}`;
  const folder = `services/${name}`;
  const all = {
    PORT: String(port),
    DATABASE_URL: database.url,
    BUS_URL: bus.url,
    DATA_KEY: randomBytes(32).toString('base64'),
    OAUTH_ISSUER: issuer.issuer,
    OAUTH_JWKS: issuer.jwksFile,
    ...env,
  };
  return {
    root,
    issuer,
    start: () => spawnService({ folder, env: all, readyUrl: `${root}/health/ready` }),
    main: (...args) =>
      promisify(execFile)(process.execPath, ['src/main.ts', ...args], {
        cwd: join(workspace, folder),
        env: all,
      }),
    async end() {
      await Promise.all([database.drop(), bus.drop(), issuer.close()]);
    },
  };
}

const workspace = fileURLToPath(new URL('../../../', import.meta.url));
// Services start in two thirds of the time.
const compileCache = join(workspace, 'node_modules/.cache/compiled');

function untilReady(url: string, hasEnded: () => boolean): Promise<'ready' | 'ended'> {
  const check = async () => {
    if (hasEnded()) return 'ended';
    const { status } = await fetch(url, { signal: AbortSignal.timeout(2000) });
    return status === 200 ? 'ready' : undefined;
  };
  return until(check, { timeoutMs: 30_000, everyMs: 50, what: url });
}

async function end(child: ChildProcess, exited: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  let late = false;
  const patience = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, 30_000);
  await exited;
  clearTimeout(patience);
  if (late) throw new Error(`Process ${child.pid} had not ended 30 s after ${signal}`);
}
