import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Case } from '../suite.ts';
import { aMessage, assertGot, assertTaken, type CarrierSubject } from './subject.ts';

/** Messages that nothing comes between, and their repeats. */
export const handingOverCases: readonly Case<CarrierSubject>[] = [
  {
    section: 'handing over',
    name: 'a message that is taken is with the company once, and says what it said',
    async run(subject) {
      const message = aMessage(subject);
      await assertTaken(subject, message);
      const [got, ...more] = await subject.got(message.to);
      assert.deepEqual(more, [], 'it came more than once');
      assert.equal(got?.text, message.text);
    },
  },
  {
    section: 'handing over',
    name: 'the same words to the same person under another key are another message',
    async run(subject) {
      const message = aMessage(subject);
      await assertTaken(subject, message);
      await assertTaken(subject, { ...message, key: randomUUID() });
      await assertGot(subject, message, 2);
    },
  },
  {
    section: 'handing over',
    name: 'fifty messages at once all come, each to its own recipient',
    async run(subject) {
      const messages = Array.from({ length: 50 }, (_, at) => aMessage(subject, { text: `Number ${at}` }));
      await Promise.all(messages.map((message) => assertTaken(subject, message)));
      for (const { to, text } of messages) {
        assert.deepEqual(
          (await subject.got(to)).map((one) => one.text),
          [text],
        );
      }
    },
  },
  {
    section: 'keys',
    name: 'one that says that it remembers has a message once however often it is given it; another has it as often',
    async run(subject) {
      const message = aMessage(subject);
      for (let times = 0; times < 3; times += 1) await assertTaken(subject, message);
      await assertGot(subject, message, subject.carrier.remembers ? 1 : 3);
    },
  },
  {
    section: 'keys',
    name: 'of twenty repeats at once, one that remembers takes one',
    async run(subject) {
      if (!subject.carrier.remembers) return;
      const message = aMessage(subject);
      await Promise.all(Array.from({ length: 20 }, () => subject.carrier.send(message).catch(() => {})));
      await assertTaken(subject, message);
      await assertGot(subject, message, 1);
    },
  },
];
