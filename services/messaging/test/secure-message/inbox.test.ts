import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { JSONWebKeySet } from 'jose';
import { verifyEvidence } from '../../src/usecases/secure-message/verify-evidence.ts';
import { tokens } from '../../src/wiring.ts';
import { type Account, anAccount, logOf, type Service, startService } from '../fixtures.ts';
import {
  aTextFile,
  attested,
  claimsOf,
  evidenceOf,
  secret,
  secureCall,
  secureReaches,
  sendSecure,
} from './fixtures.ts';
import { aPerson, type Person, standIn } from './person.ts';

const issuer = standIn();
const log: string[] = [];
let service: Service;
let account: Account;
let ahead = 0;
let keys: JSONWebKeySet;
let counter = 0;

beforeAll(async () => {
  service = await startService({
    env: { ACR_LEVELS: 'urn:example:card=high, urn:example:app=substantial' },
    log: (line) => log.push(line),
    override(wiring) {
      wiring.value(tokens.signIn, issuer);
      wiring.value(tokens.now, () => new Date(Date.now() + ahead));
    },
  });
  account = await anAccount(service);
  keys = (await service.call('GET', '/ashlar/v1/evidence-keys')).json as unknown as JSONWebKeySet;
});

afterAll(() => service.end());

/** A person nobody has written to. */
async function somebody(acr?: string): Promise<Person & { subject: string }> {
  const person = aPerson(service, issuer);
  counter += 1;
  const subject = `person-${counter}-${Date.now()}`;
  await person.signIn({ subject, ...(acr && { acr }) });
  return { ...person, subject };
}

async function delivered(subject: string, changes: Record<string, unknown> = {}): Promise<string> {
  const id = await sendSecure(service, account, { recipient: { recipient_id: subject }, ...changes });
  await secureReaches(service, id, 'delivered');
  return id;
}

const eventsOf = async (id: string) => (await evidenceOf(service, id)).evidence.map(({ event }) => event);

describe('the inbox', () => {
  test('of somebody without messages says so', async () => {
    const { html, headers } = await (await somebody()).get('/messages');
    expect(html).toContain('You have no messages');
    expect(headers['cache-control']).toBe('no-store');
  });

  test('shows a person’s messages, new ones marked, and nobody else’s', async () => {
    const person = await somebody();
    const id = await delivered(person.subject, { label: 'Your rod' });
    await delivered('another-person', { label: 'Not for you' });
    const { html } = await person.get('/messages');
    expect(html).toContain(`href="/messages/${id}" lang="en">Your rod</a>`);
    expect(html).toContain('New');
    expect(html).not.toContain('Not for you');
    await person.get(`/messages/${id}`);
    expect((await person.get('/messages')).html).not.toContain('>New<');
  });

  test('shows no message before its day, and none after its time', async () => {
    const person = await somebody();
    const early = new Date(Date.now() + ahead + 2 * 86_400_000).toISOString();
    const waiting = await sendSecure(service, account, {
      recipient: { recipient_id: person.subject },
      do_not_deliver_until_date: early.slice(0, 10),
    });
    const over = await delivered(person.subject, {
      expires_at: new Date(Date.now() + ahead + 60_000).toISOString(),
    });
    expect((await person.get('/messages')).html).toContain(over);
    ahead += 61_000;
    const { html } = await person.get('/messages');
    expect([html.includes(waiting), html.includes(over)]).toEqual([false, false]);
    for (const id of [waiting, over]) expect((await person.get(`/messages/${id}`)).status).toBe(404);
  });

  test('is read page by page', async () => {
    const person = await somebody();
    const ids: string[] = [];
    for (let count = 0; count < 26; count += 1) ids.push(await delivered(person.subject));
    const first = await person.get('/messages');
    expect(first.html).toContain(`href="/messages?before=${ids[1]}"`);
    const second = await person.get(`/messages?before=${ids[1]}`);
    expect(second.html).toContain(`/messages/${ids[0]}`);
    expect(second.html).toContain('Newest messages');
  });
});

