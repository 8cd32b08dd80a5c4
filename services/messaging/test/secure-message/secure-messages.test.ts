import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokens } from '../../src/wiring.ts';
import { type Account, anAccount, logOf, type Service, startService } from '../fixtures.ts';
import {
  aSecureMessage,
  aTextFile,
  evidenceOf,
  refusalOf,
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
    override: (wiring) => wiring.value(tokens.now, () => new Date(Date.now() + ahead)),
  });
  account = await anAccount(service);
});

afterAll(() => service.end());

const send = (changes: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  secureCall(service, 'POST', '', { body: aSecureMessage(account, changes), headers });

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
    expect(refusalOf(await secureCall(service, 'POST', '', { body, department: 'other' }))).toEqual([
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
    expect(refusalOf(stray)).toEqual([422, '#/reply_data is no message between these two']);
  });
});
