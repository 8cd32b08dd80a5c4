import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokens } from '../../src/wiring.ts';
import { type Account, administer, anAccount, logOf, type Service, startService } from '../fixtures.ts';
import {
  aSecureMessage,
  aTextFile,
  attested,
  claimsOf,
  evidenceOf,
  secret,
  secureCall,
  secureReaches,
  sendSecure,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('messaging').document);
let service: Service;
let account: Account;
let ahead = 0;

beforeAll(async () => {
  service = await startService({
    env: { SECURE_FILE_BYTES: '500000', SECURE_MESSAGE_BYTES: '700000' },
    override: (wiring) => wiring.value(tokens.now, () => new Date(Date.now() + ahead)),
  });
  account = await anAccount(service);
});

afterAll(() => service.end());

const send = (changes: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  secureCall(service, 'POST', '', { body: aSecureMessage(account, changes), headers });

const errorsOf = ({ status, json }: Awaited<ReturnType<typeof send>>) => [
  status,
  ...((json.errors ?? []) as { pointer: string; detail: string }[]).map(
    ({ pointer, detail }) => `${pointer} ${detail}`,
  ),
];

const inMs = (ms: number) => new Date(Date.now() + ahead + ms).toISOString();

describe('a secure message', () => {
  test('is accepted, delivered, and reads as it was sent', async () => {
    const actions = [
      {
        code: 'payment',
        label: 'Pay',
        entry_point: { url: 'https://pay.example/' },
        end_date_time: inMs(9e6),
      },
    ];
    const sent = await send({
      case_id: 'CASE-7',
      post_type: 'LETTER',
      legal_notification: true,
      main_document: { label: 'Decision', files: [aTextFile('Granted.', { language: 'EN-gb' })], actions },
      additional_documents: [
        { files: [aTextFile('%PDF-1.7 x', { encoding_format: 'application/pdf', filename: 'map.pdf' })] },
      ],
    });
    expect(sent.status).toBe(201);
    expect(contract.response('sendSecureMessage', 201, sent.json)).toEqual([]);
    expect(sent.text).not.toContain(secret);
    const id = String(sent.json.message_uuid);
    const read = await secureReaches(service, id, 'delivered');
    expect(contract.response('getSecureMessage', 200, read)).toEqual([]);
    expect(read.content).toMatchObject({
      message_uuid: id,
      label: `About your ${secret}`,
      case_id: 'CASE-7',
      legal_notification: true,
      mandatory: false,
      main_document: {
        label: 'Decision',
        files: [{ number: 1, filename: 'letter.txt', language: 'en-GB', size: 8 }],
        actions,
      },
      additional_documents: [{ files: [{ number: 2, filename: 'map.pdf' }] }],
    });
    const file = await secureCall(service, 'GET', `/${id}/files/2`);
    expect([file.text, file.headers['content-disposition'], file.headers['content-type']]).toEqual([
      '%PDF-1.7 x',
      `attachment; filename="map.pdf"; filename*=UTF-8''map.pdf`,
      'application/pdf',
    ]);
    expect((await secureCall(service, 'GET', `/${id}/files/3`)).status).toBe(404);
  });

  test('is told of by ids alone, each state in order, under one gapless sequence', async () => {
    const id = await sendSecure(service, account);
    await secureReaches(service, id, 'delivered');
    const rows = await logOf(service, id);
    expect(rows.map(({ type, sequence }) => [type, sequence])).toEqual([
      ['messaging.mailbox.submitted.v1', 1],
      ['messaging.mailbox.delivered.v1', 2],
    ]);
    expect(rows[1]?.data).toEqual({
      message_uuid: id,
      thread_uuid: id,
      messaging_service_id: account.id,
      direction: 'to_recipient',
      state: 'delivered',
    });
  });

  test('is sent once for an Idempotency-Key, and another body with the key is refused', async () => {
    const key = { 'idempotency-key': 'once-1' };
    const [first, again] = [await send({}, key), await send({}, key)];
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.json.message_uuid).toBe(first.json.message_uuid);
    expect((await send({ label: 'Another' }, key)).status).toBe(422);
  });

  test('is nobody else’s: another department neither reads it nor sends for this one', async () => {
    const id = await sendSecure(service, account);
    for (const path of [`/${id}`, `/${id}/files/1`, `/${id}/evidence`]) {
      expect((await secureCall(service, 'GET', path, { department: 'other' })).status).toBe(404);
    }
    const listed = await secureCall(service, 'GET', '', { department: 'other' });
    expect(listed.json.secure_messages).toEqual([]);
    const body = aSecureMessage(account);
    expect(errorsOf(await secureCall(service, 'POST', '', { body, department: 'other' }))).toEqual([
      422,
      '#/messaging_service_id is no service of the department',
    ]);
    const unscoped = await service.call('GET', `/ashlar/v1/secure-messages/${id}`, {
      key: await service.issuer.mint({ audience: 'messaging', scope: 'messaging:admin', department: 'demo' }),
    });
    expect(unscoped.status).toBe(403);
  });

  test('is listed newest first, page by page, without what is in it', async () => {
    const [older, newer] = [await sendSecure(service, account), await sendSecure(service, account)];
    const first = await secureCall(service, 'GET', '?limit=1');
    expect(contract.response('listSecureMessages', 200, first.json)).toEqual([]);
    expect(first.json).toMatchObject({ secure_messages: [{ message_uuid: newer }], next_before: newer });
    const second = await secureCall(service, 'GET', `?limit=1&before=${newer}&direction=to_recipient`);
    expect(second.json).toMatchObject({ secure_messages: [{ message_uuid: older }] });
    expect(first.text + second.text).not.toContain(secret);
  });

  test('waits until its day begins, and is then delivered', async () => {
    const day = inMs(3 * 86_400_000).slice(0, 10);
    const id = await sendSecure(service, account, { do_not_deliver_until_date: day });
    const other = await sendSecure(service, account);
    await secureReaches(service, other, 'delivered');
    expect((await secureCall(service, 'GET', `/${id}`)).json).toMatchObject({
      state: 'submitted',
      deliver_at: `${day}T00:00:00.000Z`,
    });
    ahead += 3 * 86_400_000;
    const read = await secureReaches(service, id, 'delivered');
    expect(String(read.delivered_at) >= `${day}T00:00:00.000Z`).toBe(true);
  });

  test('expires at its time, which is attested', async () => {
    const id = await sendSecure(service, account, { expires_at: inMs(3_600_000) });
    await secureReaches(service, id, 'delivered');
    ahead += 3_600_000;
    await secureReaches(service, id, 'expired');
    const { evidence } = await evidenceOf(service, id);
    expect(evidence.map(({ event, erds_event }) => [event, erds_event])).toEqual([
      ['submitted', 'SubmissionAcceptance'],
      ['delivered', 'ContentConsignment'],
      ['expired', null],
    ]);
  });

  test('joins the thread of what it answers, and of no other person’s', async () => {
    const first = await sendSecure(service, account);
    const second = await send({ reply_data: { message_uuid: first } });
    expect(second.json.thread_uuid).toBe(first);
    const listed = await secureCall(service, 'GET', `?thread_uuid=${first}`);
    expect(listed.json.secure_messages).toHaveLength(2);
    const stray = await send({
      reply_data: { message_uuid: first },
      recipient: { recipient_id: 'person-2' },
    });
    expect(errorsOf(stray)).toEqual([422, '#/reply_data is no message between these two']);
  });
});

