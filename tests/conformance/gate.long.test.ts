import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GateSubject, gateCases, paymentsSuite, runGate, runSuite } from '@ashlar/conformance';
import { contractHash } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compactVerify, createLocalJWKSet } from 'jose';
import { GATE_FAULTS } from './gate-faults.ts';
import { type Candidate, implementation, runSome, startCandidate } from './gate-run.ts';
import { plantHandover } from './planted-handover.ts';

let candidate: Candidate;
let sound: GateSubject;

beforeAll(async () => {
  candidate = await startCandidate();
  sound = await candidate.subject();
});

afterAll(() => candidate?.stop());

const failures = (results: readonly { error?: string }[]) =>
  results.filter(({ error }) => error !== undefined);

describe('the gate', () => {
  test('lets an implementation through that keeps the core profile, in less than a minute', async () => {
    const result = await runGate(sound);
    expect(failures(result.cases)).toEqual([]);
    expect(result.passed).toBeGreaterThan(180);
    expect(Object.keys(result.sections)).toEqual(
      expect.arrayContaining([
        'contract',
        'create',
        'replay',
        'duplicates',
        'events told',
        'receipts',
        'errors told',
        'hand-over',
      ]),
    );
  }, 180_000);

  test('by its command: a result, a report, and an attestation that the key verifies', async () => {
    const out = join(candidate.folder, 'out');
    const { ledgerline, registryKey, jwks } = candidate;
    const { subject } = ledgerline;
    const options = {
      'base-url': ledgerline.url,
      'api-key': subject.apiKey,
      'other-api-key': subject.other.apiKey,
      'registry-key': registryKey,
      'attest-key': registryKey,
      implementation,
      version: '9.9.9',
      out,
    };
    const { code, text } = await conformance(options);
    expect(text).toMatch(/\d+ passed, 0 failed/);
    expect(code).toBe(0);
    const keys = createLocalJWKSet(JSON.parse(await readFile(jwks, 'utf8')));
    const jws = (await readFile(join(out, 'attestation.jws'), 'utf8')).trim();
    const { payload, protectedHeader } = await compactVerify(jws, keys);
    expect(protectedHeader.typ).toBe('attestation+jwt');
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      iss: 'gate',
      implementation: { base_url: ledgerline.url, version: '9.9.9' },
      component: 'payments',
      profile: 'core',
      contract_hash: contractHash('payments'),
      suite_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      results: { failed: 0, sections: { 'hand-over': { failed: 0 } } },
    });
    const report = await readFile(join(out, 'report.html'), 'utf8');
    expect(report).toContain('passed the conformance gate');
    expect(JSON.parse(await readFile(join(out, 'result.json'), 'utf8')).results.failed).toBe(0);
  }, 180_000);

  test('attests nothing when a case fails, and says which', async () => {
    const out = join(candidate.folder, 'failed');
    const { ledgerline, registryKey } = candidate;
    const keys = { 'api-key': 'api_test_none', 'other-api-key': ledgerline.subject.other.apiKey };
    const { code } = await conformance({
      'base-url': ledgerline.url,
      ...keys,
      'attest-key': registryKey,
      out,
      section: 'contract',
    });
    expect(code).toBe(0);
    const failed = await conformance({
      'base-url': ledgerline.url,
      ...keys,
      'attest-key': registryKey,
      out,
      section: 'receipts',
    });
    expect(failed.code).toBe(1);
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('did not pass');
    await expect(readFile(join(out, 'attestation.jws'))).rejects.toThrow('ENOENT');
  }, 60_000);

  test('says what is missing of a call', async () => {
    const { code, text } = await conformance({ component: 'parking' });
    expect([code, text.split('\n')[0]]).toEqual([
      2,
      'There is no gate for parking: give --contract and --suite.',
    ]);
    const ofMessaging = await conformance({ component: 'messaging', profile: 'full', 'api-key': 'a-key' });
    expect([ofMessaging.code, ofMessaging.text.split('\n')[0]]).toEqual([
      2,
      'Missing: --base-url, --test-api-key, --admin-token.',
    ]);
  });
});

describe('the profiles', () => {
  test('each case of payments is in one', () => {
    expect(paymentsSuite.filter(({ profile }) => profile === undefined)).toEqual([]);
    const sections = (which: string) =>
      new Set(paymentsSuite.filter(({ profile }) => profile === which).map(({ section }) => section));
    expect([...sections('core')]).toEqual(
      expect.arrayContaining(['create', 'refunds', 'page', 'moto', 'feed', 'tenancy']),
    );
    expect([...sections('full')]).toEqual(expect.arrayContaining(['webhooks', 'agreements', 'disputes']));
  });
});

describe('the gate catches an implementation with a planted fault in', () => {
  test('there are more than thirty, each in a section and a case of the gate', () => {
    expect(GATE_FAULTS.length).toBeGreaterThan(30);
    const cases = gateCases(sound);
    const lost = GATE_FAULTS.filter(
      ({ caughtBy, inCase = '' }) =>
        !cases.some(({ section, name }) => section === caughtBy && name.startsWith(inCase)),
    );
    expect(lost).toEqual([]);
    expect(new Set(GATE_FAULTS.map(({ name }) => name)).size).toBe(GATE_FAULTS.length);
  });

  test.each(GATE_FAULTS)(
    '$name',
    async (fault) => {
      const planted = await plantHandover(fault, sound);
      try {
        const results = await runSome(await candidate.subject(planted.url), fault.caughtBy, fault.inCase);
        expect(failures(results)).not.toEqual([]);
        expect(planted.mistakes).toEqual([]);
      } finally {
        await planted.close();
      }
    },
    60_000,
  );

  test('no fault at all passes through the same proxy', async () => {
    const through = (items: Parameters<NonNullable<(typeof GATE_FAULTS)[number]['imports']>>[0]) => items;
    const planted = await plantHandover(
      { name: 'none', caughtBy: '', imports: through, exports: through },
      sound,
    );
    try {
      const subject = await candidate.subject(planted.url);
      const only = [...new Set(GATE_FAULTS.map(({ caughtBy }) => caughtBy))];
      expect(failures(await runSuite(gateCases(subject), subject, { only }))).toEqual([]);
      expect(planted.mistakes).toEqual([]);
    } finally {
      await planted.close();
    }
  }, 120_000);
});

/** Runs the command and answers how it ended and what it printed. */
function conformance(options: Readonly<Record<string, string>>): Promise<{ code: number; text: string }> {
  const main = new URL('../../packages/conformance/src/main.ts', import.meta.url).pathname;
  const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return new Promise((resolve) => {
    execFile(process.execPath, [main, '--gate', ...given], { maxBuffer: 1e8 }, (error, stdout) =>
      resolve({ code: error ? Number(error.code) : 0, text: stdout }),
    );
  });
}