describe('a message', () => {
  test('is shown to its person, and its opening is attested once, with who it was and how sure that is', async () => {
    const person = await somebody('urn:example:app');
    const id = await delivered(person.subject, {
      case_id: 'CASE-9',
      legal_notification: true,
      sender: { label: 'Rivers & Lakes <b>' },
      main_document: {
        files: [aTextFile('You may <b>fish</b>.\n\nHere.')],
        actions: [{ code: 'payment', label: 'Pay the fee', entry_point: { url: 'https://pay.example/1' } }],
      },
      additional_documents: [
        {
          files: [
            aTextFile('%PDF-1.7', { encoding_format: 'application/pdf', filename: '../../étc/"map".pdf' }),
          ],
        },
      ],
    });
    const { html, status } = await person.get(`/messages/${id}`);
    expect(status).toBe(200);
    expect(html).toContain('Rivers &amp; Lakes &lt;b&gt;');
    expect(html).toContain('You may &lt;b&gt;fish&lt;/b&gt;.');
    expect(html).toContain('legal notification');
    expect(html).toContain('href="https://pay.example/1"');
    const file = await person.get(`/messages/${id}/files/2`);
    expect([file.html, file.headers['content-disposition']]).toEqual([
      '%PDF-1.7',
      `attachment; filename="_map_.pdf"; filename*=UTF-8''_map_.pdf`,
    ]);
    expect((await person.get(`/messages/${id}/files/9`)).status).toBe(404);
    await Promise.all(Array.from({ length: 5 }, () => person.get(`/messages/${id}`)));
    const chain = await attested(service, id, 'opened');
    expect(chain.evidence.map(({ event }) => event)).toEqual(['submitted', 'delivered', 'opened']);
    expect(claimsOf(chain.evidence[2]?.jws ?? '')).toMatchObject({
      erds_event: 'ContentHandover',
      subject: person.subject,
      assurance: 'substantial',
    });
    expect(await verifyEvidence(chain, keys)).toEqual([]);
    expect((await secureCall(service, 'GET', `/${id}`)).json).toMatchObject({ state: 'opened' });
  });

  test('that five windows open at once is opened once', async () => {
    const person = await somebody();
    const id = await delivered(person.subject);
    const answers = await Promise.all(Array.from({ length: 5 }, () => person.get(`/messages/${id}`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await eventsOf(id)).toEqual(['submitted', 'delivered', 'opened']);
  });

  test('of somebody else is not there, for reading, for its files and for replies', async () => {
    const id = await delivered('its-own-person', { reply: true });
    const other = await somebody();
    await other.get('/messages');
    expect((await other.get(`/messages/${id}`)).status).toBe(404);
    expect((await other.get(`/messages/${id}/files/1`)).status).toBe(404);
    const once = '0198c0de-0000-7000-8000-000000000001';
    expect((await other.post(`/messages/${id}/reply`, { text: 'Hello', once })).status).toBe(404);
    expect(await eventsOf(id)).toEqual(['submitted', 'delivered']);
  });

  test('that needs a surer sign-in asks for it, is not shown, and is not opened; with it, it is', async () => {
    const person = await somebody();
    const id = await delivered(person.subject, { required_assurance: 'high', reply: true });
    const list = await person.get('/messages');
    expect(list.html).toContain('A message for which you need to prove who you are');
    const once = '0198c0de-0000-7000-8000-000000000002';
    const pages = [
      list,
      await person.get(`/messages/${id}`),
      await person.get(`/messages/${id}/files/1`),
      await person.post(`/messages/${id}/reply`, { text: 'Hello', once }),
    ];
    expect(pages.map(({ status }) => status)).toEqual([200, 403, 403, 403]);
    for (const { html } of pages) expect(html).not.toMatch(new RegExp(`${secret}|Fishing`));
    expect(await eventsOf(id)).toEqual(['submitted', 'delivered']);
    const way = /id="step-up" href="([^"]+)"/.exec(pages[1]?.html ?? '')?.[1]?.replaceAll('&amp;', '&');
    await person.get(way ?? '');
    expect(issuer.asked).toEqual(['urn:example:card', 'high', 'http://eidas.europa.eu/LoA/high']);
    issuer.answer = { subject: person.subject, idToken: 'i', acr: 'urn:example:card' };
    expect((await person.get('/messages/callback?code=c')).location).toBe(`/messages/${id}`);
    expect((await person.get(`/messages/${id}`)).html).toContain(secret);
    const { evidence } = await attested(service, id, 'opened');
    expect(claimsOf(evidence[2]?.jws ?? '')).toMatchObject({ assurance: 'high' });
  });

  test('leaves no word of it in log, events or addresses, whoever reads and replies', async () => {
    const person = await somebody();
    const id = await delivered(person.subject, { reply: true });
    await person.get(`/messages/${id}`);
    const sent = await person.post(`/messages/${id}/reply`, { text: `About my ${secret}` });
    expect(sent.location).toBe(`/messages/${id}?replied=yes`);
    await attested(service, id, 'replied');
    expect(log.join('')).toContain('replyToSecureMessage');
    expect(log.join('')).not.toMatch(new RegExp(`${secret}|${person.subject}`));
    const events = JSON.stringify(await logOf(service, id));
    expect(events).toContain('messaging.mailbox.replied.v1');
    expect(events).not.toMatch(new RegExp(`${secret}|${person.subject}`));
  });
});

