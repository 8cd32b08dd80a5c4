import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
    env: { PATH: process.env.PATH, ...options.env },
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

const workspace = fileURLToPath(new URL('../../../', import.meta.url));

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
