import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Account,
  administer,
  anAccount,
  anEmail,
  anEmailTemplate,
  aText,
  errorsOf,
  logOf,
  reaches,
  type Service,
  sendEmail,
  startService,
  tokenOf,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('messaging').document);
let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
});

afterAll(() => service.end());

const email = (changes: Record<string, unknown> = {}, key = account.live) =>
  service.call('POST', '/v2/notifications/email', {
    key: tokenOf(key),
    body: anEmail(account, changes),
  });

const sms = (changes: Record<string, unknown> = {}, key = account.live) =>
  service.call('POST', '/v2/notifications/sms', { key: tokenOf(key), body: aText(account, changes) });

const get = (path: string, key = account.live) => service.call('GET', path, { key: tokenOf(key) });

describe('an e-mail', () => {
  test('is accepted with its content, is delivered, and reads as it was sent', async () => {
    const sent = await email({ one_click_unsubscribe_url: 'https://example.org/stop' });
    expect(sent.status).toBe(201);
    expect(contract.response('sendEmail', 201, sent.json)).toEqual([]);
    const id = String(sent.json.id);
    expect(sent.json).toEqual({
      id,
      reference: 'REF-1',
      uri: `http://messages.test/v2/notifications/${id}`,
      template: {
        id: account.emailTemplate,
        version: 1,
        uri: `http://messages.test/services/${account.id}/templates/${account.emailTemplate}`,
      },
      scheduled_for: null,
      content: {
        from_email: 'licences@messages.example',
        subject: 'Your licence, Anna',
        body: '# Hello Anna\r\n\r\nYou may fish.',
        one_click_unsubscribe_url: 'https://example.org/stop',
      },
      sanitised_content: {},
    });
    const read = await reaches(service, account, id, 'delivered');
    expect(contract.response('getNotification', 200, read)).toEqual([]);
    expect(read).toMatchObject({
      email_address: 'anna@example.org',
      phone_number: null,
      subject: 'Your licence, Anna',
      sent_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      completed_at: expect.stringMatching(/Z$/),
      cost_in_pounds: 0,
      is_cost_data_ready: true,
    });
  });

  test('is told of by ids alone, each state in order', async () => {
    const id = await sendEmail(service, account);
    await reaches(service, account, id, 'delivered');
    const rows = await logOf(service, id);
    expect(rows.map(({ type, sequence }) => [type, sequence])).toEqual([
      ['messaging.notification.created.v1', 1],
      // The second change is the try, which is nobody's business.
      ['messaging.notification.sending.v1', 3],
      ['messaging.notification.delivered.v1', 4],
    ]);
    expect(rows[2]?.data).toEqual({
      notification_id: id,
      messaging_service_id: account.id,
      template_id: account.emailTemplate,
      template_version: 1,
      type: 'email',
      key_type: 'live',
      provider: 'sandbox',
      status: 'delivered',
    });
    const feed = await get('/ashlar/v1/changes?limit=500');
    expect(feed.text).toContain(id);
    expect(feed.text).not.toMatch(/anna|REF-1|fish/i);
  });

  test('is sealed at rest', async () => {
    const id = await sendEmail(service, account, { email_address: 'secret.person@example.org' });
    const { rows } = await service.pool.query(
      'select notification::text as row from notification where id = $1',
      [id],
    );
    expect(rows[0].row).toContain(id);
    expect(JSON.stringify(rows[0])).not.toMatch(/secret\.person|REF-1|fish/);
  });

  test('has strangers’ links and markdown disarmed where the caller asks for it', async () => {
    const name = 'User, [click here](https://evil.link)';
    const sent = await email({ personalisation: { name, extra: 'no' }, sanitise_content_for: ['name'] });
    const sanitised = String.raw`User, \[click here\]\(\)`;
    expect(sent.json.sanitised_content).toEqual({ name: { unsanitised: name, sanitised } });
    expect((sent.json.content as { body: string }).body).toContain(`# Hello ${sanitised}`);
  });

  test('to a smoke test’s recipient is answered, and nothing is stored', async () => {
    const sent = await email({ email_address: 'simulate-delivered@notifications.service.gov.uk' });
    expect(sent.status).toBe(201);
    expect(errorsOf(await get(`/v2/notifications/${sent.json.id}`))).toEqual([
      '404 NoResultFound: No result found',
    ]);
  });
});

describe('a text message', () => {
  test('is accepted without its sender’s name, and counts its parts', async () => {
    const sent = await sms({ personalisation: { name: '“Ana\u200b” – Łódź' } });
    expect(sent.status).toBe(201);
    expect(contract.response('sendSms', 201, sent.json)).toEqual([]);
    expect(sent.json.content).toEqual({ body: 'Hello "Ana" - Lódz, you may fish.', from_number: 'ASHLAR' });
    const read = await reaches(service, account, String(sent.json.id), 'delivered');
    expect(read).toMatchObject({
      phone_number: '07700900321',
      email_address: null,
      subject: null,
      cost_details: { billable_sms_fragments: 1 },
    });
  });

  test.each([
    ['0770090032', 'phone_number Not enough digits'],
    ['077009003211', 'phone_number Too many digits'],
    ['07700 9OO 321', 'phone_number Must not contain letters or symbols'],
    ['020 7946 0018', 'phone_number Not a UK mobile number'],
    ['+999 1234 5678', 'phone_number Not a valid country prefix'],
  ])('to %s is refused: %s', async (phone_number, message) => {
    expect(errorsOf(await sms({ phone_number }))).toEqual([`400 ValidationError: ${message}`]);
  });

  test('to another country needs the service’s leave', async () => {
    expect(errorsOf(await sms({ phone_number: '+33 6 12 34 56 78' }))).toEqual([
      '400 BadRequestError: Cannot send to international mobile numbers',
    ]);
    const abroad = await anAccount(service, { international_sms: true });
    const sent = await service.call('POST', '/v2/notifications/sms', {
      key: tokenOf(abroad.live),
      body: aText(abroad, { phone_number: '+33 6 12 34 56 78' }),
    });
    expect(sent.status).toBe(201);
  });

  test('of more than 918 characters is refused', async () => {
    const [error] = errorsOf(await sms({ personalisation: { name: 'x'.repeat(918) } }));
    expect(error).toBe(
      '400 BadRequestError: Your message is too long. Text messages cannot be longer than 918 characters. Your message is 939 characters long.',
    );
  });
});

