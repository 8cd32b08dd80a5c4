import {
  arriveByForms,
  type CaseResult,
  type OneLoginSubject,
  oneLoginSuite,
  runSuite,
} from '@ashlar/conformance';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { anAccount, password, redirectUri } from '../fixtures.ts';
import { aParty, startTwoIssuers, type TwoIssuers, vocabulary } from './fixtures.ts';

let service: TwoIssuers;

beforeAll(async () => {
  service = await startTwoIssuers();
});

afterAll(() => service?.end());

test('the One Login issuer keeps every promise of its contract', async () => {
  const oneLogin = {
    sign_in_scopes: ['openid', 'email'],
    claims: [vocabulary.coreIdentity, vocabulary.address, vocabulary.returnCode],
    levels_of_confidence: ['P0', 'P1', 'P2'],
    identity_verification: true,
  };
  const [party, { email }] = await Promise.all([
    aParty(service, { one_login: oneLogin }),
    anAccount(service),
  ]);
  const subject: OneLoginSubject = {
    issuer: service.oneLogin,
    client: {
      id: party.clientId,
      privateKey: party.privateKey,
      redirectUri,
      postLogoutRedirectUri: 'http://127.0.0.1:9/bye',
    },
    signedOut: 'https://www.gov.uk/',
    arrive: arriveByForms(service.oneLogin, { email, password }),
    person: { email, password },
  };
  const results: CaseResult[] = await runSuite(oneLoginSuite, subject);
  expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(results).toHaveLength(oneLoginSuite.length);
  expect(results.length).toBeGreaterThan(100);
}, 120_000);
