import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CONTENT_PLANTED, type ContentRun, judgedContent, startContent } from './content-run.ts';

let running: ContentRun;

beforeAll(async () => {
  running = await startContent();
}, 60_000);

afterAll(() => running?.stop());

describe('the content suite catches an implementation with a planted fault in', () => {
  test.each(CONTENT_PLANTED)(
    '$caughtBy: $name',
    async (fault) => {
      const { failed, mistakes } = await judgedContent(running, fault);
      expect(mistakes).toEqual([]);
      expect(failed).not.toEqual([]);
    },
    60_000,
  );

  test('more than sixty times', () => {
    expect(CONTENT_PLANTED.length).toBeGreaterThan(60);
  });
});
