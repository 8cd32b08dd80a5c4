import { execFile, spawn } from 'node:child_process';
import { access, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, until } from '@ashlar/testkit';

const run = promisify(execFile);
const version = 'v0.203.0';
const folder = fileURLToPath(
  new URL(`../../../../node_modules/.cache/stripe-mock/${version}`, import.meta.url),
);

/**
 * Starts Stripe's own mock server, built from its source on first use and kept. It knows Stripe's whole API and refuses requests that the
 * API has no place for, but remembers nothing. Needs Go.
 */
export async function startStripeMock(): Promise<{ url: string; close(): Promise<void> }> {
  const binary = await build();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(binary, ['-http-addr', `127.0.0.1:${port}`], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await until(async () => (await fetch(url)).status > 0, {
    timeoutMs: 30_000,
    what: 'stripe-mock to answer',
  });
  return {
    url,
    async close() {
      child.kill();
      await ended;
    },
  };
}

async function build(): Promise<string> {
  const binary = `${folder}/stripe-mock`;
  const built = await access(binary).then(
    () => true,
    () => false,
  );
  if (!built) {
    await mkdir(folder, { recursive: true });
    const env = { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' };
    await run('go', ['install', `github.com/stripe/stripe-mock@${version}`], { env });
  }
  return binary;
}
