import { type IdentitySubject, identitySuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { firstOfEachSection } from './faulty-proxy.ts';
import { failsWithFault, IDENTITY_PLANTED, type PlantedIssuer, startIdentity } from './identity-run.ts';

let running: PlantedIssuer<IdentitySubject>;

beforeAll(async () => {
  running = await startIdentity();
}, 60_000);

afterAll(() => running?.stop());

test('our identity component keeps every promise of the standard', async () => {
  const results = await runSuite(identitySuite, running.subject);
  expect(results.filter(({ error }) => error)).toEqual([]);
  expect(results).toHaveLength(identitySuite.length);
}, 120_000);

describe('the suite catches an implementation with a planted fault in', () => {
  // One of each section; identity-faults.long.test.ts plants all of them.
  test.each(firstOfEachSection(IDENTITY_PLANTED))(
    '$name',
    async (fault) => {
      expect(await failsWithFault(running, fault)).not.toEqual([]);
    },
    60_000,
  );
});

test('a fault is planted for each section', () => {
  const planted = new Set(IDENTITY_PLANTED.map(({ caughtBy }) => caughtBy));
  expect([...planted].sort()).toEqual([...new Set(identitySuite.map(({ section }) => section))].sort());
});