test('a message that was opened in time tells nobody by another channel', async () => {
  const person = await somebody();
  const unreadBy = new Date(Date.now() + ahead + 60_000).toISOString();
  const fallback = { unread_by: unreadBy, notice: { email_address: 'fallback@example.org' } };
  const [read, unread] = [
    await delivered(person.subject, { fallback }),
    await delivered(person.subject, { fallback }),
  ];
  await person.get(`/messages/${read}`);
  ahead += 61_000;
  await attested(service, unread, 'notice_sent');
  expect(await eventsOf(read)).toEqual(['submitted', 'delivered', 'opened']);
  const { rows } = await service.pool.query('select state from secure_notice where message_id = $1', [read]);
  expect(rows).toEqual([{ state: 'not_needed' }]);
});

describe('a reply', () => {
  test('is a message of the thread that the department reads, attested on both; a form that is sent twice replies once', async () => {
    const person = await somebody();
    const id = await delivered(person.subject, { reply: true, case_id: 'CASE-1' });
    expect((await person.get(`/messages/${id}`)).html).toContain('Send reply');
    const text = 'Thank you.\r\nI will\u0007 come.';
    const once = '0198c0de-0000-7000-8000-00000000000a';
    const answers = await Promise.all([
      person.post(`/messages/${id}/reply`, { text, once }),
      person.post(`/messages/${id}/reply`, { text, once }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const { json } = await secureCall(service, 'GET', `?thread_uuid=${id}&direction=from_recipient`);
    const [entry, ...others] = json.secure_messages as { message_uuid: string; content_sha256: string }[];
    expect(others).toEqual([]);
    const replyId = String(entry?.message_uuid);
    const reply = await secureReaches(service, replyId, 'delivered');
    expect(reply.content).toMatchObject({
      reply_data: { message_uuid: id },
      case_id: 'CASE-1',
      sender: { sender_id: person.subject },
    });
    const file = await secureCall(service, 'GET', `/${replyId}/files/1`);
    expect(file.text).toBe('Thank you.\nI will come.');
    const chain = await evidenceOf(service, id);
    expect(chain.evidence.map(({ event }) => event)).toEqual(['submitted', 'delivered', 'opened', 'replied']);
    expect(claimsOf(chain.evidence[3]?.jws ?? '')).toMatchObject({
      subject: person.subject,
      assurance: 'low',
      reply: { message_uuid: replyId, content_sha256: entry?.content_sha256 },
    });
    const own = await evidenceOf(service, replyId);
    expect(own.evidence.map(({ event }) => event)).toEqual(['submitted', 'delivered']);
    expect([await verifyEvidence(chain, keys), await verifyEvidence(own, keys, reply.content)]).toEqual([
      [],
      [],
    ]);
    const shown = await person.get(`/messages/${id}?replied=yes`);
    expect(shown.html).toContain('Your reply was sent');
    expect(shown.html).toContain('I will come.');
    expect((await person.get('/messages')).html).toContain('Replied');
    expect((await person.get(`/messages/${replyId}`)).status).toBe(404);
  });

  test('to which the department answers stands in the same conversation', async () => {
    const person = await somebody();
    const first = await delivered(person.subject, { label: 'First' });
    const second = await delivered(person.subject, { label: 'Second', reply_data: { message_uuid: first } });
    await person.get(`/messages/${first}`);
    const { html } = await person.get(`/messages/${second}`);
    expect(html).toContain(`href="/messages/${first}">First</a>`);
  });

  test.each([
    ['', 'Enter your reply'],
    ['   \r\n', 'Enter your reply'],
    ['x'.repeat(10_001), 'Your reply must be 10000 characters or fewer'],
  ])('of %j is refused with what was typed', async (text, problem) => {
    const person = await somebody();
    const id = await delivered(person.subject, { reply: true });
    await person.get(`/messages/${id}`);
    const { status, html } = await person.post(`/messages/${id}/reply`, { text });
    expect([status, html.includes(problem), html.includes('Error: About')]).toEqual([422, true, true]);
    expect(await eventsOf(id)).not.toContain('replied');
  });

  test('is not taken where there is none, nor after its time, nor without the page’s own token', async () => {
    const person = await somebody();
    const none = await delivered(person.subject);
    const until = new Date(Date.now() + ahead + 60_000).toISOString();
    const timed = await delivered(person.subject, { reply: true, reply_by_date_time: until });
    expect((await person.get(`/messages/${none}`)).html).not.toContain('Send reply');
    expect((await person.get(`/messages/${timed}`)).html).toContain('You can reply until');
    const forged = await person.post(`/messages/${timed}/reply`, { text: 'x', csrf_token: 'forged' });
    expect(forged.status).toBe(403);
    ahead += 61_000;
    for (const id of [none, timed]) {
      const closed = await person.post(`/messages/${id}/reply`, { text: 'x' });
      expect([closed.status, closed.html.includes('takes no replies')]).toEqual([422, true]);
      expect(await eventsOf(id)).not.toContain('replied');
    }
  });
});
