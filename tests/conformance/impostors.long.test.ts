import { type PaymentsSubject, paymentsSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failedShare } from './failed-share.ts';
import { type PaymentsRun, startPayments } from './payments-run.ts';
import { startRecorder, startReplayer } from './replayer.ts';
import { startResponder } from './responder.ts';

let payments: PaymentsRun;

beforeAll(async () => {
  payments = await startPayments();
}, 60_000);

afterAll(() => payments?.stop());

test('what was generated from the contract alone fails at least 60 % of the cases', async () => {
  const responder = await startResponder('payments');
  try {
    const subject: PaymentsSubject = {
      ...(await payments.subject()),
      baseUrl: responder.url,
      other: { baseUrl: responder.url, apiKey: 'other' },
    };
    expect(failedShare('A responder', await runSuite(paymentsSuite, subject))).toBeGreaterThanOrEqual(0.6);
  } finally {
    await responder.close();
  }
}, 600_000);

test('what plays a recorded good run again fails at least 60 % of the cases', async () => {
  const subject = await payments.subject();
  const own = await startRecorder(subject.baseUrl);
  const other = await startRecorder(subject.other.baseUrl);
  const at = (ownUrl: string, otherUrl: string): PaymentsSubject => ({
    ...subject,
    baseUrl: ownUrl,
    other: { ...subject.other, baseUrl: otherUrl },
  });
  const recorded = await runSuite(paymentsSuite, at(own.url, other.url));
  await Promise.all([own.close(), other.close()]);
  expect(recorded.filter(({ error }) => error)).toEqual([]);
  const again = await startReplayer(own);
  const otherAgain = await startReplayer(other);
  try {
    const results = await runSuite(paymentsSuite, at(again.url, otherAgain.url));
    expect(failedShare('A replayer', results)).toBeGreaterThanOrEqual(0.6);
  } finally {
    await Promise.all([again.close(), otherAgain.close()]);
  }
}, 600_000);
