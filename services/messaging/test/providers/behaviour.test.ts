import { type CaseResult, carrierSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Carrier } from '../../src/domain/ports.ts';
import { type Service, startService } from '../fixtures.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { startTwilioServer, type TwilioServer } from '../twilio-server.ts';
import { plantedFaults } from './planted-faults.ts';
import { anSmtp, aSandbox, aScripted, aTwilio, type Subject } from './subjects.ts';

let service: Service;
let twilioServer: TwilioServer;
let mailServer: MailServer;
const opened: Carrier[] = [];

beforeAll(async () => {
  [twilioServer, mailServer] = await Promise.all([startTwilioServer(), startMailServer()]);
  service = await startService({ env: { SANDBOX_CARRIERS: 'true' } });
});

afterAll(async () => {
  for (const carrier of opened) carrier.close?.();
  await service?.end();
  await Promise.all([twilioServer?.close(), mailServer?.close()]);
});

const subjects: Readonly<Record<string, () => Subject>> = {
  'sandbox, of mail': () => aSandbox(service, 'email'),
  'sandbox, of texts': () => aSandbox(service, 'sms'),
  'sandbox-email-1': () => aScripted(service, 'sandbox-email-1'),
  'sandbox-sms-1': () => aScripted(service, 'sandbox-sms-1'),
  smtp: () => anSmtp(mailServer, opened),
  twilio: () => aTwilio(twilioServer),
};

const failed = (results: readonly CaseResult[]) => results.filter(({ error }) => error !== undefined);

describe('every carrier does what messaging counts on', () => {
  test.each(Object.entries(subjects))('%s', async (_, subject) => {
    const results = await runSuite(carrierSuite, subject());
    expect(failed(results)).toEqual([]);
    expect(results).toHaveLength(carrierSuite.length);
  });
});

describe('the suite catches a carrier that', () => {
  test.each(Object.entries(plantedFaults))('%s', async (_, { section, on, spoil }) => {
    const good = subjects[on]?.() as Subject;
    const spoilt = { ...good, carrier: spoil(good.carrier), patienceMs: 1000 };
    const results = await runSuite(carrierSuite, spoilt, { only: [section], untilFailed: true });
    expect(results.length).toBeGreaterThan(0);
    expect(failed(results)).not.toEqual([]);
  });
});
