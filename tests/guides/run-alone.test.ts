import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase, createTokenIssuer, freePort, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';

const run = promisify(execFile);

/** The two commands by which a README runs its service alone: bring the database up to date, serve. */
async function commandsOf(folder: string): Promise<string[]> {
  const readme = await readFile(`${folder}README.md`, 'utf8');
  const block = /```sh\n(node src\/main\.ts --migrate[\s\S]*?)```/.exec(readme)?.[1] ?? '';
  return block.trim().split('\n');
}

/** What the environment table of every component requires, and what some add to it. */
async function surroundings() {
  const [database, bus, issuer] = await Promise.all([
    createDatabase('alone'),
    createDatabase('alone_bus'),
    createTokenIssuer(),
  ]);
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    LOG_LEVEL: 'warn',
    PORT: String(port),
    DATABASE_URL: database.url,
    BUS_URL: bus.url,
    DATA_KEY: randomBytes(32).toString('base64'),
    OAUTH_ISSUER: issuer.issuer,
    OAUTH_JWKS: issuer.jwksFile,
    ISSUER: `http://127.0.0.1:${port}`,
  };
  const drop = async () => {
    await database.drop();
    await bus.drop();
  };
  return { env, ready: `http://127.0.0.1:${port}/health/ready`, drop };
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  return child.exitCode;
}

test.each(['payments', 'messaging', 'identity', 'content', 'registry'])(
  'the commands of the README of %s migrate a database and serve',
  async (name) => {
    const cwd = fileURLToPath(new URL(`../../services/${name}/`, import.meta.url));
    const [migrate = '', serve = '', ...others] = await commandsOf(cwd);
    expect(others).toEqual([]);
    const { env, ready, drop } = await surroundings();
    const { stdout } = await run('sh', ['-euc', migrate], { cwd, env });
    expect(stdout).toContain(`${name}/0001-`);
    const child = spawn('sh', ['-euc', `exec ${serve}`], { cwd, env, stdio: 'ignore' });
    try {
      const status = await until(
        async () => (await fetch(ready).catch(() => undefined))?.status === 200 && 200,
        { timeoutMs: 30_000, what: `${name} to be ready` },
      );
      expect(status).toBe(200);
    } finally {
      expect(await end(child)).toBe(0);
      await drop();
    }
  },
  60_000,
);
