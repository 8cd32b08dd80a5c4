// pnpm test [--suite browser|kafka|redis|compose|vendor|long] [jest's own arguments]
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { suite, jestArguments } = readArguments(process.argv.slice(2));
const lacking = findLacking(suite);
if (lacking !== undefined) {
  console.error(lacking);
  process.exit(1);
}
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
const nodeFlags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const { status } = spawnSync(process.execPath, [...nodeFlags, jest, ...jestArguments], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: { ...process.env, ASHLAR_SUITE: suite },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

function readArguments(words: string[]): { suite: string; jestArguments: string[] } {
  const { values, tokens } = parseArgs({
    args: words,
    options: { suite: { type: 'string' } },
    strict: false,
    tokens: true,
  });
  const own = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== 'option' || token.name !== 'suite') continue;
    own.add(token.index);
    if (!token.inlineValue) own.add(token.index + 1);
  }
  const suite = String(values.suite ?? 'default');
  return { suite, jestArguments: words.filter((_, index) => !own.has(index)) };
}

/** One sentence about what this machine lacks for a suite, or nothing. */
function findLacking(suite: string): string | undefined {
  const [major] = process.versions.node.split('.').map(Number);
  if ((major ?? 0) < 24)
    return `The tests need Node 24 or newer, and this is ${process.versions.node}; run them with pnpm.`;
  if (suite === 'browser') return lackingChromium();
  if (suite === 'kafka') return lackingJava();
  if (suite === 'redis') return lackingRedis();
  if (suite === 'compose') return lackingEngine();
  if (suite === 'vendor') return lackingGo();
  if (suite === 'default' || suite === 'long') return undefined;
  return `There is no suite "${suite}"; there are browser, kafka, redis, compose, vendor and long.`;
}

function lackingRedis(): string | undefined {
  const { error } = spawnSync('redis-server', ['--version']);
  return error && 'The Redis suite needs redis-server, and there is none; install the package redis-server.';
}

function lackingChromium(): string | undefined {
  const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  try {
    accessSync(path, constants.X_OK);
    return undefined;
  } catch {
    return `The browser suite needs Chromium, and there is none at ${path}; install the package chromium or set CHROMIUM_PATH.`;
  }
}

function lackingJava(): string | undefined {
  const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java';
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(stderr ?? '')?.[1];
  if (Number(version) >= 17) return undefined;
  const found = version === undefined ? 'there is none' : `this is Java ${version}`;
  return `The Kafka suite needs Java 17 or newer, and ${found}; install the package openjdk-17-jre-headless.`;
}

function lackingEngine(): string | undefined {
  const answers = (...words: string[]) => spawnSync('docker', words, { stdio: 'ignore' }).status === 0;
  if (!answers('info'))
    return 'The compose suite needs a Docker engine, and none answers; start one, or set DOCKER_HOST.';
  if (!answers('compose', 'version'))
    return 'The compose suite needs Docker Compose 2, and there is no `docker compose`; install its plug-in.';
  return undefined;
}

function lackingGo(): string | undefined {
  const { stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  const minor = /go1\.(\d+)/.exec(stdout ?? '')?.[1];
  if (Number(minor) >= 21) return undefined;
  const found = minor === undefined ? 'there is none' : `this is Go 1.${minor}`;
  return `The vendor suite builds Stripe's own mock server and needs Go 1.21 or newer, and ${found}; install Go.`;
}
