import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { until } from '@ashlar/testkit';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Account,
  type Answer,
  administer,
  adminToken,
  anAccount,
  errorsOf,
  logOf,
  reaches,
  type Service,
  startService,
  tokenOf,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('messaging').document);
let service: Service;
let account: Account;
let template: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'letters-'));
  service = await startService({ env: { LETTER_FOLDER: folder, LETTER_RELEASE_AFTER_S: '2' } });
  account = await anAccount(service, { letter_provider: 'folder' });
  template = String((await administer(service, `/${account.id}/templates`, aLetterTemplate())).id);
});

afterAll(async () => {
  await service.end();
  await rm(folder, { recursive: true });
});

function aLetterTemplate(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'letter',
    name: 'Licence granted',
    subject: 'Your licence, ((name))',
    body: 'Hello ((address_line_1))\r\n\r\n# What to bring\r\n\r\n* this letter\r\n* a rod\r\n\r\nqr: https://example.org/((name))',
    contact_block: 'Fishing Office\n1 Quay',
    postage: 'first',
    ...changes,
  };
}

const address = { address_line_1: 'Anna Ŵyn', address_line_2: '1 High Street', postcode: 'SW1A 1AA' };

const send = (body: Record<string, unknown>, key = account.live): Promise<Answer> =>
  service.call('POST', '/v2/notifications/letter', { key: tokenOf(key), body });

const sendTemplated = (
  personalisation: Record<string, unknown> = {},
  key = account.live,
  template_id = template,
): Promise<Answer> =>
  send({ template_id, personalisation: { ...address, name: 'Anna', ...personalisation } }, key);

const get = (path: string): Promise<Answer> => service.call('GET', path, { key: tokenOf(account.live) });

const pdfOf = (id: unknown) =>
  service.app.inject({
    url: `/v2/notifications/${String(id)}/pdf`,
    headers: { authorization: `Bearer ${tokenOf(account.live)}` },
  });

async function aPdf(pages = 1, size: [number, number] = [595.28, 841.89]): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) document.addPage(size);
  return Buffer.from(await document.save());
}

