import { createServer } from 'node:http';
import { type CaseResult, type MessagingSubject, messagingSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { plant } from './faulty-proxy.ts';
import { MESSAGING_ERROR_FAULTS } from './messaging-error-faults.ts';
import { MESSAGING_FAULTS } from './messaging-faults.ts';
import { type MessagingRun, startMessaging } from './messaging-run.ts';

let running: MessagingRun;
let subject: MessagingSubject;

beforeAll(async () => {
  running = await startMessaging();
  subject = await running.subject();
}, 60_000);

afterAll(() => running?.stop());

const failures = (results: readonly CaseResult[]) => results.filter((result) => result.error);

test('our messaging component keeps every promise of the standard', async () => {
  const results = await runSuite(messagingSuite, subject);
  expect(results.length).toBeGreaterThan(115);
  expect(failures(results)).toEqual([]);
}, 120_000);

test('no case passes where every request is answered alike', async () => {
  const canned = createServer((_request, response) => {
    response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => canned.listen(0, '127.0.0.1', resolve));
  const { port } = canned.address() as { port: number };
  const results = await runSuite(messagingSuite, { ...subject, baseUrl: `http://127.0.0.1:${port}` });
  expect(failures(results)).toHaveLength(results.length);
  await new Promise((resolve) => canned.close(resolve));
});

describe('the suite catches an implementation with a planted fault in', () => {
  test.each([...MESSAGING_FAULTS, ...MESSAGING_ERROR_FAULTS])(
    '$name',
    async (fault) => {
      const faulty = await plant(fault, subject.baseUrl);
      try {
        const only = { only: [fault.caughtBy] };
        const judged = { ...(await running.subject()), baseUrl: faulty.url };
        const results = await runSuite(messagingSuite, judged, only);
        expect(failures(results)).not.toEqual([]);
      } finally {
        await faulty.close();
      }
    },
    60_000,
  );

  test('no fault at all passes through the same proxy', async () => {
    const sound = await plant({ name: 'none', caughtBy: '' }, subject.baseUrl);
    try {
      expect(failures(await runSuite(messagingSuite, { ...subject, baseUrl: sound.url }))).toEqual([]);
    } finally {
      await sound.close();
    }
  }, 120_000);
});
