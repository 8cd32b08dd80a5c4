import { type CaseResult, type PaymentsSubject, paymentsSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type PaymentsRun, startPayments } from './payments-run.ts';
import { startRecorder, startReplayer } from './replayer.ts';
import { startResponder } from './responder.ts';

let payments: PaymentsRun;

beforeAll(async () => {
  payments = await startPayments();
}, 60_000);

afterAll(() => payments?.stop());

/** Prints and answers which part of the cases failed. */
function failedShare(who: string, results: readonly CaseResult[]): number {
  const passed = results.filter(({ error }) => error === undefined);
  const share = (results.length - passed.length) / results.length;
  const names = passed.map(({ section, name }) => `  ${section}: ${name}`).join('\n');
  console.log(`${who} fails ${(100 * share).toFixed(1)} % of ${results.length} cases. It passes:\n${names}`);
  return share;
}

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