describe('a letter from a template', () => {
  test('is accepted, made a little later, printed and shown', async () => {
    const sent = await sendTemplated();
    expect(sent.status).toBe(201);
    expect(contract.response('sendLetter', 201, sent.json)).toEqual([]);
    expect(sent.json.content).toEqual({
      subject: 'Your licence, Anna',
      body: expect.stringContaining('Hello Anna Ŵyn\r\n\r\n# What to bring'),
    });
    const { id } = sent.json;
    const early = await pdfOf(id);
    expect([early.statusCode, early.json()]).toEqual([
      400,
      {
        status_code: 400,
        errors: [{ error: 'PDFNotReadyError', message: 'PDF not available yet, try again later' }],
      },
    ]);
    const accepted = await get(`/v2/notifications/${id}`);
    expect(accepted.json).toMatchObject({ status: 'accepted', is_cost_data_ready: false, postage: 'first' });
    const read = await reaches(service, account, String(id), 'received');
    expect(contract.response('getNotification', 200, read)).toEqual([]);
    expect(read).toMatchObject({
      type: 'letter',
      email_address: null,
      phone_number: null,
      line_1: 'Anna Ŵyn',
      line_2: '1 High Street',
      line_3: null,
      postcode: 'SW1A 1AA',
      cost_details: { billable_sheets_of_paper: 1, postage: 'first' },
      estimated_delivery: expect.stringMatching(/T16:00:00\.000000Z$/),
    });
    const pdf = await pdfOf(id);
    expect([pdf.statusCode, pdf.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect((await PDFDocument.load(pdf.rawPayload)).getPageCount()).toBe(1);
    expect(await readFile(join(folder, `first-${id}.pdf`))).toEqual(pdf.rawPayload);
    expect((await logOf(service, String(id))).map(({ type }) => type)).toEqual([
      'messaging.notification.created.v1',
      'messaging.notification.sending.v1',
      'messaging.notification.delivered.v1',
    ]);
  });

  test('abroad takes the destination’s postage, where the service may send there', async () => {
    const abroad = { postcode: undefined, address_line_3: '75001 Paris', address_line_4: 'France' };
    expect(errorsOf(await sendTemplated(abroad))).toEqual([
      '400 ValidationError: Must be a real UK postcode',
    ]);
    const own = await anAccount(service, { international_letters: true });
    const { id: template_id } = await administer(service, `/${own.id}/templates`, aLetterTemplate());
    const sent = await sendTemplated(abroad, own.test, String(template_id));
    expect(sent.status).toBe(201);
    const { json } = await service.call('GET', `/v2/notifications/${sent.json.id}`, {
      key: tokenOf(own.test),
    });
    expect(json.postage).toBe('europe');
  });

  test('with a test key is not printed and ends as received', async () => {
    const { json } = await sendTemplated({}, account.test);
    await reaches(service, account, String(json.id), 'received');
    expect(await readdir(folder)).not.toContain(`first-${json.id}.pdf`);
  });

  test('can be cancelled until it is printed', async () => {
    const { json } = await sendTemplated();
    const path = `/ashlar/v1/messaging-services/${account.id}/letters/${json.id}`;
    const cancel = async () => service.call('DELETE', path, { key: await adminToken(service) });
    expect((await cancel()).status).toBe(204);
    expect((await cancel()).status).toBe(409);
    expect((await get(`/v2/notifications/${json.id}`)).json).toMatchObject({
      status: 'cancelled',
      completed_at: expect.stringMatching(/Z$/),
    });
    expect((await logOf(service, String(json.id))).at(-1)?.type).toBe('messaging.notification.cancelled.v1');
    const later = await sendTemplated();
    await reaches(service, account, String(later.json.id), 'received');
    expect(await readdir(folder)).not.toContain(`first-${json.id}.pdf`);
    const printed = `/ashlar/v1/messaging-services/${account.id}/letters/${later.json.id}`;
    expect((await service.call('DELETE', printed, { key: await adminToken(service) })).status).toBe(409);
  });

  test('of more than ten pages fails, and is not printed', async () => {
    const body = `Hello ((name))\n\n${'many words '.repeat(9000)}`;
    const { id } = await administer(service, `/${account.id}/templates`, aLetterTemplate({ body }));
    const { json } = await sendTemplated({}, account.live, String(id));
    await reaches(service, account, String(json.id), 'validation-failed');
    expect((await pdfOf(json.id)).json().errors).toEqual([
      { error: 'BadRequestError', message: 'PDF not available for letters in validation-failed' },
    ]);
    expect((await readdir(folder)).join()).not.toContain(String(json.id));
  });

  test('is listed by its own words', async () => {
    const own = await anAccount(service);
    const { id: template_id } = await administer(service, `/${own.id}/templates`, aLetterTemplate());
    const { json } = await sendTemplated({}, own.live, String(template_id));
    const listed = async (status: string) => {
      const path = `/v2/notifications?template_type=letter&status=${status}`;
      const { json } = await service.call('GET', path, { key: tokenOf(own.live) });
      return (json.notifications as { id: string }[]).map(({ id }) => id);
    };
    expect(await listed('accepted')).toEqual([json.id]);
    await until(async () => (await listed('received')).length === 1 || undefined, {
      what: 'the letter to be received',
    });
    expect(await listed('accepted')).toEqual([]);
  });
});

describe('a letter whose PDF the caller made', () => {
  const precompiled = (pdf: Buffer, changes: Record<string, unknown> = {}, key = account.live) =>
    send({ reference: 'R-1', content: pdf.toString('base64'), ...changes }, key);

  test('is there at once, byte for byte, and is printed', async () => {
    const pdf = await aPdf(3);
    const sent = await precompiled(pdf, { postage: 'economy' });
    expect(sent.status).toBe(201);
    expect(sent.json).toEqual({ id: sent.json.id, reference: 'R-1', postage: 'economy' });
    expect((await pdfOf(sent.json.id)).rawPayload).toEqual(pdf);
    const read = await reaches(service, account, String(sent.json.id), 'received');
    expect(contract.response('getNotification', 200, read)).toEqual([]);
    expect(read).toMatchObject({
      line_1: 'Provided as PDF',
      postcode: null,
      cost_details: { billable_sheets_of_paper: 2, postage: 'economy' },
    });
    expect(await readFile(join(folder, `economy-${sent.json.id}.pdf`))).toEqual(pdf);
  });

  test('is made once under one key', async () => {
    const pdf = await aPdf();
    const ask = () =>
      service.call('POST', '/v2/notifications/letter', {
        key: tokenOf(account.live),
        body: { reference: 'R-2', content: pdf.toString('base64') },
        headers: { 'idempotency-key': 'a-letter' },
      });
    const [first, second] = [await ask(), await ask()];
    expect([second.json, second.headers['idempotent-replayed']]).toEqual([first.json, 'true']);
  });

  test('is refused where it is none that can be printed', async () => {
    const eicar = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE'}!$H+H*`;
    const cases: [Buffer | string, string][] = [
      ['%%%', 'Cannot decode letter content (invalid base64 encoding)'],
      [Buffer.from('Dear all'), 'Letter content is not a valid PDF'],
      [Buffer.from('%PDF-1.7\nbut no more of one'), 'Letter content is not a valid PDF'],
      [Buffer.concat([await aPdf(), Buffer.from(eicar)]), 'File did not pass the virus scan'],
      [await aPdf(11), 'Letters must be 10 pages or less. Your letter is 11 pages long.'],
      [await aPdf(1, [841.89, 595.28]), 'Your letter is not A4 portrait size on page 1'],
    ];
    for (const [content, message] of cases) {
      const text = typeof content === 'string' ? content : content.toString('base64');
      expect(errorsOf(await send({ reference: 'R', content: text }))).toEqual([
        `400 BadRequestError: ${message}`,
      ]);
    }
  });

  test('is refused by its schema', async () => {
    expect(errorsOf(await send({ content: 1, postage: 'third', template_id: template }))).toEqual([
      '400 ValidationError: content 1 is not of type string',
      '400 ValidationError: postage invalid. It must be either first, second or economy',
      '400 ValidationError: reference is a required property',
      '400 ValidationError: Additional properties are not allowed (template_id was unexpected)',
    ]);
  });
});

describe('a letter is refused', () => {
  test('by its schema', async () => {
    expect(errorsOf(await send({ personalisation: { address_line_2: 'B' } }))).toEqual([
      '400 ValidationError: personalisation address_line_1 is a required property',
      '400 ValidationError: template_id is a required property',
    ]);
  });

  test('in the standard’s order: channel, template, values, QR code, key, mode, address', async () => {
    expect(errorsOf(await sendTemplated({}, account.live, account.emailTemplate))).toEqual([
      '400 BadRequestError: email template is not suitable for letter notification',
    ]);
    expect(errorsOf(await sendTemplated({ name: null }))).toEqual([
      '400 BadRequestError: Missing personalisation: name',
    ]);
    expect(errorsOf(await sendTemplated({ extra: { file: 'x' } }))).toEqual([
      '400 BadRequestError: Can only send a file by email',
    ]);
    const long = await sendTemplated({ name: 'x'.repeat(485) }, account.team);
    expect([long.status, long.json.errors]).toEqual([
      400,
      [
        {
          error: 'ValidationError',
          message: 'Cannot create a usable QR code - the link is too long',
          num_bytes: 505,
          max_bytes: 504,
          data: `https://example.org/${'x'.repeat(485)}`,
        },
      ],
    ]);
    expect(errorsOf(await sendTemplated({ postcode: 'x' }, account.team))).toEqual([
      '403 BadRequestError: Cannot send letters with a team api key',
    ]);
    const none = await anAccount(service, { channels: ['email'] });
    expect(errorsOf(await sendTemplated({}, none.live))).toEqual([
      '400 BadRequestError: Service is not allowed to send letters',
    ]);
    const trial = await anAccount(service);
    const patched = await service.call('PATCH', `/ashlar/v1/messaging-services/${trial.id}`, {
      key: await adminToken(service),
      body: { trial_mode: true },
    });
    expect(patched.status).toBe(200);
    const { id } = await administer(service, `/${trial.id}/templates`, aLetterTemplate());
    expect(errorsOf(await sendTemplated({}, trial.live, String(id)))).toEqual([
      '403 BadRequestError: Cannot send letters when service is in trial mode',
    ]);
    expect((await sendTemplated({}, trial.test, String(id))).status).toBe(201);
    expect(errorsOf(await sendTemplated({ postcode: 'x' }))).toEqual([
      '400 ValidationError: Must be a real UK postcode',
    ]);
  });

  test('when its daily limit is reached', async () => {
    const own = await anAccount(service, { daily_limits: { letter: 0 } });
    expect(errorsOf(await sendTemplated({}, own.live))).toEqual([
      '429 TooManyRequestsError: Exceeded send limits (letter: 0) for today',
    ]);
  });
});

test('a PDF is asked of a letter that is there', async () => {
  const text = await service.call('POST', '/v2/notifications/sms', {
    key: tokenOf(account.live),
    body: { phone_number: '07700900321', template_id: account.smsTemplate, personalisation: { name: 'A' } },
  });
  const errors = async (id: unknown) => (await pdfOf(id)).json().errors;
  expect(await errors(text.json.id)).toEqual([
    { error: 'BadRequestError', message: 'Notification is not a letter' },
  ]);
  expect(await errors(crypto.randomUUID())).toEqual([{ error: 'NoResultFound', message: 'No result found' }]);
  expect(await errors('1')).toEqual([
    { error: 'ValidationError', message: 'notification_id is not a valid UUID' },
  ]);
});

test('a letter’s template shows its postage and contact block', async () => {
  const { json } = await get(`/v2/template/${template}`);
  expect(contract.response('getTemplate', 200, json)).toEqual([]);
  expect(json).toMatchObject({
    type: 'letter',
    postage: 'first',
    letter_contact_block: 'Fishing Office\n1 Quay',
    personalisation: { address_line_1: { required: true }, name: { required: true } },
  });
  const preview = await service.call('POST', `/v2/template/${template}/preview`, {
    key: tokenOf(account.test),
    body: { personalisation: { name: 'Bo', address_line_1: 'Bo' } },
  });
  expect(contract.response('previewTemplate', 200, preview.json)).toEqual([]);
  expect(preview.json).toMatchObject({ html: null, postage: 'first', subject: 'Your licence, Bo' });
});

test('nothing of a letter can be read in the database', async () => {
  await sendTemplated({ address_line_2: '77 Secret Lane' });
  const { rows } = await service.pool.query<{ row: string }>(
    `select row_to_json(notification)::text as row from notification union all select row_to_json(letter)::text from letter
     union all select data::text from change_log`,
  );
  const secret = Buffer.from('Secret Lane').toString('hex');
  expect(
    rows.some(({ row }) => row.includes('Secret') || row.includes(secret) || row.includes('255044462d')),
  ).toBe(false);
});