describe('what cannot be sent', () => {
  const stored = async () => {
    const { rows } = await service.pool.query(
      'select (select count(*) from secure_message) + (select count(*) from idempotency_record) as count',
    );
    return Number(rows[0].count);
  };
  const virus = `${'X5O!P%@AP[4\\PZX54(P^)7CC)7}$'}${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`;
  const withFile = (changes: Record<string, unknown>) => ({
    main_document: { files: [aTextFile('Granted.', changes)] },
  });

  test.each([
    [
      'a virus',
      withFile({ content: Buffer.from(`.. ${virus}`).toString('base64') }),
      'content did not pass the virus check',
    ],
    [
      'a type that it is not',
      withFile({ encoding_format: 'application/pdf' }),
      'content is not application/pdf',
    ],
    [
      'bytes that are no text',
      withFile({ content: Buffer.from([0xff, 0xfe]).toString('base64') }),
      'content is not text/plain',
    ],
    ['what is no base64', withFile({ content: '****' }), 'content is not base64'],
    ['base64 with bits left over', withFile({ content: 'QR==x' }), 'content is not base64'],
    [
      'a language that there is none of',
      withFile({ language: 'e---' }),
      'language is no language tag of BCP 47',
    ],
    [
      'a file that is too large',
      withFile({ content: Buffer.alloc(500_001, 'a').toString('base64') }),
      'content must be at most 500000 bytes',
    ],
  ])('%s', async (_what, changes, fault) => {
    const before = await stored();
    expect(errorsOf(await send(changes, { 'idempotency-key': 'refused' }))).toEqual([
      422,
      `#/main_document/files/0/${fault}`,
    ]);
    expect(await stored()).toBe(before);
  });

  test('files that are too large together', async () => {
    const file = aTextFile('', { content: Buffer.alloc(360_000, 'a').toString('base64') });
    expect(errorsOf(await send({ main_document: { files: [file, file] } }))).toEqual([
      422,
      '# all files together must be at most 700000 bytes',
    ]);
  });

  test.each([
    [{ reply_by_date_time: '2999-01-01T00:00:00Z' }, '#/reply_by_date_time needs reply'],
    [
      { reply: true, reply_by_date_time: '2020-01-01T00:00:00Z' },
      '#/reply_by_date_time must be after the delivery',
    ],
    [{ expires_at: '2020-01-01T00:00:00Z' }, '#/expires_at must be after the delivery'],
    [{ expires_at: '2998-12-31T23:59:60Z' }, '#/expires_at is no time that can be stored'],
    [
      {
        main_document: {
          files: [aTextFile('x')],
          actions: [{ code: 'sign', label: 'Sign', end_date_time: '2998-12-31T23:59:60Z' }],
        },
      },
      '#/main_document/actions/0/end_date_time is no time that can be stored',
    ],
    [{ notice: { email_address: 'nobody' } }, '#/notice/email_address Not a valid email address'],
    [
      { notice: { phone_number: '+33 6 12 34 56 78' } },
      '#/notice/phone_number is of another country, and the messaging service may not send there',
    ],
    [
      { fallback: { unread_by: '2020-01-01T00:00:00Z', notice: { phone_number: '07700900321' } } },
      '#/fallback/unread_by must be after the delivery',
    ],
  ])('%j', async (changes, fault) => {
    expect(errorsOf(await send(changes))).toEqual([422, fault]);
  });

  test.each([
    [{ label: 'Two\r\nBcc: lines' }],
    [{ notice: {} }],
    [{ required_assurance: 'certain' }],
    [{ anything: 1 }],
    [{ main_document: { files: [] } }],
    [
      {
        main_document: {
          files: [aTextFile('x')],
          actions: [{ code: 'payment', label: 'Pay', entry_point: { url: 'javascript:alert(1)' } }],
        },
      },
    ],
  ])('%j is against the contract', async (changes) => {
    expect((await send(changes)).status).toBe(400);
  });
});

