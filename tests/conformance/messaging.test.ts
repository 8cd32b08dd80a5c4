import { createServer } from 'node:http';
import { type CaseResult, type MessagingSubject, messagingSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { firstOfEachSection, plant } from './faulty-proxy.ts';
import { failsWith, MESSAGING_PLANTED, type MessagingRun, startMessaging } from './messaging-run.ts';

let running: MessagingRun;
let subject: MessagingSubject;

beforeAll(async () => {
  running = await startMessaging();
  subject = await running.subject();
}, 60_000);

afterAll(() => running?.stop());

const failures = (results: readonly CaseResult[]) => results.filter((result) => result.error);

test('our messaging component keeps every promise of the standard, seen through the proxy that plants faults', async () => {
  const sound = await plant({ name: 'none', caughtBy: '' }, subject.baseUrl);
  try {
    const results = await runSuite(messagingSuite, { ...subject, baseUrl: sound.url });
    expect(results.length).toBeGreaterThan(115);
    expect(failures(results)).toEqual([]);
  } finally {
    await sound.close();
  }
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
  // One of each section; messaging-faults.long.test.ts plants all of them.
  test.each(firstOfEachSection(MESSAGING_PLANTED))(
    '$name',
    async (fault) => {
      expect(await failsWith(running, fault)).not.toEqual([]);
    },
    60_000,
  );
});
