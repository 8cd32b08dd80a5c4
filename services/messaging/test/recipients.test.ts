import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressFor, choose, type Offer, type Preferences } from '../src/domain/preferences.ts';
import {
  type Account,
  type Answer,
  administer,
  adminToken,
  anAccount,
  anEmailTemplate,
  type Method,
  reaches,
  type Service,
  startService,
  tokenOf,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('messaging').document);
const lines: string[] = [];
let service: Service;
let account: Account;
let welsh: string;

beforeAll(async () => {
  service = await startService({ log: (line) => lines.push(line) });
  account = await anAccount(service);
  const body = anEmailTemplate({ name: 'Trwydded', subject: 'Eich trwydded, ((name))' });
  welsh = String((await administer(service, `/${account.id}/templates`, body)).id);
});

afterAll(() => service.end());

async function call(
  operationId: string,
  method: Method,
  path: string,
  ask: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const key = tokenOf(account.live);
  const answer = await service.call(method, `/ashlar/v1/recipients/${path}`, { key, ...ask });
  const shown = answer.text === '' ? undefined : answer.json;
  expect(contract.response(operationId, answer.status, shown)).toEqual([]);
  return answer;
}

const anna = {
  email_address: 'Anna@Example.org',
  phone_number: '07700 900 321',
  channels: ['sms'],
  opted_out: [],
  language: 'cy-GB',
};

const put = (id: string, body: Record<string, unknown>) => call('setRecipient', 'PUT', id, { body });

const offers = () => [
  { template_id: account.emailTemplate, language: 'en' },
  { template_id: welsh, language: 'cy' },
  { template_id: account.smsTemplate },
];