test('a messaging service in trial mode tells nobody but its team and guests', async () => {
  const trial = await administer(service, '', {
    department: 'demo',
    service: 'trying',
    name: 'On trial',
    email_from: 'trial@messages.example',
    trial_mode: true,
    guest_list: ['friend@example.org'],
  });
  const ask = (email_address: string) =>
    secureCall(service, 'POST', '', {
      body: aSecureMessage({ id: String(trial.id) }, { notice: { email_address } }),
    });
  expect(errorsOf(await ask('anna@example.org'))).toEqual([
    422,
    '#/notice/email_address is not of the team or its guests, and the messaging service is in trial mode',
  ]);
  expect((await ask('friend@example.org')).status).toBe(201);
});

describe('a notice', () => {
  const mailbox = async (recipient: string) => {
    const { json } = await service.call('GET', '/ashlar/v1/mailbox/messages?limit=100');
    const found = (json.messages as { id: string; to: { address: string }[] }[]).filter(({ to }) =>
      to.some(({ address }) => address === recipient),
    );
    return Promise.all(
      found.map(async ({ id }) => (await service.call('GET', `/ashlar/v1/mailbox/messages/${id}`)).json),
    );
  };

  test('of a confidential message says that there is one, and nothing else; that it went is attested', async () => {
    const id = await sendSecure(service, account, { notice: { email_address: 'one@example.org' } });
    const { evidence } = await attested(service, id, 'notice_sent');
    expect(evidence.map(({ event }) => event)).toEqual(['submitted', 'delivered', 'notice_sent']);
    const claims = claimsOf(evidence[2]?.jws ?? '');
    expect(claims).toMatchObject({
      erds_event: 'ConsignmentNotification',
      notice: { kind: 'notice', channel: 'email' },
    });
    const mails = await mailbox('one@example.org');
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ subject: 'You have a new message in your mailbox' });
    expect(mails[0]?.text).toBe(
      'You have a new message in your mailbox.\n\nSign in to read it: http://messages.test/messages\n\nNever send personal details in reply to this e-mail.',
    );
    expect(JSON.stringify(mails)).not.toMatch(new RegExp(`${secret}|${id}`));
  });

  test('of a public message may say what it is about', async () => {
    const changes = {
      confidentiality: 'public',
      label: 'Open day',
      notice: { email_address: 'two@example.org' },
    };
    await attested(service, await sendSecure(service, account, changes), 'notice_sent');
    expect((await mailbox('two@example.org'))[0]?.text).toContain('It is about: Open day');
  });

  test('that nobody can be given is attested as failed', async () => {
    const notice = { phone_number: '+447700900002' };
    const id = await sendSecure(service, account, { notice });
    const { evidence } = await attested(service, id, 'notice_failed');
    expect(evidence.at(-1)?.erds_event).toBe('ConsignmentNotificationFailure');
  });

  test('goes by another channel once the message is unread for too long, and only then', async () => {
    const fallback = { unread_by: inMs(5 * 86_400_000), notice: { phone_number: '07700 900 321' } };
    const id = await sendSecure(service, account, { fallback });
    await secureReaches(service, id, 'delivered');
    expect(await mailbox('+447700900321')).toEqual([]);
    ahead += 5 * 86_400_000;
    await attested(service, id, 'notice_sent');
    const [text] = await mailbox('+447700900321');
    expect(text?.text).toBe(
      'Fishing licences: You have a message that you have not read yet in your mailbox. Sign in to read it: http://messages.test/messages',
    );
  });
});
