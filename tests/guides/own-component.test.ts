import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { operatorToken } from '../swap/department.ts';
import { startPlugBoard } from '../swap/plug-board.ts';
import { prepareGround } from '../swap/world.ts';
import { carryOut, copyWorkspace, stepsOf } from './guide.ts';

test('a reader who carries out bring-your-own-component.md has a slot of their own, that the gate refused, passed, and gateways serve', async () => {
  const guide = await readFile(
    new URL('../../docs/guides/bring-your-own-component.md', import.meta.url),
    'utf8',
  );
  const steps = stepsOf(guide);
  expect(steps.filter(({ kind }) => kind === 'run').length).toBeGreaterThanOrEqual(5);
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-guide-'));
  const ground = await prepareGround({ fsync: false, log: () => {} });
  try {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const shown = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(shown);
    const gateKey = join(ground.home, 'gate.jwk');
    const gateJwks = join(ground.home, 'gate-jwks.json');
    await writeFile(gateKey, JSON.stringify(await exportJWK(privateKey)));
    await writeFile(gateJwks, JSON.stringify({ keys: [{ ...shown, kid, alg: 'ES256', use: 'sig' }] }));
    const board = await startPlugBoard(ground, { ATTESTATION_JWKS: gateJwks, REQUIRE_ATTESTATION: 'true' });
    await copyWorkspace(folder);
    await carryOut(steps, folder, {
      REGISTRY_URL: board.registry.url,
      REGISTRY_TOKEN: await operatorToken(ground, 'registry'),
      NOTICES_PORT: String(await freePort()),
      GATE_KEY: gateKey,
    });
  } finally {
    await ground.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 240_000);
