import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Account,
  type Ask,
  adminToken,
  anAccount,
  anEmail,
  aText,
  errorsOf,
  type Service,
  startService,
  tokenOf,
} from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
});

afterAll(() => service.end());

const post = (path: string, ask: Ask) => service.call('POST', path, { key: tokenOf(account.live), ...ask });
const email = (changes: Record<string, unknown>) =>
  post('/v2/notifications/email', { body: anEmail(account, changes) });
const get = (path: string) => service.call('GET', path, { key: tokenOf(account.live) });
const admin = async (path: string, body: Record<string, unknown>) =>
  service.call('POST', `/ashlar/v1/messaging-services${path}`, {
    key: await adminToken(service),
    body,
    headers: { 'idempotency-key': randomUUID() },
  });

const notJson = ['400 BadRequestError: Invalid JSON supplied in POST data'];

describe('a body', () => {
  test.each(['application/x-www-form-urlencoded', 'application/octet-stream', 'foo'])(
    'that is called %s is read as JSON',
    async (type) => {
      const ask = { body: anEmail(account), headers: { 'content-type': type } };
      expect((await post('/v2/notifications/email', ask)).status).toBe(201);
    },
  );

  test('that is not there is no JSON', async () => {
    expect(errorsOf(await post('/v2/notifications/email', {}))).toEqual(notJson);
    expect(errorsOf(await post('/v2/notifications/sms', { text: '' }))).toEqual(notJson);
  });

  test.each([
    ['members of prototypes', '{"personalisation":{"__proto__":{"name":"x"}}}'],
    ['a list in a list, and so on', `{"personalisation":{"name":${'['.repeat(9999)}${']'.repeat(9999)}}}`],
    ['NaN', '{"personalisation":{"name":NaN}}'],
  ])('with %s is none either', async (_what, text) => {
    expect(errorsOf(await post('/v2/notifications/email', { text }))).toEqual(notJson);
  });

  test('in half a character is refused where it is kept as it is, and mended where it is shown', async () => {
    expect(errorsOf(await email({ reference: 'a\ud800' }))).toEqual([
      '400 ValidationError: reference must not contain half of a character',
    ]);
    const sent = await email({ personalisation: { name: 'a\ud800b\0c', extra: false } });
    const { content, id } = sent.json as { content: { body: string }; id: string };
    expect(content.body).toContain('Hello a\ufffdbc');
    expect((await get(`/v2/notifications/${id}`)).json.body).toBe(content.body);
  });
});

describe('a value', () => {
  test('is never read as a template, and never as a pattern', async () => {
    const name = "((extra)) ((extra??x)) $& $' $1";
    const sent = await email({ personalisation: { name, extra: 'yes' } });
    expect(sent.json.content).toMatchObject({ subject: `Your licence, ${name}` });
  });

  test('adds no line to a subject, where it is sent and where it is previewed', async () => {
    const personalisation = { name: 'Anna\r\nBcc: other@example.org', extra: false };
    const subject = 'Your licence, Anna Bcc: other@example.org';
    expect((await email({ personalisation })).json.content).toMatchObject({ subject });
    const path = `/v2/template/${account.emailTemplate}/preview`;
    expect((await post(path, { body: { personalisation } })).json).toMatchObject({ subject });
  });
});

describe('a recipient', () => {
  test.each(['a@exam ple.org', 'a b@example.org', 'a@example.org\nb@example.org'])(
    '%j is no address: white space is passed over at its ends only',
    async (email_address) => {
      expect(errorsOf(await email({ email_address }))).toEqual([
        '400 ValidationError: email_address Not a valid email address',
      ]);
    },
  );

  test('is shown as it was written, without white space at its ends', async () => {
    const { id } = (await email({ email_address: ' Anna\u200b@Example.org\n' })).json;
    expect((await get(`/v2/notifications/${String(id)}`)).json.email_address).toBe('Anna@Example.org');
  });

  test.each(['٠٧٧٠٠٩٠٠١٢٣', '０７７００９００１２３', '\u202e07700900123'])(
    '%j is no number: digits are 0 to 9',
    async (phone_number) => {
      const sent = await post('/v2/notifications/sms', { body: aText(account, { phone_number }) });
      expect(errorsOf(sent)).toEqual([
        '400 ValidationError: phone_number Must not contain letters or symbols',
      ]);
    },
  );
});

describe('a link to unsubscribe', () => {
  test.each([
    'http://example.org/stop',
    'https://example.org/>,<mailto:other@example.org',
    'https://example.org/\r\nBcc: other@example.org',
    'https://example.org/"',
    'https://exämple.org/\u202e',
    'https://',
  ])('%j is none', async (one_click_unsubscribe_url) => {
    expect(errorsOf(await email({ one_click_unsubscribe_url }))).toEqual([
      '400 ValidationError: one_click_unsubscribe_url is not a valid https url',
    ]);
  });

  test.each(['https://example.org', "https://example.org:8443/a~b_c;d?e=%20f&g[]=h,i'(j)#k!*$@"])(
    '%s is one',
    async (one_click_unsubscribe_url) => {
      expect((await email({ one_click_unsubscribe_url })).json.content).toMatchObject({
        one_click_unsubscribe_url,
      });
    },
  );
});

describe('a query', () => {
  test('that says twice what is said once is read by the first', async () => {
    const reference = randomUUID();
    const { id } = (await email({ reference })).json;
    const listed = await get(`/v2/notifications?reference=${reference}&reference=other`);
    expect((listed.json.notifications as { id: string }[]).map((one) => one.id)).toEqual([id]);
    const templates = await get('/v2/templates?type=sms&type=email');
    expect((templates.json.templates as { type: string }[]).map(({ type }) => type)).toEqual(['sms']);
  });

  test('for a version that no template has yet finds none', async () => {
    for (const version of ['2', '99999999999', '9'.repeat(40)]) {
      const path = `/v2/template/${account.emailTemplate}/version/${version}`;
      expect(errorsOf(await get(path))).toEqual(['404 NoResultFound: No result found']);
    }
  });
});

describe('a messaging service', () => {
  const settings = { department: 'demo', service: 's', name: 'N', email_from: 'a@example.org' };

  test.each(['A\r\nBcc: other@example.org', 'A\u0007', '\u202eA'])(
    'is not called %j: its name is in headers and in texts',
    async (name) => {
      expect((await admin('', { ...settings, name })).status).toBe(400);
    },
  );

  test('has five addresses and five numbers for guests', async () => {
    const addresses = [1, 2, 3, 4, 5].map((at) => `guest${at}@example.org`);
    const numbers = [1, 2, 3, 4, 5].map((at) => `0770090050${at}`);
    expect((await admin('', { ...settings, guest_list: [...addresses, ...numbers] })).status).toBe(201);
    for (const [list, one] of [
      [addresses, 'guest6@example.org'],
      [numbers, '07700900506'],
    ] as const) {
      expect((await admin('', { ...settings, guest_list: [...list, one] })).status).toBe(422);
    }
  });
});
