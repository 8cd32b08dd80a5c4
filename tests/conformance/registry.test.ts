import { type CaseResult, type RegistrySubject, registrySuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningPlatform, startOne } from '../journeys/platform.ts';
import { plant } from './faulty-proxy.ts';
import { REGISTRY_FAULTS } from './registry-faults.ts';

let running: RunningPlatform;
let subject: RegistrySubject;

beforeAll(async () => {
  running = await startOne('postgres');
  const token = await running.platform.token({ scope: 'registry:admin registry:routing' });
  subject = { baseUrl: String(running.platform.env.REGISTRY_URL), token };
}, 60_000);

afterAll(() => running?.stop());

const failures = (results: readonly CaseResult[]) => results.filter((result) => result.error);

test('our registry keeps every promise of the standard', async () => {
  const results = await runSuite(registrySuite, subject);
  expect(results.length).toBeGreaterThan(15);
  expect(failures(results)).toEqual([]);
}, 120_000);

describe('the suite catches a registry with a planted fault in', () => {
  test.each(REGISTRY_FAULTS)('$name', async (fault) => {
    const faulty = await plant(fault, subject.baseUrl);
    try {
      const only = [fault.caughtBy];
      const results = await runSuite(registrySuite, { ...subject, baseUrl: faulty.url }, { only });
      expect(failures(results)).not.toEqual([]);
    } finally {
      await faulty.close();
    }
  });

  test('no fault at all passes through the same proxy', async () => {
    const sound = await plant({ name: 'none', caughtBy: '' }, subject.baseUrl);
    try {
      expect(failures(await runSuite(registrySuite, { ...subject, baseUrl: sound.url }))).toEqual([]);
    } finally {
      await sound.close();
    }
  }, 60_000);
});
