import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Account,
  type Answer,
  administer,
  adminToken,
  anAccount,
  anEmail,
  aText,
  errorsOf,
  type Service,
  startService,
  tokenOf,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('messaging').document);
const trialMode =
  '400 BadRequestError: Can’t send to this recipient when service is in trial mode – see https://www.notifications.service.gov.uk/trial-mode';
let service: Service;

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service.end());

const admin = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer> =>
  service.call(method, `/ashlar/v1/messaging-services${path}`, {
    key: await adminToken(service),
    ...(body !== undefined && { body }),
  });

const email = (account: Account, key: string, changes: Record<string, unknown> = {}): Promise<Answer> =>
  service.call('POST', '/v2/notifications/email', { key: tokenOf(key), body: anEmail(account, changes) });

const sms = (account: Account, key: string, changes: Record<string, unknown> = {}): Promise<Answer> =>
  service.call('POST', '/v2/notifications/sms', { key: tokenOf(key), body: aText(account, changes) });

/** A service that was live, has a key from then, and is in trial mode now. */
async function aTrial(changes: Record<string, unknown> = {}): Promise<Account> {
  const account = await anAccount(service, { team_members: ['Member@example.org'], ...changes });
  const changed = await admin('PATCH', `/${account.id}`, { trial_mode: true });
  expect(changed.json).toMatchObject({ trial_mode: true, daily_limits: { email: 50, sms: 50 } });
  return account;
}

describe('a service in trial mode', () => {
  test('sends to its team and guests only, with whatever key is real', async () => {
    const account = await aTrial();
    expect(errorsOf(await email(account, account.live))).toEqual([trialMode]);
    expect((await email(account, account.live, { email_address: 'member@example.org' })).status).toBe(201);
    expect((await email(account, account.live, { email_address: 'FRIEND@example.org' })).status).toBe(201);
    expect((await sms(account, account.live, { phone_number: '+447700900555' })).status).toBe(201);
    expect((await email(account, account.team, { email_address: 'member@example.org' })).status).toBe(201);
    expect((await email(account, account.test)).status).toBe(201);
  });

  test('has no live keys made, until it goes live', async () => {
    const { id } = await administer(service, '', {
      department: 'demo',
      service: 'new',
      name: 'New',
      email_from: 'new@example.org',
      trial_mode: true,
    });
    const make = () => admin('POST', `/${String(id)}/api-keys`, { name: 'k', type: 'live' });
    const refused = await make();
    expect([refused.status, refused.json.errors]).toEqual([
      422,
      [{ pointer: '#/type', detail: 'cannot be live while the service is in trial mode' }],
    ]);
    const live = await admin('PATCH', `/${String(id)}`, { trial_mode: false });
    expect(contract.response('updateMessagingService', 200, live.json)).toEqual([]);
    expect(live.json).toMatchObject({
      trial_mode: false,
      daily_limits: { email: 250_000, sms: 250_000, international_sms: 100, letter: 20_000 },
    });
    expect((await make()).status).toBe(201);
  });
});

