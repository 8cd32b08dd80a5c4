import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Account, administer, anAccount, type Service, startService } from '../fixtures.ts';
import { aSecureMessage, aTextFile, refusalOf, secureCall } from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService({
    env: { SECURE_FILE_BYTES: '500000', SECURE_MESSAGE_BYTES: '700000' },
  });
  account = await anAccount(service);
});

afterAll(() => service.end());

const send = (changes: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  secureCall(service, 'POST', '', { body: aSecureMessage(account, changes), headers });

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
    expect(refusalOf(await send(changes, { 'idempotency-key': 'refused' }))).toEqual([
      422,
      `#/main_document/files/0/${fault}`,
    ]);
    expect(await stored()).toBe(before);
  });

  test('files that are too large together', async () => {
    const file = aTextFile('', { content: Buffer.alloc(360_000, 'a').toString('base64') });
    expect(refusalOf(await send({ main_document: { files: [file, file] } }))).toEqual([
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
    expect(refusalOf(await send(changes))).toEqual([422, fault]);
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
  expect(refusalOf(await ask('anna@example.org'))).toEqual([
    422,
    '#/notice/email_address is not of the team or its guests, and the messaging service is in trial mode',
  ]);
  expect((await ask('friend@example.org')).status).toBe(201);
});
