import type { IdentitySubject } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { failsWithFault, IDENTITY_PLANTED, type PlantedIssuer, startIdentity } from './identity-run.ts';

let running: PlantedIssuer<IdentitySubject>;

beforeAll(async () => {
  running = await startIdentity();
}, 60_000);

afterAll(() => running?.stop());

describe('the identity suite catches an implementation with a planted fault in', () => {
  test.each(IDENTITY_PLANTED)(
    '$name',
    async (fault) => {
      expect(await failsWithFault(running, fault)).not.toEqual([]);
    },
    60_000,
  );
});
