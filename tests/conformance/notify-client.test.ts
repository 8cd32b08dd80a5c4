import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
// The official client, as it is published.
import { NotifyClient } from 'notifications-node-client';
import { type RunningPlatform, startOne } from '../journeys/platform.ts';

const command = fileURLToPath(new URL('../../infra/local/src/messaging-fixtures.ts', import.meta.url));

/** A page of A4 with nothing on it (ISO 32000-1), as the client sends it. */
const pdf = Buffer.from(
  [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]>>endobj',
    'trailer<</Root 1 0 R>>',
    '%%EOF',
  ].join('\n'),
);

const variables = [
  'API_KEY',
  'API_SENDING_KEY',
  'EMAIL_REPLY_TO_ID',
  'EMAIL_TEMPLATE_ID',
  'FUNCTIONAL_TEST_EMAIL',
  'FUNCTIONAL_TEST_NUMBER',
  'INBOUND_SMS_QUERY_KEY',
  'LETTER_TEMPLATE_ID',
  'NOTIFY_API_URL',
  'SMS_SENDER_ID',
  'SMS_TEMPLATE_ID',
] as const;

let running: RunningPlatform;
let printed: string;
let env: Record<(typeof variables)[number], string>;
/** With the suites' test key, their sending key, and the key of received texts. */
let client: NotifyClient;
let sending: NotifyClient;
let inbound: NotifyClient;