const send = (id: string, changes: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  call('sendToRecipient', 'POST', `${id}/notifications`, {
    body: { templates: offers(), personalisation: { name: 'Anna', extra: 'no' }, ...changes },
    headers,
  });

const chosen = ({ json }: Answer) => [json.type, (json.template as { id: string } | undefined)?.id];

describe('what a person prefers', () => {
  test('is kept sealed, read, replaced and forgotten', async () => {
    const set = await put('case-1', anna);
    expect([set.status, set.json]).toMatchObject([200, { ...anna, phone_number: '07700900321' }]);
    expect((await call('getRecipient', 'GET', 'case-1')).json).toEqual(set.json);
    const { rows } = await service.pool.query('select * from recipient');
    expect(JSON.stringify(rows) + rows[0].preferences).not.toMatch(/anna@|7700|cy-GB/i);
    await put('case-1', { language: 'en' });
    const now = await call('getRecipient', 'GET', 'case-1');
    expect(now.json).toMatchObject({ email_address: null, channels: [], language: 'en' });
    expect((await call('deleteRecipient', 'DELETE', 'case-1')).status).toBe(204);
    expect((await call('getRecipient', 'GET', 'case-1')).status).toBe(404);
    expect((await call('deleteRecipient', 'DELETE', 'case-1')).status).toBe(404);
    const log = await service.pool.query(`select data from change_log where data ? 'recipient' order by seq`);
    expect(log.rows.map(({ data }) => data.change)).toEqual([
      'preferences set',
      'preferences set',
      'preferences deleted',
    ]);
    expect(JSON.stringify(log.rows)).not.toMatch(/case-1|anna/i);
  });

  test('belongs to the department, and its administrators may set it too', async () => {
    await put('case-2', anna);
    const path = '/ashlar/v1/recipients/case-2';
    const own = await service.call('GET', path, { key: await adminToken(service, 'demo') });
    expect(own.json).toMatchObject({ language: 'cy-GB' });
    const other = await service.call('GET', path, { key: await adminToken(service, 'another') });
    expect(other.status).toBe(404);
  });

  test('is under no address or number, and has sound ones in it', async () => {
    expect((await put('07700900321', anna)).status).toBe(422);
    expect((await put('anna@example.org', anna)).status).toBe(400);
    const wrong = await put('case-3', { ...anna, phone_number: '0770' });
    expect(wrong.json.errors).toEqual([{ pointer: '#/phone_number', detail: 'Not enough digits' }]);
  });
});

describe('a message to an id', () => {
  test('goes by the channel and in the language that the person prefers', async () => {
    await put('case-4', anna);
    expect(chosen(await send('case-4'))).toEqual(['sms', account.smsTemplate]);
    await put('case-4', { ...anna, channels: ['email'] });
    const sent = await send('case-4');
    expect(chosen(sent)).toEqual(['email', welsh]);
    const { email_address, subject } = await reaches(service, account, String(sent.json.id), 'delivered');
    expect([email_address, subject]).toEqual(['Anna@Example.org', 'Eich trwydded, Anna']);
  });

  test('goes in the request’s order, to its own addresses, where nothing is known', async () => {
    const both = { email_address: 'new@example.org', phone_number: '07700900999' };
    expect(chosen(await send('case-5', both))).toEqual(['email', account.emailTemplate]);
    const { phone_number } = both;
    expect(chosen(await send('case-5', { phone_number }))).toEqual(['sms', account.smsTemplate]);
    const refused = await send('case-5');
    expect([refused.status, refused.json.code]).toEqual([422, 'refused']);
  });

  test('goes by no channel that the person has opted out of', async () => {
    await put('case-6', { ...anna, opted_out: ['sms'] });
    expect(chosen(await send('case-6'))).toEqual(['email', welsh]);
    await put('case-6', { ...anna, opted_out: ['sms', 'email'] });
    expect((await send('case-6')).status).toBe(422);
    const own = { email_address: 'other@example.org' };
    expect((await send('case-6', own)).status).toBe(422);
  });

  test('is not handed to a carrier after the person has opted out', async () => {
    await put('case-7', { ...anna, channels: ['email'] });
    const scheduled_for = new Date(Date.now() + 1500).toISOString();
    const planned = await send('case-7', { scheduled_for });
    const free = await send('case-7', { scheduled_for, templates: [{ template_id: account.smsTemplate }] });
    await put('case-7', { ...anna, opted_out: ['email'] });
    await reaches(service, account, String(planned.json.id), 'permanent-failure');
    await reaches(service, account, String(free.json.id), 'delivered');
    const path = `/ashlar/v1/notifications/${planned.json.id}`;
    const shown = await service.call('GET', path, { key: tokenOf(account.live) });
    expect(shown.json).toMatchObject({ status: 'permanent-failure', failure_reason: 'opted_out' });
    const carried = 'select notification_id from sandbox_message where notification_id = any ($1::uuid[])';
    const { rows } = await service.pool.query(carried, [[planned.json.id, free.json.id]]);
    expect(rows).toEqual([{ notification_id: free.json.id }]);
  });

  test('is accepted once under an Idempotency-Key, whatever the person prefers since', async () => {
    await put('case-8', anna);
    const key = { 'idempotency-key': 'to-case-8' };
    const first = await send('case-8', {}, key);
    await put('case-8', { ...anna, opted_out: ['sms', 'email'] });
    const again = await send('case-8', {}, key);
    expect([again.status, again.json.id]).toEqual([201, first.json.id]);
  });

  test('obeys the standard’s rules', async () => {
    await put('case-9', anna);
    expect((await send('case-9', { personalisation: {} })).json.detail).toBe('Missing personalisation: name');
    const templates = [{ template_id: '0198c2f0-a1b2-4c33-9d44-000000000000' }];
    expect((await send('case-9', { templates })).json.detail).toBe('Template not found');
  });

  test('leaves no address in a log or an event', async () => {
    const { rows } = await service.pool.query('select data from change_log');
    expect(JSON.stringify(rows) + lines.join()).not.toMatch(/anna@example|7700900321|77009 ?00321/i);
  });
});

test('what is chosen is offered, has an address, is not opted out of, and is wanted no less than another', () => {
  const channel = fc.constantFrom('email' as const, 'sms' as const);
  const language = fc.option(fc.constantFrom('en', 'cy', 'cy-GB', 'pl'));
  const channels = fc.uniqueArray(channel);
  const preferences: fc.Arbitrary<Preferences> = fc.record({
    emailAddress: fc.option(fc.constant('a@b.com')),
    phoneNumber: fc.option(fc.constant('07700900123')),
    channels,
    optedOut: channels,
    language,
  });
  const some: fc.Arbitrary<Offer[]> = fc.array(fc.record({ templateId: fc.uuid(), type: channel, language }));
  fc.assert(
    fc.property(some, preferences, (given, wanted) => {
      const open = given.filter(
        ({ type }) => !wanted.optedOut.includes(type) && addressFor(type, wanted) !== null,
      );
      const found = choose(given, wanted);
      expect(found === undefined).toBe(open.length === 0);
      if (!found) return;
      expect(open).toContain(found);
      const best = wanted.channels.find((type) => open.some((offer) => offer.type === type)) ?? open[0]?.type;
      expect(found.type).toBe(best);
      const own = open.filter(({ type }) => type === best);
      if (own.some((offer) => offer.language !== null && offer.language === wanted.language)) {
        expect(found.language).toBe(wanted.language);
      }
    }),
  );
});
