import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './ports.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

/** A Redis server of a test's own. */
export interface OwnRedis {
  readonly url: string;
  /** Has it answer nobody, and answer again, without closing any connection. */
  stop(): void;
  goOn(): void;
  /** Ends it at once; what it held is gone. */
  kill(): Promise<void>;
}

/** Starts `redis-server` on loopback, on `port` or any that is free. Rejects when there is none on this machine. */
export async function startRedis(port?: number): Promise<OwnRedis> {
  const at = port ?? (await freePort());
  const folder = await makeTemporaryFolder('redis');
  const options = ['--port', String(at), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', [...options, '--dir', folder], { stdio: 'ignore' });
  await once(server, 'spawn').catch((cause: unknown) => {
    throw new Error('There is no redis-server; install the package redis-server.', { cause });
  });
  const ended = once(server, 'exit');
  await until(() => answers(at), { timeoutMs: 10_000, everyMs: 20, what: 'redis-server' });
  return {
    url: `redis://127.0.0.1:${at}`,
    stop: () => server.kill('SIGSTOP'),
    goOn: () => server.kill('SIGCONT'),
    async kill() {
      server.kill('SIGKILL');
      await ended;
    },
  };
}

function answers(port: number): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const done = (answer: boolean | undefined) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', () => done(true));
    socket.once('error', () => done(undefined));
  });
}
