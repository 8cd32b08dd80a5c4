import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { aMessage, assertGot, assertTaken, type CarrierSubject, sent } from './subject.ts';

/** Clear answers that a message was not sent: messaging tries again after one, and not after the other. */
export const refusalCases: readonly Case<CarrierSubject>[] = [
  {
    section: 'refusals',
    name: 'what the company never will take is refused',
    async run(subject) {
      if (!subject.trouble.refuses) return;
      await subject.trouble.refuses();
      const message = aMessage(subject);
      assert.deepEqual(await sent(subject, message), { answer: 'refused' });
      await assertGot(subject, message, 0);
    },
  },
  {
    section: 'refusals',
    name: 'what it does not take now was not sent, and goes through later',
    async run(subject) {
      if (!subject.trouble['is busy']) return;
      await subject.trouble['is busy']();
      const message = aMessage(subject);
      assert.deepEqual(await sent(subject, message), { answer: 'not_sent' });
      await assertGot(subject, message, 0);
      await assertTaken(subject, message);
      await assertGot(subject, message, 1);
    },
  },
  {
    section: 'refusals',
    name: 'with nobody at its address it is certain that nothing was sent',
    async run(subject) {
      const carrier = await subject.away?.();
      if (!carrier) return;
      assert.deepEqual(await sent({ ...subject, carrier }, aMessage(subject)), { answer: 'not_sent' });
    },
  },
];