describe('what is wrong', () => {
  test('with the schema is told all at once, before anything else', async () => {
    const { status, json } = await service.call('POST', '/v2/notifications/email', {
      key: tokenOf(account.live),
      body: { email_address: 'nobody', personalisation: [], colour: 'red', reference: 1 },
    });
    expect({ status, json }).toEqual({
      status: 400,
      json: {
        status_code: 400,
        errors: [
          { error: 'ValidationError', message: 'reference 1 is not of type string' },
          { error: 'ValidationError', message: 'email_address Not a valid email address' },
          { error: 'ValidationError', message: 'personalisation should contain key value pairs' },
          { error: 'ValidationError', message: 'template_id is a required property' },
          {
            error: 'ValidationError',
            message: 'Additional properties are not allowed (colour was unexpected)',
          },
        ],
      },
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['the template’s id', { template_id: 'x' }, 'ValidationError: template_id is not a valid UUID'],
    [
      'an unknown template',
      { template_id: '0198c2f0-a1b2-4c33-9d44-000000000000' },
      'BadRequestError: Template not found',
    ],
    ['missing values', { personalisation: {} }, 'BadRequestError: Missing personalisation: name, extra'],
    [
      'a null value',
      { personalisation: { name: null, extra: 1 } },
      'BadRequestError: Missing personalisation: name',
    ],
    [
      'the time',
      { scheduled_for: 'tomorrow' },
      'ValidationError: scheduled_for datetime format is invalid. It must be a valid ISO8601 date time format, https://en.wikipedia.org/wiki/ISO_8601',
    ],
    [
      'a past time',
      { scheduled_for: '2020-01-01T10:00:00Z' },
      'ValidationError: scheduled_for datetime can not be in the past',
    ],
    [
      'the way out',
      { one_click_unsubscribe_url: 'http://x.org' },
      'ValidationError: one_click_unsubscribe_url is not a valid https url',
    ],
  ])('with %s is told in the standard’s words', async (_what, changes, error) => {
    expect(errorsOf(await email(changes))).toEqual([`400 ${error}`]);
  });

  test('with the kind of template, a deleted one, or an unknown sender', async () => {
    expect(errorsOf(await email({ template_id: account.smsTemplate }))).toEqual([
      '400 BadRequestError: sms template is not suitable for email notification',
    ]);
    const { id } = await administer(service, `/${account.id}/templates`, anEmailTemplate());
    const key = await service.issuer.mint({
      audience: 'messaging',
      scope: 'messaging:admin',
      department: 'demo',
    });
    const path = `/ashlar/v1/messaging-services/${account.id}/templates/${id}`;
    expect((await service.call('DELETE', path, { key })).status).toBe(204);
    expect(errorsOf(await email({ template_id: id }))).toEqual([
      '400 BadRequestError: Template has been deleted',
    ]);
    const sender = '0198c2f0-a1b2-4c33-9d44-000000000000';
    expect(errorsOf(await email({ email_reply_to_id: sender }))).toEqual([
      `400 BadRequestError: email_reply_to_id ${sender} does not exist in database for service id ${account.id}`,
    ]);
  });

  test('with the JSON or the address of the request', async () => {
    const key = tokenOf(account.live);
    const broken = await service.call('POST', '/v2/notifications/email', { key, text: '{' });
    expect(errorsOf(broken)).toEqual(['400 BadRequestError: Invalid JSON supplied in POST data']);
    const unknown = await service.call('POST', '/v2/notifications/pigeon', { key, body: {} });
    expect([unknown.status, unknown.json.result]).toEqual([404, 'error']);
  });
});

describe('keys', () => {
  test('of type team send to the guest list only', async () => {
    expect(errorsOf(await email({}, account.team))).toEqual([
      '400 BadRequestError: Can’t send to this recipient using a team-only API key',
    ]);
    expect((await email({ email_address: 'friend@example.org' }, account.team)).status).toBe(201);
    expect((await sms({ phone_number: '+44 7700 900555' }, account.team)).status).toBe(201);
  });

  test.each([
    ['anyone@example.org', 'delivered'],
    ['temp-fail@simulator.notify', 'temporary-failure'],
    ['perm-fail@simulator.notify', 'permanent-failure'],
  ])('of type test send nothing, and %s ends as %s', async (email_address, status) => {
    const id = await sendEmail(service, account, { email_address }, account.test);
    await reaches(service, account, id, status);
    const { rows } = await service.pool.query('select from sandbox_message where key = $1', [id]);
    expect(rows).toHaveLength(0);
    expect((await logOf(service, id)).at(-1)?.type).toBe(
      `messaging.notification.${status === 'delivered' ? status : 'failed'}.v1`,
    );
  });
});
