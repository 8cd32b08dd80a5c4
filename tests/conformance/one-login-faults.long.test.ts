import type { OneLoginSubject } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PlantedIssuer } from './identity-run.ts';
import { ONE_LOGIN_FAULTS } from './one-login-faults.ts';
import { failsWithOneLoginFault, startOneLogin } from './one-login-run.ts';

let running: PlantedIssuer<OneLoginSubject>;

beforeAll(async () => {
  running = await startOneLogin();
}, 60_000);

afterAll(() => running?.stop());

describe('the One Login suite catches an issuer with a planted fault in', () => {
  test.each(ONE_LOGIN_FAULTS)(
    '$name',
    async (fault) => {
      expect(await failsWithOneLoginFault(running, fault)).not.toEqual([]);
    },
    60_000,
  );
});
