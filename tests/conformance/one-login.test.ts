import { type OneLoginSubject, oneLoginSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { firstOfEachSection } from './faulty-proxy.ts';
import type { PlantedIssuer } from './identity-run.ts';
import { ONE_LOGIN_FAULTS } from './one-login-faults.ts';
import { failsWithOneLoginFault, startOneLogin } from './one-login-run.ts';

let running: PlantedIssuer<OneLoginSubject>;

beforeAll(async () => {
  running = await startOneLogin();
}, 60_000);

afterAll(() => running?.stop());

test('our One Login issuer keeps every promise of its contract', async () => {
  const results = await runSuite(oneLoginSuite, running.subject);
  expect(results.length).toBeGreaterThan(100);
  expect(results.filter(({ error }) => error)).toEqual([]);
}, 120_000);

describe('the suite catches an issuer with a planted fault in', () => {
  // One of each section; one-login-faults.long.test.ts plants all of them.
  test.each(firstOfEachSection(ONE_LOGIN_FAULTS))(
    '$name',
    async (fault) => {
      expect(await failsWithOneLoginFault(running, fault)).not.toEqual([]);
    },
    60_000,
  );
});

test('a fault is planted for each section', () => {
  const planted = new Set(ONE_LOGIN_FAULTS.map(({ caughtBy }) => caughtBy));
  expect([...planted].sort()).toEqual([...new Set(oneLoginSuite.map(({ section }) => section))].sort());
});
