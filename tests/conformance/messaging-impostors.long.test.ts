import { messagingSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failedShare } from './failed-share.ts';
import { type MessagingRun, startMessaging } from './messaging-run.ts';
import { startRecorder, startReplayer } from './replayer.ts';
import { startResponder } from './responder.ts';

let messaging: MessagingRun;

beforeAll(async () => {
  messaging = await startMessaging();
}, 60_000);

afterAll(() => messaging?.stop());

test('what was generated from the contract alone fails every case', async () => {
  const responder = await startResponder('messaging');
  try {
    const subject = { ...(await messaging.subject()), baseUrl: responder.url };
    expect(failedShare('A responder', await runSuite(messagingSuite, subject))).toBe(1);
  } finally {
    await responder.close();
  }
}, 600_000);

test('what plays a recorded good run again fails at least 95 % of the cases', async () => {
  const subject = await messaging.subject();
  const recorder = await startRecorder(subject.baseUrl);
  const recorded = await runSuite(messagingSuite, { ...subject, baseUrl: recorder.url });
  await recorder.close();
  expect(recorded.filter(({ error }) => error)).toEqual([]);
  const again = await startReplayer(recorder);
  try {
    const results = await runSuite(messagingSuite, { ...subject, baseUrl: again.url });
    expect(failedShare('A replayer', results)).toBeGreaterThanOrEqual(0.95);
  } finally {
    await again.close();
  }
}, 600_000);
