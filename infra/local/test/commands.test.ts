import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const timeoutMs = 120_000;
let home: string;
let env: NodeJS.ProcessEnv;
let gateway: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'ashlar-command-'));
  const port = await freePort();
  gateway = `http://127.0.0.1:${port}`;
  env = { ...process.env, ASHLAR_HOME: home, ASHLAR_PORT: String(port) };
});

afterAll(() => rm(home, { recursive: true, force: true }));

describe('pnpm start', () => {
  test('says in one line what is wrong with it', async () => {
    expect(await finish(run('main.ts', '--colour'))).toEqual({
      code: 1,
      output: "Unknown option '--colour'; --help shows what there is.\n",
    });
    expect(await finish(run('cli.ts', 'token', '--scope', 'payments:admin'))).toEqual({
      code: 1,
      output: `No platform has run in ${home}; start one with pnpm start.\n`,
    });
    const { code, output } = await finish(run('main.ts', '--help'));
    expect(code).toBe(0);
    expect(output).toContain('ASHLAR_HOME');
  });

  test(
    'prints what to try, refuses a second copy, and drains on Ctrl-C',
    async () => {
      const platform = run('main.ts');
      await until(() => platform.output().includes('Three things to try'), {
        timeoutMs: 60_000,
        what: 'the summary',
      });
      expect(platform.output()).toContain(`${gateway}/`);
      const second = await finish(run('main.ts'));
      expect(second).toEqual({
        code: 1,
        output: expect.stringMatching(
          /^Another copy \(process \d+\) runs on .*ASHLAR_HOME and ASHLAR_PORT\.\n$/,
        ),
      });

      const { output: token } = await finish(
        run('cli.ts', 'token', '--scope', 'payments:admin', '--department', 'demo'),
      );
      const { PAYMENTS_URL } = await readDemo();
      const accounts = await fetch(`${PAYMENTS_URL}/ashlar/v1/gateway-accounts`, {
        headers: { authorization: `Bearer ${token.trim()}` },
      });
      expect(accounts.status).toBe(200);
      const { output: refusal } = await finish(run('cli.ts', 'token', '--scope', 'payments'));
      expect(refusal).toMatch(/^Identity gives no token with payments for payments: .+\.\n$/);

      platform.child.kill('SIGINT');
      const { code, output } = await finish(platform);
      expect(code).toBe(0);
      expect(output).toContain('Stopped; all data is kept.');
      expect(output).not.toMatch(/does not end|starting it again/);

      const late = await finish(run('cli.ts', 'token', '--scope', 'payments:admin'));
      expect(late).toEqual({
        code: 1,
        output: expect.stringMatching(
          /^Identity does not answer at \S+; start the platform with pnpm start.*\n$/,
        ),
      });
    },
    timeoutMs,
  );

  test(
    'that is killed leaves nothing behind that would stop the next start',
    async () => {
      const platform = run('main.ts');
      await until(() => platform.output().includes('Three things to try'), {
        timeoutMs: 60_000,
        what: 'the summary',
      });
      const before = await readDemo();
      const children = childrenOf(platform.child.pid);
      expect(children.length).toBeGreaterThan(2);
      platform.child.kill('SIGKILL');
      const again = run('main.ts');
      await until(() => again.output().includes('Three things to try'), {
        timeoutMs: 60_000,
        what: 'the next start',
      });
      expect(await readDemo()).toEqual(before);
      again.child.kill('SIGTERM');
      expect((await finish(again)).code).toBe(0);
      await until(() => !children.some((pid) => existsSync(`/proc/${pid}`)), {
        timeoutMs: 20_000,
        what: 'the last process of the first start to end',
      });
    },
    timeoutMs,
  );
});

interface Run {
  child: ChildProcess;
  output(): string;
  ended: Promise<number | null>;
}

function run(file: string, ...args: string[]): Run {
  const path = fileURLToPath(new URL(`../src/${file}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output: () => output, ended };
}

async function finish({ ended, output }: Run): Promise<{ code: number | null; output: string }> {
  const code = await ended;
  return { code, output: output() };
}

/** The processes that this one started and has not lost. */
function childrenOf(pid: number | undefined): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return list.split(' ').filter(Boolean).map(Number);
}

async function readDemo(): Promise<Record<string, string>> {
  const text = await readFile(join(home, 'demo.env'), 'utf8');
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => line.split('=', 2)),
  );
}