test('changes of a service’s settings at once are all kept', async () => {
  const account = await anAccount(service);
  const changes = [
    { name: 'Changed' },
    { rate_limit: 60 },
    { international_sms: true },
    { trial_mode: true },
    { files_contact_link: 'mailto:a@example.org' },
  ];
  const answers = await Promise.all(changes.map((change) => admin('PATCH', `/${account.id}`, change)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const { json } = await service.call('GET', `/ashlar/v1/messaging-services/${account.id}`, {
    key: await adminToken(service),
  });
  expect(json).toMatchObject(Object.assign({}, ...changes));
});

test('a service sends what it may only', async () => {
  const account = await anAccount(service, { channels: ['sms'] });
  expect(errorsOf(await email(account, account.live, { template_id: crypto.randomUUID() }))).toEqual([
    '400 BadRequestError: Service is not allowed to send emails',
  ]);
  expect((await sms(account, account.live)).status).toBe(201);
});

test('an archived service’s keys are refused', async () => {
  const account = await anAccount(service);
  expect((await admin('DELETE', `/${account.id}`)).status).toBe(204);
  expect((await admin('DELETE', `/${account.id}`)).status).toBe(204);
  expect(errorsOf(await email(account, account.live))).toEqual([
    '403 AuthError: Invalid token: service is archived',
  ]);
  expect((await admin('PATCH', `/${account.id}`, { name: 'Again' })).status).toBe(409);
});

describe('a plain key', () => {
  const list = (authorization: string) =>
    service.call('GET', '/v2/notifications', { headers: { authorization } });

  test('is taken whole or as its secret alone', async () => {
    const account = await anAccount(service);
    expect((await list(`ApiKey-v1 ${account.live}`)).status).toBe(200);
    expect((await list(`apikey-V1 ${account.live.slice(-36)}`)).status).toBe(200);
  });

  test('that is unknown, of another service or revoked is 403', async () => {
    const account = await anAccount(service);
    const other = await anAccount(service);
    const notFound = ['403 AuthError: Invalid token: API key not found'];
    expect(errorsOf(await list('ApiKey-v1 rubbish'))).toEqual(notFound);
    expect(errorsOf(await list(`ApiKey-v1 ${crypto.randomUUID()}`))).toEqual(notFound);
    expect(errorsOf(await list(`ApiKey-v1 x-${account.id}-${other.live.slice(-36)}`))).toEqual(notFound);
    const third = await anAccount(service);
    await service.pool.query(`update api_key set revoked_at = now() where service_id = $1`, [third.id]);
    expect(errorsOf(await list(`ApiKey-v1 ${third.live}`))).toEqual([
      '403 AuthError: Invalid token: API key revoked',
    ]);
  });
});

test('a key that was revoked more than seven days ago is not found', async () => {
  const account = await anAccount(service);
  await service.pool.query(
    `update api_key set revoked_at = now() - interval '8 days' where service_id = $1 and type = 'live'`,
    [account.id],
  );
  expect(errorsOf(await email(account, account.live))).toEqual([
    '403 AuthError: Invalid token: API key not found',
  ]);
});

test('a clock that is wrong is told the right time, and how far it is off', async () => {
  const account = await anAccount(service);
  const key = tokenOf(account.live, { claims: { iat: Math.floor(Date.now() / 1000) - 100 } });
  const { json } = await service.call('GET', '/v2/notifications', { key });
  const [error] = json.errors as Record<string, unknown>[];
  expect(error).toMatchObject({ error: 'AuthError', server_time: expect.stringMatching(/Z$/) });
  expect([-101, -100]).toContain(error?.offset_seconds);
});

describe('a sender', () => {
  const add = (account: Account, body: Record<string, unknown>) =>
    administer(service, `/${account.id}/senders`, body);

  test('is what a message names, or else the newest default', async () => {
    const account = await anAccount(service);
    const { id: first } = await add(account, { type: 'sms_sender', value: 'FIRST', is_default: true });
    await add(account, { type: 'sms_sender', value: '+447700900111', is_default: true });
    const { id: replies } = await add(account, { type: 'email_reply_to', value: 'Replies@Example.org' });
    expect((await sms(account, account.live)).json.content).toMatchObject({ from_number: '+447700900111' });
    const named = await sms(account, account.live, { sms_sender_id: String(first).toUpperCase() });
    expect(named.json.content).toMatchObject({ from_number: 'FIRST' });
    expect((await email(account, account.live, { email_reply_to_id: replies })).status).toBe(201);
    const wrongKind = await email(account, account.live, { email_reply_to_id: first });
    expect(errorsOf(wrongKind)).toEqual([
      `400 BadRequestError: email_reply_to_id ${first} does not exist in database for service id ${account.id}`,
    ]);
    const { json } = await admin('PATCH', `/${account.id}`, { name: 'Fishing' });
    expect(json.senders).toMatchObject([
      { value: 'FIRST', is_default: false },
      { value: '+447700900111', is_default: true },
      { value: 'replies@example.org', is_default: false },
    ]);
  });

  test('that is deleted or another service’s does not exist', async () => {
    const [account, other] = [await anAccount(service), await anAccount(service)];
    const { id } = await add(account, { type: 'sms_sender', value: 'ONE' });
    const { id: foreign } = await add(other, { type: 'sms_sender', value: 'TWO' });
    expect((await admin('DELETE', `/${account.id}/senders/${id}`)).status).toBe(204);
    expect((await admin('DELETE', `/${account.id}/senders/${foreign}`)).status).toBe(404);
    for (const sms_sender_id of [id, foreign]) {
      expect(errorsOf(await sms(account, account.live, { sms_sender_id }))).toEqual([
        `400 BadRequestError: sms_sender_id ${sms_sender_id} does not exist in database for service id ${account.id}`,
      ]);
    }
  });

  test('is an address, or a name or number', async () => {
    const account = await anAccount(service);
    for (const body of [
      { type: 'sms_sender', value: 'rather too long' },
      { type: 'email_reply_to', value: 'nobody' },
    ]) {
      const { status, json } = await admin('POST', `/${account.id}/senders`, body);
      expect([status, json.errors]).toEqual([422, [expect.objectContaining({ pointer: '#/value' })]]);
    }
  });
});

test('what is wrong is told in the standard’s order', async () => {
  const account = await aTrial();
  const wrong = {
    email_address: 'stranger@example.org',
    email_reply_to_id: crypto.randomUUID(),
    personalisation: {},
    template_id: account.smsTemplate,
  };
  const errors = async (changes: Record<string, unknown>) =>
    errorsOf(await email(account, account.live, { ...wrong, ...changes }));
  expect(await errors({ email_address: 'x' })).toEqual([
    '400 ValidationError: email_address Not a valid email address',
  ]);
  expect(await errors({})).toEqual([
    '400 BadRequestError: sms template is not suitable for email notification',
  ]);
  const template_id = account.emailTemplate;
  expect(await errors({ template_id })).toEqual([
    '400 BadRequestError: Missing personalisation: name, extra',
  ]);
  const personalisation = { name: 'x'.repeat(2_000_001), extra: 'no' };
  expect(await errors({ template_id, personalisation })).toEqual([
    `400 BadRequestError: email_reply_to_id ${wrong.email_reply_to_id} does not exist in database for service id ${account.id}`,
  ]);
  const right = { template_id, personalisation, email_reply_to_id: undefined };
  expect(await errors(right)).toEqual([trialMode]);
  expect((await errors({ ...right, email_address: 'member@example.org' }))[0]).toContain(
    'Your message is too long. Emails cannot be longer than 2000000 bytes.',
  );
});

test('a body is read as JSON whatever its type is called', async () => {
  const account = await anAccount(service);
  const sent = await service.call('POST', '/v2/notifications/email', {
    key: tokenOf(account.live),
    body: anEmail(account),
    headers: { 'content-type': 'text/plain' },
  });
  expect(sent.status).toBe(201);
});
