import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningPlatform, startOne } from '../journeys/platform.ts';

const run = promisify(execFile);
const entry = fileURLToPath(new URL('../../packages/conformance/src/main.ts', import.meta.url));
let running: RunningPlatform;

beforeAll(async () => {
  running = await startOne('postgres');
}, 60_000);

afterAll(() => running?.stop());

// As the README has it: after `. .ashlar/demo.env` nothing but the component and its address has to be named.
test.each([
  ['payments', 'PAYMENTS_URL'],
  ['identity', 'IDENTITY_ISSUER'],
  ['one-login', 'ONE_LOGIN_ISSUER'],
  ['messaging', 'MESSAGING_URL'],
  ['content', 'CONTENT_URL'],
  ['registry', 'REGISTRY_URL'],
])(
  'the platform of this machine passes the suite of %s with what demo.env holds',
  async (component, variable) => {
    const { platform } = running;
    const token = await platform.token({ scope: 'registry:admin registry:routing' });
    const env = { PATH: process.env.PATH, ...platform.env, REGISTRY_TOKEN: token };
    const call = ['--component', component, '--base-url', String(platform.env[variable])];
    // What fails is in what it prints, whatever it ends with.
    const { stdout } = await run(process.execPath, [entry, ...call], { env }).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout.split('\n').filter((line) => line.startsWith('FAIL'))).toEqual([]);
    expect(stdout.trim().split('\n').at(-1)).toMatch(/^[1-9]\d* passed, 0 failed$/);
  },
  120_000,
);
