import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { type Page, type Visitor, visitor } from '../visitor.ts';
import { anEmail, aPerson } from './made-up.ts';
import { begin, type IdentitySubject } from './subject.ts';

/** Whether an address has an account is told to nobody: not by status, words or time. */
export const noTellingCases: readonly Case<IdentitySubject>[] = [
  {
    section: 'no telling',
    name: 'a wrong password of a known address is answered as an unknown address is, to the letter',
    async run(subject) {
      const [first, second] = await both(subject, async (person, page, email) =>
        person.submit(page, '#submit-password', { email, password: 'not the password' }),
      );
      assert.deepEqual(first, second);
    },
  },
  {
    section: 'no telling',
    name: 'what a passkey is asked for names no key of anybody',
    async run(subject) {
      const { email } = await aPerson(subject);
      const person = visitor(subject.baseUrl);
      const page = await person.open(begin(subject, { login_hint: email }).start);
      assert.ok(page.document.querySelector('#submit-password'), 'there is no form to sign in');
      for (const form of page.document.querySelectorAll('[data-options]')) {
        const { allowCredentials = [] } = JSON.parse(String(form.getAttribute('data-options')));
        assert.deepEqual(allowCredentials, []);
      }
    },
  },
  ...(['#create-account', '#forgotten-password'] as const).map(
    (link): Case<IdentitySubject> => ({
      section: 'no telling',
      name: `${link} answers known and unknown addresses alike, and so does a wrong code`,
      async run(subject) {
        const [first, second] = await both(subject, async (person, page, email) => {
          const address = await person.open(hrefOf(page, link));
          const asked = await person.submit(address, '#submit-address', { email });
          assert.ok(asked.document.querySelector('#submit-code'), 'no code is asked for');
          return person.submit(asked, '#submit-code', { code: 'none' });
        });
        assert.deepEqual(first, second);
      },
    }),
  ),
  {
    section: 'no telling',
    name: 'a wrong password takes as long at a known address as at an unknown one',
    async run(subject) {
      const emails = [(await aPerson(subject)).email, anEmail()];
      const person = visitor(subject.baseUrl);
      const page = await person.open(begin(subject).start);
      const shortest = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      // Turn about, and the shortest of some: what else the machine does falls on both.
      for (const attempt of Array(8).keys()) {
        const at = attempt % 2;
        const started = performance.now();
        const { status } = await person.post(page, '#submit-password', {
          email: emails[at],
          password: 'not the password',
        });
        if (status === 429) break;
        shortest[at] = Math.min(shortest[at] ?? 0, performance.now() - started);
      }
      const [one = 0, other = 0] = shortest;
      assert.ok(Math.max(one, other) / Math.min(one, other) < 3, `${one} ms and ${other} ms`);
    },
  },
];

/** What is shown of a known and of an unknown address, without what differs for every request. */
async function both(
  subject: IdentitySubject,
  show: (person: Visitor, page: Page, email: string) => Promise<Page>,
): Promise<{ status: number; text: string }[]> {
  const known = (await aPerson(subject)).email;
  const shown = [];
  for (const email of [known, anEmail()]) {
    const person = visitor(subject.baseUrl);
    const page = await show(person, await person.open(begin(subject).start), email);
    const text = page.document
      .toString()
      .replaceAll(email, '')
      .replaceAll(/\/sign-in\/[\w-]+|value="[\w-]*"|data-options="[^"]*"/g, '');
    shown.push({ status: page.status, text });
  }
  return shown;
}

/** Where a link of a page leads. */
export function hrefOf(page: Page, link: string): string {
  const href = page.document.querySelector(link)?.getAttribute('href');
  assert.ok(href, `no ${link} on ${new URL(page.url).pathname}`);
  return new URL(href, page.url).href;
}