beforeAll(async () => {
  running = await startOne('postgres');
  const { stdout } = await promisify(execFile)(process.execPath, [command], {
    env: { ...process.env, ASHLAR_HOME: running.home },
  });
  printed = stdout;
  env = Object.fromEntries(
    [...stdout.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  client = new NotifyClient(env.NOTIFY_API_URL, env.API_KEY);
  sending = new NotifyClient(env.NOTIFY_API_URL, env.API_SENDING_KEY);
  inbound = new NotifyClient(env.NOTIFY_API_URL, env.INBOUND_SMS_QUERY_KEY);
}, 120_000);

afterAll(() => running?.stop());

const personalisation = { name: 'Foo' };
const address = { address_line_1: 'Foo', address_line_2: 'Bar', postcode: 'SW1A 1AA' };

test('pnpm messaging:fixtures prints the suites’ variables and nothing else', () => {
  const lines = printed.trimEnd().split('\n');
  expect(lines.filter((line) => !/^[A-Z_]+=[^\s]+$/.test(line))).toEqual([]);
  expect(Object.keys(env).sort()).toEqual(variables);
});

describe('GOV.UK Notify’s own client', () => {
  test('sends e-mails, with a file and an address for replies', async () => {
    const sent = await client.sendEmail(env.EMAIL_TEMPLATE_ID, env.FUNCTIONAL_TEST_EMAIL, {
      personalisation: { ...personalisation, documents: client.prepareUpload(Buffer.from('a,b')) },
      reference: 'client-ref',
    });
    expect([sent.status, sent.data.reference, sent.data.content]).toEqual([
      201,
      'client-ref',
      {
        subject: 'Functional Tests are good',
        body: 'Hello Foo\r\n\r\nFunctional test help make our world a better place',
        from_email: 'functional.tests@messages.example',
        one_click_unsubscribe_url: null,
      },
    ]);
    const replying = await sending.sendEmail(env.EMAIL_TEMPLATE_ID, env.FUNCTIONAL_TEST_EMAIL, {
      personalisation,
      emailReplyToId: env.EMAIL_REPLY_TO_ID,
      oneClickUnsubscribeURL: 'https://example.org/stop',
    });
    expect(replying.data.content.one_click_unsubscribe_url).toBe('https://example.org/stop');
    const read = await client.getNotificationById(replying.data.id);
    expect(read.data).toMatchObject({ type: 'email', email_address: env.FUNCTIONAL_TEST_EMAIL });
  });

  test('sanitises what strangers wrote', async () => {
    const sent = await client.sendEmail(env.EMAIL_TEMPLATE_ID, env.FUNCTIONAL_TEST_EMAIL, {
      personalisation: { name: 'User, [click here](https://evil.link)' },
      sanitiseContentFor: ['name'],
    });
    expect(sent.data.content.body).toContain(String.raw`Hello User, \[click here\]\(\)`);
  });

  test('sends text messages, from a sender of its own', async () => {
    const sent = await sending.sendSms(env.SMS_TEMPLATE_ID, env.FUNCTIONAL_TEST_NUMBER, {
      personalisation,
      smsSenderId: env.SMS_SENDER_ID,
    });
    expect([sent.status, sent.data.content]).toEqual([
      201,
      {
        body: 'Hello Foo\n\nFunctional Tests make our world a better place',
        from_number: 'FUNCTESTS',
      },
    ]);
  });

  test('sends letters; a templated one has no PDF yet, the caller’s own is the same to the byte', async () => {
    const templated = await client.sendLetter(env.LETTER_TEMPLATE_ID, { personalisation: address });
    expect([templated.status, templated.data.content.body]).toEqual([201, 'Hello Foo']);
    const early = client.getPdfForLetterNotification(templated.data.id);
    await expect(early).rejects.toMatchObject({ response: { status: 400 } });
    const own = await client.sendPrecompiledLetter('client-ref', pdf, 'first');
    expect([own.status, own.data.postage]).toEqual([201, 'first']);
    expect(Buffer.compare(await client.getPdfForLetterNotification(own.data.id), pdf)).toBe(0);
    const made = await until(
      () => client.getPdfForLetterNotification(templated.data.id).catch(() => undefined),
      { timeoutMs: 30_000, what: 'the letter’s PDF' },
    );
    expect(made.subarray(0, 5).toString()).toBe('%PDF-');
    const read = await client.getNotificationById(templated.data.id);
    expect(read.data).toMatchObject({ type: 'letter', body: 'Hello Foo', line_1: 'Foo', postage: 'second' });
    expect(['accepted', 'received']).toContain(read.data.status);
  });

  test('lists what its kind of key sent', async () => {
    const listed = await client.getNotifications('email', undefined, 'client-ref');
    expect(listed.data.notifications).toHaveLength(1);
    const id = listed.data.notifications.at(0)?.id;
    const older = await client.getNotifications(undefined, undefined, undefined, id);
    expect(older.data.notifications).toEqual([]);
  });

  test('reads templates, their versions and previews', async () => {
    const { data } = await client.getAllTemplates();
    expect(data.templates.map(({ type }: { type: string }) => type).sort()).toEqual([
      'email',
      'letter',
      'sms',
    ]);
    expect((await client.getAllTemplates('letter')).data.templates).toHaveLength(1);
    const names: [string, string, string][] = [
      [
        env.EMAIL_TEMPLATE_ID,
        'Client Functional test email template',
        'Client Functional test email template',
      ],
      [env.SMS_TEMPLATE_ID, 'Example text message template', 'Client Functional test sms template'],
      [env.LETTER_TEMPLATE_ID, 'Untitled', 'Client functional letter template'],
    ];
    for (const [id, first, current] of names) {
      expect((await client.getTemplateByIdAndVersion(id, 1)).data).toMatchObject({ version: 1, name: first });
      expect((await client.getTemplateById(id)).data).toMatchObject({ version: 2, name: current });
    }
    const email = await client.getTemplateById(env.EMAIL_TEMPLATE_ID);
    expect(email.data.body).toBe('Hello ((name))\r\n\r\nFunctional test help make our world a better place');
    const letter = await client.getTemplateById(env.LETTER_TEMPLATE_ID);
    expect(letter.data).toMatchObject({
      subject: 'Main heading',
      body: 'Hello ((address_line_1))',
      letter_contact_block:
        'Government Digital Service\nThe White Chapel Building\n10 Whitechapel High Street\nLondon\nE1 8QS\nUnited Kingdom',
    });
    const first = await client.getTemplateByIdAndVersion(env.LETTER_TEMPLATE_ID, 1);
    expect(first.data.letter_contact_block).toBeNull();
    const preview = await client.previewTemplateById(env.LETTER_TEMPLATE_ID, address);
    expect(preview.data).toMatchObject({ type: 'letter', subject: 'Main heading', body: 'Hello Foo' });
    const sms = await client.previewTemplateById(env.SMS_TEMPLATE_ID, personalisation);
    expect([sms.data.type, sms.data.subject]).toEqual(['sms', null]);
    const html = await client.previewTemplateById(env.EMAIL_TEMPLATE_ID, personalisation);
    expect(html.data.html).toContain('Hello Foo');
  });

  test('reads text messages that came in', async () => {
    const { data } = await inbound.getReceivedTexts();
    expect(data.received_text_messages).toHaveLength(2);
    const [text, earlier] = data.received_text_messages;
    expect(text?.content).toBe('A text message from a person');
    const older = await inbound.getReceivedTexts(text?.id);
    expect(older.data.received_text_messages).toEqual([earlier]);
    expect((await inbound.getReceivedTexts(earlier?.id)).data.received_text_messages).toEqual([]);
  });
});
