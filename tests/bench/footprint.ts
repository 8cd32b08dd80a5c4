import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { until } from '@ashlar/testkit';

/** What the whole platform costs when nobody calls it. */
export interface Footprint {
  /** From the command to a ready payments service behind the gateway, with data and programs already there. */
  readonly warmStartS: number;
  /** CPU time of all its processes as a share of one core. */
  readonly idleShare: number;
  /** Proportional memory of all its processes. */
  readonly pssMb: number;
}

const CLOCK_TICKS_PER_S = 100;
const MAIN = new URL('../../infra/local/src/main.ts', import.meta.url).pathname;

/** Starts the platform in `home` as a user would, twice, and measures the second start and an idle spell of `seconds`. */
export async function measureFootprint(home: string, port: number, seconds: number): Promise<Footprint> {
  await stop(await start(home, port));
  const began = performance.now();
  const child = await start(home, port);
  const warmStartS = (performance.now() - began) / 1000;
  try {
    await wait(3_000);
    const tree = await processTree(child.pid ?? 0);
    const before = await cpuSeconds(tree);
    await wait(seconds * 1000);
    const idleShare = ((await cpuSeconds(tree)) - before) / seconds;
    return { warmStartS, idleShare, pssMb: await pssMb(tree) };
  } finally {
    await stop(child);
  }
}

async function start(home: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, ASHLAR_HOME: home, ASHLAR_PORT: String(port) },
    stdio: 'ignore',
  });
  const ready = async () =>
    (await fetch(`http://localhost:${port + 1}/health/ready`).catch(() => undefined))?.ok;
  await until(ready, { timeoutMs: 60_000, everyMs: 50, what: 'the platform to be ready' });
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function processTree(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = await statOf(Number(name));
    if (fields) parents.set(Number(name), Number(fields[1]));
  }
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

/** The fields of /proc/PID/stat after the command name: state, parent, … */
async function statOf(pid: number): Promise<string[] | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

async function cpuSeconds(pids: readonly number[]): Promise<number> {
  const stats = await Promise.all(pids.map(statOf));
  return stats.reduce(
    (sum, fields) => sum + (Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0)) / CLOCK_TICKS_PER_S,
    0,
  );
}

async function pssMb(pids: readonly number[]): Promise<number> {
  const rollups = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')),
  );
  return rollups.reduce((sum, text) => sum + Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024, 0);
}
