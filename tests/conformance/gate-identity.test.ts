import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GateSubject, identityPlan, runGate, signerOf } from '@ashlar/conformance';
import { contractHash, createEventValidator, loadBundle } from '@ashlar/contracts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startImplementation } from '../swap/implementations.ts';
import { type Ground, prepareGround } from '../swap/world.ts';
import { gateKeys } from './gate-keys.ts';

const implementation = 'identity-candidate';
let ground: Ground;
let folder: string;
let subject: GateSubject;

beforeAll(async () => {
  ground = await prepareGround({ fsync: false, log: () => {} });
  folder = await mkdtemp(join(tmpdir(), 'gate-identity-'));
  const { registryKey, jwks } = await gateKeys(folder);
  const operator = { client_id: 'operator', client_secret: 'a secret of the operators, for the gate' };
  const candidate = await startImplementation(ground, 'identity', 'candidate', {
    // Its address out in the world is that of a gateway which knows nothing of it yet.
    ISSUER: 'http://issuer.gate.test',
    OPERATOR_CLIENT_SECRET: operator.client_secret,
    REGISTRY_JWKS: jwks,
    IMPLEMENTATION_NAMES: implementation,
    SIGN_INS_PER_ADDRESS: '1000000',
    FAILED_SECRETS_PER_MINUTE: '100000',
  });
  const body = new URLSearchParams({
    ...operator,
    grant_type: 'client_credentials',
    scope: 'identity:admin identity:changes',
  });
  const answer = await fetch(`${candidate.url}/token`, { method: 'POST', body });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  subject = {
    baseUrl: candidate.url,
    profile: 'full',
    contract: loadBundle('identity'),
    contractHash: contractHash('identity'),
    checkEvent: createEventValidator('identity'),
    plan: await identityPlan({ baseUrl: candidate.url, token }, 'full'),
    sign: await signerOf(registryKey, 'registry'),
    implementation,
  };
}, 120_000);

afterAll(async () => {
  await ground?.close();
  if (folder) await rm(folder, { recursive: true });
});

test('our own identity passes the gate, although its issuer’s address leads to another one', async () => {
  const { cases, sections } = await runGate(subject);
  expect(cases.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(Object.keys(sections)).toEqual(
    expect.arrayContaining(['contract', 'sign-in', 'refresh', 'receipts', 'events told', 'hand-over']),
  );
}, 240_000);
