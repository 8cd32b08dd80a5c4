import { contentSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ContentRun, startContent } from './content-run.ts';
import { failedShare } from './failed-share.ts';
import { startRecorder, startReplayer } from './replayer.ts';
import { startResponder } from './responder.ts';

let running: ContentRun;

beforeAll(async () => {
  running = await startContent();
}, 60_000);

afterAll(() => running?.stop());

test('what was generated from the contract alone fails every case', async () => {
  const responder = await startResponder('content');
  try {
    const other = { baseUrl: responder.url, apiKey: 'other' };
    const results = await runSuite(contentSuite, { ...running.subject, baseUrl: responder.url, other });
    expect(failedShare('A responder', results)).toBe(1);
  } finally {
    await responder.close();
  }
}, 600_000);

test('what plays a recorded good run again fails at least 95 % of the cases', async () => {
  const { subject } = running;
  const { other } = subject;
  if (!other) throw new Error('There is no second department');
  const [own, theirs] = [await startRecorder(subject.baseUrl), await startRecorder(other.baseUrl)];
  const recorded = await runSuite(contentSuite, {
    ...subject,
    baseUrl: own.url,
    other: { ...other, baseUrl: theirs.url },
  });
  await Promise.all([own.close(), theirs.close()]);
  expect(recorded.filter(({ error }) => error)).toEqual([]);
  const [again, theirsAgain] = [await startReplayer(own), await startReplayer(theirs)];
  try {
    const replayed = { ...subject, baseUrl: again.url, other: { ...other, baseUrl: theirsAgain.url } };
    expect(failedShare('A replayer', await runSuite(contentSuite, replayed))).toBeGreaterThanOrEqual(0.95);
  } finally {
    await Promise.all([again.close(), theirsAgain.close()]);
  }
}, 600_000);
