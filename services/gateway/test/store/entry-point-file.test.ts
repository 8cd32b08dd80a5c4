import { writeFile } from 'node:fs/promises';
import { freePort, until } from '@ashlar/testkit';
import { describe, expect, test } from '@jest/globals';
import { startGateway, startUpstream } from '../fixtures.ts';

describe('the entry points file', () => {
  test('is read again when it changes; a broken one leaves the last good one in force and readiness says so', async () => {
    const upstream = await startUpstream((_, response) => response.end('here'));
    const entryPoint = { component: 'stub', department: 'demo', upstream: upstream.url };
    const gateway = await startGateway([{ ...entryPoint, prefix: '/first' }]);
    const port = await freePort();
    const status = async (url: string) => (await fetch(url).catch(() => undefined))?.status;
    try {
      expect(await status(`${gateway.url}/first`)).toBe(200);

      await writeFile(
        gateway.file,
        JSON.stringify({
          entryPoints: [
            { ...entryPoint, prefix: '/second' },
            { ...entryPoint, port },
          ],
        }),
      );
      await until(async () => (await status(`${gateway.url}/second`)) === 200, { what: 'the new prefix' });
      await until(async () => (await status(`http://127.0.0.1:${port}/`)) === 200, { what: 'the new port' });
      expect(await status(`${gateway.url}/first`)).toBe(404);

      await writeFile(gateway.file, 'entryPoints: [{ component: 7 }]');
      await until(async () => (await readiness(gateway.url)).checks.entryPoints?.status === 'failed', {
        what: 'the broken file to be noticed',
      });
      expect((await readiness(gateway.url)).status).toBe('degraded');
      expect(await status(`${gateway.url}/second`)).toBe(200);

      await writeFile(gateway.file, JSON.stringify({ entryPoints: [{ ...entryPoint, prefix: '/second' }] }));
      await until(async () => (await status(`http://127.0.0.1:${port}/`)) === undefined, {
        what: 'the port to close',
      });
      expect((await readiness(gateway.url)).checks.entryPoints?.status).toBe('ok');
    } finally {
      await gateway.close();
      await upstream.close();
    }
  });

  test('that is not valid stops the start, with every problem in one message', async () => {
    const start = startGateway([{ component: 'A', department: 'demo', upstream: 'x', prefix: '/a' }]);
    await expect(start).rejects.toThrow(/entryPoints\[0\]\.component[\s\S]*entryPoints\[0\]\.upstream/);
  });

  test('that wants a port which is taken stops the start, and the message names the port', async () => {
    const upstream = await startUpstream((_, response) => response.end());
    const port = Number(new URL(upstream.url).port);
    try {
      const start = startGateway([{ component: 'stub', department: 'demo', upstream: upstream.url, port }]);
      await expect(start).rejects.toThrow(`cannot listen on port ${port}`);
    } finally {
      await upstream.close();
    }
  });
});

interface Readiness {
  status: string;
  checks: Record<string, { status: string; detail?: string }>;
}

async function readiness(url: string): Promise<Readiness> {
  const answer = await fetch(`${url}/health/ready`);
  return (await answer.json()) as Readiness;
}
