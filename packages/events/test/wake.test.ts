import { openListener } from '@ashlar/postgres';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { relayChannel } from '../src/channels.ts';
import { createWake } from '../src/wake.ts';
import { inHouse, openPostgresSubject } from './cases/house.ts';

let opened: Awaited<ReturnType<typeof openPostgresSubject>>;
beforeAll(async () => {
  opened = await openPostgresSubject();
});
afterAll(() => opened.close());

describe('createWake', () => {
  test('wakes a relay elsewhere, long before it would look by itself', () =>
    inHouse(opened.subject, async (house) => {
      const relay = house.relay({ pollMs: 60_000 });
      const wake = createWake(house.pool);
      await house.until('the relay to lead', () => relay.state().leader);
      await house.append({ aggregate: 'a' });
      wake();
      await house.until('the change to be published', () => relay.state().published === 1);
    }));

  test('sends one notification for many writes, and none when the relay of this process leads', () =>
    inHouse(opened.subject, async (house) => {
      let heard = 0;
      const listener = openListener({ url: house.url, applicationName: 'wake-test' });
      await listener.on(relayChannel, () => {
        heard += 1;
      });
      try {
        const relay = house.relay();
        await house.until('the relay to lead', () => relay.state().leader);
        const wakeOwn = createWake(house.pool, relay);
        const wakeOther = createWake(house.pool);
        for (let write = 0; write < 100; write += 1) {
          wakeOwn();
          wakeOther();
        }
        await house.until('the notification', () => heard > 0);
        // A second one, sent later on the same way, shows that none was still on its way.
        wakeOther();
        await house.until('the next notification', () => heard > 1);
        expect(heard).toBe(2);
      } finally {
        await listener.close();
      }
    }));
});
