import { createServer } from 'node:http';
import { type CaseResult, type ContentSubject, contentSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningPlatform, startOne } from '../journeys/platform.ts';
import { CONTENT_FAULTS } from './content-faults.ts';
import { plant } from './faulty-proxy.ts';

let running: RunningPlatform;
let subject: ContentSubject;

beforeAll(async () => {
  running = await startOne('postgres');
  const { CONTENT_URL, PUBLISHING_TOKEN } = running.platform.env;
  subject = { baseUrl: String(CONTENT_URL), apiKey: String(PUBLISHING_TOKEN) };
}, 60_000);

afterAll(() => running?.stop());

const failures = (results: readonly CaseResult[]) => results.filter((result) => result.error);

test('our content component keeps every promise of the standard', async () => {
  const results = await runSuite(contentSuite, subject);
  expect(results.length).toBeGreaterThanOrEqual(25);
  expect(failures(results)).toEqual([]);
}, 120_000);

describe('the suite catches an implementation with a planted fault in', () => {
  test.each(CONTENT_FAULTS)(
    '$name',
    async (fault) => {
      const faulty = await plant(fault, subject.baseUrl);
      try {
        const only = [fault.caughtBy];
        const results = await runSuite(contentSuite, { ...subject, baseUrl: faulty.url }, { only });
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
      expect(failures(await runSuite(contentSuite, { ...subject, baseUrl: sound.url }))).toEqual([]);
    } finally {
      await sound.close();
    }
  }, 120_000);
});

test('no case passes where every request is answered alike', async () => {
  const canned = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => canned.listen(0, '127.0.0.1', resolve));
  const { port } = canned.address() as { port: number };
  const results = await runSuite(contentSuite, { ...subject, baseUrl: `http://127.0.0.1:${port}` });
  expect(failures(results)).toHaveLength(results.length);
  await new Promise((resolve) => canned.close(resolve));
}, 60_000);
