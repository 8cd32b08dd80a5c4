import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Case } from '../suite.ts';
import { aMessage, assertGot, assertTaken, type CarrierSubject, sent, type Trouble } from './subject.ts';

const untold: readonly Trouble[] = ['loses its answer', 'is silent', 'fails', 'babbles'];

/** A message that the company took without its customer being told: nobody knows, and so says the carrier. It must not guess, nor try again by itself. */
export const unknownOutcomeCases: readonly Case<CarrierSubject>[] = untold.map((trouble) => ({
  section: 'unknown outcomes',
  name: `when the company ${trouble}, the carrier rejects, tells nothing of the message, and has sent it once at most`,
  async run(subject: CarrierSubject) {
    const provoke = subject.trouble[trouble];
    if (!provoke) return;
    await provoke();
    const message = aMessage(subject);
    const outcome = await sent(subject, message);
    assert.ok('error' in outcome, `it says ${JSON.stringify(outcome)} of what it cannot know`);
    assert.ok((await subject.got(message.to)).length <= 1, 'it tried again by itself');
    const shown = inspect(outcome.error, { depth: null });
    for (const secret of [message.to, message.text.slice(0, 12), message.senderName]) {
      assert.ok(!shown.includes(secret), 'its error quotes the message');
    }
    if (!subject.carrier.remembers) return;
    await assertTaken(subject, message);
    await assertGot(subject, message, 1);
  },
}));
