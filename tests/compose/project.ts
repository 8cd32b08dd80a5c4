import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The platform of docker/compose.yaml under a name and on ports of its own. */
export interface Project {
  /** Builds what changed and waits until all is ready; throws with Compose's own words otherwise. Safe to repeat. */
  up(): Promise<void>;
  /** What demo.env holds. */
  env(): Promise<Record<string, string>>;
  /** Runs another Compose command and answers what it prints. */
  compose(...words: string[]): Promise<string>;
  /** What the engine knows of a service's container, in the words of `docker inspect --format`. */
  inspect(service: string, format: string): Promise<string>;
  /** Takes all of it down, with its data. */
  remove(): Promise<void>;
  /** The names of the volumes that it has. */
  volumes(): Promise<string[]>;
}

/** Prepares a project; nothing runs before `up`. */
export async function createProject(): Promise<Project> {
  const name = `ashlar-test-${process.pid}`;
  const ports = await freePorts();
  const run = async (words: readonly string[]): Promise<string> => {
    const options = { env: { ...process.env, ASHLAR_PORTS: ports }, maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await promisify(execFile)('docker', [...words], options);
    return stdout.trim();
  };
  const compose = (...words: string[]) => run(['compose', '-p', name, '-f', file, ...words]);
  return {
    compose,
    async up() {
      await compose('up', '--build', '--wait');
    },
    async env() {
      const folder = await mkdtemp(join(tmpdir(), 'ashlar-compose-'));
      try {
        const path = join(folder, 'demo.env');
        await compose('cp', 'seed:/ashlar/demo.env', path);
        const text = await readFile(path, 'utf8');
        return Object.fromEntries(
          [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, key = '', value = '']) => [key, value]),
        );
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    async inspect(service, format) {
      return run(['inspect', '--format', format, await compose('ps', '--all', '--quiet', service)]);
    },
    async remove() {
      await compose('down', '--volumes', '--timeout', '20');
    },
    async volumes() {
      const found = await run([
        'volume',
        'ls',
        '--quiet',
        '--filter',
        `label=com.docker.compose.project=${name}`,
      ]);
      return found.split('\n').filter(Boolean);
    },
  };
}

const file = fileURLToPath(new URL('../../docker/compose.yaml', import.meta.url));

/** The first digits of ten neighbouring ports that are all free. */
async function freePorts(): Promise<string> {
  for (let first = 1100; first < 3200; first += 1) {
    const free = await Promise.all(Array.from({ length: 10 }, (_, digit) => isFree(first * 10 + digit)));
    if (free.every(Boolean)) return String(first);
  }
  throw new Error('There are no ten free ports between 11000 and 32000');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
