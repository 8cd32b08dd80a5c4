import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { failsWith, MESSAGING_PLANTED, type MessagingRun, startMessaging } from './messaging-run.ts';

let running: MessagingRun;

beforeAll(async () => {
  running = await startMessaging();
}, 60_000);

afterAll(() => running?.stop());

describe('the messaging suite catches an implementation with a planted fault in', () => {
  test.each(MESSAGING_PLANTED)(
    '$name',
    async (fault) => {
      expect(await failsWith(running, fault)).not.toEqual([]);
    },
    60_000,
  );
});
