import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { type Visitor, visitor } from '../visitor.ts';
import { anEmail, aPerson } from './made-up.ts';
import { begin, type IdentitySubject, type Person, signIn } from './subject.ts';

/** Guessing is stopped, and stops nobody else. */
export const lockoutCases: readonly Case<IdentitySubject>[] = [
  {
    section: 'lockouts',
    name: 'guesses at one address end with 429, which says when to come back, whether it is known or not',
    async run(subject) {
      const ends = [];
      for (const email of [(await aPerson(subject)).email, anEmail()]) {
        const { tries, answer } = await untilLocked(subject, email);
        const wait = Number(answer.headers.get('retry-after'));
        assert.ok(Number.isInteger(wait) && wait > 0, `Retry-After is ${answer.headers.get('retry-after')}`);
        ends.push(tries);
      }
      assert.equal(ends[0], ends[1], 'a known address is locked after another number of tries');
    },
  },
  {
    section: 'lockouts',
    name: 'a locked address is not opened by the right password elsewhere, and no other address is locked',
    async run(subject) {
      const [locked, free] = [await aPerson(subject), await aPerson(subject)];
      await untilLocked(subject, locked.email);
      assert.equal((await attempt(subject, locked)).status, 429);
      assert.equal((await attempt(subject, free)).status, 303);
    },
  },
  {
    section: 'lockouts',
    name: 'strangers lock nobody out of a device where the address signed in before',
    async run(subject) {
      const owner = await aPerson(subject);
      const { visitor: device } = await signIn(subject, begin(subject), owner);
      await untilLocked(subject, owner.email);
      assert.equal((await attempt(subject, owner, device)).status, 303);
    },
  },
];

const most = 40;

/** Guesses until there is no more guessing; each try is of a browser that is not known. */
async function untilLocked(subject: IdentitySubject, email: string) {
  for (let tries = 1; tries <= most; tries += 1) {
    const answer = await attempt(subject, { email, password: 'not the password' });
    if (answer.status === 429) return { tries, answer };
    assert.equal(answer.status, 400, `a guess was answered ${answer.status}`);
  }
  throw new Error(`${most} guesses at one address were answered`);
}

async function attempt(
  subject: IdentitySubject,
  who: Person,
  person: Visitor = visitor(subject.baseUrl),
): Promise<Answer> {
  const page = await person.open(begin(subject, { prompt: 'login' }).start);
  return person.post(page, '#submit-password', { ...who });
}
