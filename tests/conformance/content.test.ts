import { createServer } from 'node:http';
import { contentSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CONTENT_PLANTED, type ContentRun, judgedContent, startContent } from './content-run.ts';
import { firstOfEachSection } from './faulty-proxy.ts';

let running: ContentRun;

beforeAll(async () => {
  running = await startContent();
}, 60_000);

afterAll(() => running?.stop());

test('our content component keeps every promise of the standard, seen through the proxy that plants faults', async () => {
  const sections = [...new Set(contentSuite.map(({ section }) => section))];
  const failed = [];
  for (const section of sections) {
    failed.push(await judgedContent(running, { name: 'none', caughtBy: section }));
  }
  expect(contentSuite.length).toBeGreaterThan(100);
  expect(failed).toEqual(sections.map(() => ({ failed: [], mistakes: [] })));
}, 120_000);

test('no case passes where every request is answered alike', async () => {
  const canned = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => canned.listen(0, '127.0.0.1', resolve));
  const { port } = canned.address() as { port: number };
  const baseUrl = `http://127.0.0.1:${port}`;
  const subject = { ...running.subject, baseUrl, other: { baseUrl, apiKey: 'other' } };
  const results = await runSuite(contentSuite, subject);
  expect(results.filter(({ error }) => error === undefined)).toEqual([]);
  await new Promise((resolve) => canned.close(resolve));
}, 60_000);

describe('the suite catches an implementation with a planted fault in', () => {
  // One of each section; content-faults.long.test.ts plants all of them.
  test.each(firstOfEachSection(CONTENT_PLANTED))(
    '$name',
    async (fault) => {
      const { failed, mistakes } = await judgedContent(running, fault);
      expect(mistakes).toEqual([]);
      expect(failed).not.toEqual([]);
    },
    60_000,
  );
});
