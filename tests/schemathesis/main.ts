import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Platform } from '@ashlar/local';
import { withPlatform } from '../journeys/platform.ts';
import { raiseLimits } from '../resilience/accounts.ts';

const HELP = `Sends generated requests, good and bad, to a component of a platform of its own, by its own contract, and fails on a 5xx
and on any answer that the contract does not declare. It needs Python 3.10 or newer with venv; Schemathesis is installed at the first run.

  pnpm schemathesis [--component payments] [--seconds 60] [--seed 1]

  --component  which one: NAMES; all of them when left out
  --seconds    how long at most for each component (60)
  --seed       which requests (1): the same seed sends the same ones`;

/** How the generated requests to one component are let in: for each security scheme of its contract, what it is sent. */
type Credentials = (platform: Platform) => Promise<Readonly<Record<string, string>>>;

/** The components that are tried, each with its credentials. */
const components: Readonly<Record<string, Credentials>> = {
  payments: async (platform) => {
    await raiseLimits(platform);
    return {
      apiKey: platform.env.PAYMENTS_API_KEY ?? '',
      oauth: await platform.token({ scope: 'payments:admin payments:changes' }),
    };
  },
  messaging: async (platform) => ({
    oauth: await platform.token({ scope: 'messaging:admin messaging:secure-messages', department: 'demo' }),
  }),
  content: async (platform) => ({
    apiKey: platform.env.PUBLISHING_TOKEN ?? '',
    oauth: await platform.token({ scope: 'content:admin content:publish', department: 'demo' }),
  }),
  registry: async (platform) => ({
    oauth: await platform.token({ scope: 'registry:admin registry:routing' }),
  }),
  identity: async (platform) => ({ oauth: await platform.token({ scope: 'identity:admin' }) }),
};

// What Schemathesis compares each answer with; its guesses at what a good service should do beside the contract are left out.
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'response_headers_conformance',
];

const folder = resolve(import.meta.dirname, '../../node_modules/.cache/schemathesis');
const names = Object.keys(components);

try {
  const { values } = parseArgs({
    options: {
      component: { type: 'string', multiple: true, default: names },
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) console.log(HELP.replace('NAMES', names.join(', ')));
  else await tryAll(values);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function tryAll({ component, seconds, seed }: { component: string[]; seconds: string; seed: string }) {
  const unknown = component.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`There is no ${unknown} to try; there are ${names.join(', ')}.`);
  for (const [option, value] of Object.entries({ seconds, seed }))
    if (!/^[1-9]\d{0,5}$/.test(value)) throw new TypeError(`--${option} is a whole number of 1 or more.`);
  await mkdir(folder, { recursive: true });
  const program = await install();
  await withPlatform('postgres', async (platform) => {
    for (const name of component) await tryOne(program, platform, name, seconds, seed);
  });
}

async function tryOne(program: string, platform: Platform, name: string, seconds: string, seed: string) {
  const credentials = await components[name]?.(platform);
  // A file, since arguments are for every process of the machine to read.
  const config = join(folder, `${name}.toml`);
  const lines = Object.entries(credentials ?? {}).map(
    ([scheme, bearer]) => `[auth.openapi.${scheme}]\nbearer = ${JSON.stringify(bearer)}\n`,
  );
  // Nobody waits at a long poll: its other answers are the same.
  lines.unshift('[parameters]\n"query.wait" = 0\n');
  await writeFile(config, lines.join('\n'), { mode: 0o600 });
  console.log(`\n::: ${name}`);
  const started = performance.now();
  const code = await run(program, [
    '--config-file',
    config,
    'run',
    `${platform.serviceUrl(name)}/openapi.json`,
    '--checks',
    CHECKS.join(','),
    '--seed',
    seed,
    '--max-time',
    seconds,
    '--generation-database',
    'none',
    '--no-color',
    // It needs a client at the issuer, which the demo's data make: without one it says 503.
    ...(name === 'registry' ? ['--exclude-operation-id', 'beginOperatorSignIn'] : []),
  ]);
  console.log(
    `${name}: ${code === 0 ? 'every answer is declared' : 'FAILED'}, ${Math.round((performance.now() - started) / 1000)} s`,
  );
  if (code !== 0) process.exitCode = 1;
}

/** Makes Schemathesis run, once for each version, and says where it is. */
async function install(): Promise<string> {
  const wanted = await readFile(join(import.meta.dirname, 'requirements.txt'), 'utf8');
  const installed = join(folder, 'installed.txt');
  const program = join(folder, 'bin', 'schemathesis');
  if (existsSync(installed) && (await readFile(installed, 'utf8')) === wanted) return program;
  console.log('Installing Schemathesis …');
  const python = join(folder, 'bin', 'python');
  if ((await run('python3', ['-m', 'venv', folder])) !== 0)
    throw new Error('Python 3 with venv is needed; on Debian: apt-get install python3-venv.');
  const file = join(import.meta.dirname, 'requirements.txt');
  if (
    (await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', file])) !== 0
  )
    throw new Error('Schemathesis could not be installed; what pip said stands above.');
  await writeFile(installed, wanted);
  return program;
}

async function run(command: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit').catch(() => [null])) as [number | null];
  return code;
}
