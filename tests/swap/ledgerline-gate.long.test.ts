import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { startLedgerline } from './ledgerline-process.ts';

test('the second implementation passes the gate of the core profile, its hand-over too, and is attested', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ledgerline-gate-'));
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const shown = await exportJWK(publicKey);
  const key = join(folder, 'key.jwk');
  const jwks = join(folder, 'jwks.json');
  await writeFile(key, JSON.stringify(await exportJWK(privateKey)));
  const keys = [{ ...shown, kid: await calculateJwkThumbprint(shown), alg: 'ES256', use: 'sig' }];
  await writeFile(jwks, JSON.stringify({ keys }));
  const port = String(await freePort());
  const ledgerline = await startLedgerline({
    ...{ PORT: port, REGISTRY_JWKS: jwks, IMPLEMENTATION_NAMES: `http://127.0.0.1:${port}` },
  });
  try {
    const { subject, url } = ledgerline;
    const of = ['--base-url', url, '--api-key', subject.apiKey, '--other-api-key', subject.other.apiKey];
    const by = ['--registry-key', key, '--attest-key', key, '--out', join(folder, 'out'), '--json'];
    const main = fileURLToPath(new URL('../../packages/conformance/src/main.ts', import.meta.url));
    const run = promisify(execFile)(process.execPath, [main, '--gate', ...of, ...by], {
      maxBuffer: 64 * 1024 * 1024,
    });
    const { stdout } = await run.catch((error: { stdout: string }) => error);
    const { cases, passed } = JSON.parse(stdout) as { passed: number; cases: { error?: string }[] };
    expect(cases.filter(({ error }) => error)).toEqual([]);
    expect(passed).toBeGreaterThan(180);
    expect(existsSync(join(folder, 'out', 'attestation.jws'))).toBe(true);
  } finally {
    await ledgerline.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);
