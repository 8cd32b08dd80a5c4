import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokens } from '../../src/wiring.ts';
import { type Account, anAccount, type Service, startService } from '../fixtures.ts';
import { secureReaches, sendSecure } from './fixtures.ts';
import { aPerson, type Person, standIn } from './person.ts';

const issuer = standIn();
let service: Service;
let account: Account;
let ahead = 0;
let counter = 0;

beforeAll(async () => {
  service = await startService({
    override(wiring) {
      wiring.value(tokens.signIn, issuer);
      wiring.value(tokens.now, () => new Date(Date.now() + ahead));
    },
  });
  account = await anAccount(service);
});

afterAll(() => service.end());

/** A person nobody has written to. */
async function somebody(): Promise<Person & { subject: string }> {
  const person = aPerson(service, issuer);
  counter += 1;
  const subject = `person-${counter}-${Date.now()}`;
  await person.signIn({ subject });
  return { ...person, subject };
}

async function delivered(subject: string, changes: Record<string, unknown> = {}): Promise<string> {
  const id = await sendSecure(service, account, { recipient: { recipient_id: subject }, ...changes });
  await secureReaches(service, id, 'delivered');
  return id;
}

describe('without a sign-in', () => {
  test('nothing is shown: the browser is led to the issuer, and comes back to the page', async () => {
    const id = await delivered('person-x');
    const nobody = aPerson(service, issuer);
    const asked = await nobody.get(`/messages/${id}`);
    expect([asked.status, asked.location, asked.html]).toEqual([
      303,
      `/messages/sign-in?to=${encodeURIComponent(`/messages/${id}`)}`,
      '',
    ]);
    const begun = await nobody.get(asked.location ?? '');
    expect(begun.location).toMatch(
      /^https:\/\/issuer\.test\/authorize\?redirect_uri=http%3A%2F%2Fmessages\.test%2Fmessages%2Fcallback/,
    );
    issuer.answer = { subject: 'person-x', idToken: 'i' };
    const back = await nobody.get('/messages/callback?code=c&state=s');
    expect([back.status, back.location]).toEqual([303, `/messages/${id}`]);
    expect(back.setCookies.join()).toMatch(
      /messaging_inbox=[^;]+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Lax/,
    );
  });

  test.each(['https://evil.test/', '//evil.test', '/messages/../docs', '/mailbox'])(
    'no sign-in leads to %s',
    async (to) => {
      const nobody = aPerson(service, issuer);
      issuer.answer = { subject: 'x', idToken: 'i' };
      await nobody.get(`/messages/sign-in?to=${encodeURIComponent(to)}`);
      expect((await nobody.get('/messages/callback?code=c')).location).toBe('/messages');
    },
  );

  test('a sign-in that the issuer refuses, or that nobody began, is none', async () => {
    const nobody = aPerson(service, issuer);
    expect((await nobody.get('/messages/callback?code=c&state=s')).status).toBe(400);
    issuer.answer = 'refused';
    await nobody.get('/messages/sign-in');
    expect((await nobody.get('/messages/callback?error=access_denied')).status).toBe(400);
    expect(nobody.cookies.has('messaging_inbox')).toBe(false);
  });

  test('an issuer that is away is an outage', async () => {
    const nobody = aPerson(service, issuer);
    await nobody.get('/messages/sign-in');
    issuer.answer = new Error('away');
    expect((await nobody.get('/messages/callback?code=c&state=s')).status).toBe(503);
  });
});

test('signing out ends the session here, and offers the issuer’s', async () => {
  const person = await somebody();
  await person.get('/messages');
  const { html } = await person.post('/messages/sign-out');
  expect(html).toContain('https://issuer.test/logout?id_token_hint=id-token');
  expect((await person.get('/messages')).status).toBe(303);
});

test('a session ends after its time', async () => {
  const person = await somebody();
  expect((await person.get('/messages')).status).toBe(200);
  ahead += 3_600_000;
  expect((await person.get('/messages')).status).toBe(303);
});

test('where no client is configured there is no inbox', async () => {
  const plain = await startService();
  try {
    const nobody = aPerson(plain, issuer);
    const answers = [await nobody.get('/messages'), await nobody.get('/messages/sign-in')];
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(answers[0]?.html).toContain('Your mailbox');
  } finally {
    await plain.end();
  }
});
