import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Account,
  administer,
  adminToken,
  anAccount,
  anEmailTemplate,
  anSmsTemplate,
  errorsOf,
  type Service,
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

const get = (path: string, key = account.live) => service.call('GET', path, { key: tokenOf(key) });
const post = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
  service.call('POST', `/ashlar/v1/messaging-services${path}`, {
    key: await adminToken(service),
    body,
    headers,
  });

describe('a template', () => {
  test('reads in every version, with its placeholders', async () => {
    const { id } = await administer(service, `/${account.id}/templates`, anEmailTemplate());
    const changed = await administer(service, `/${account.id}/templates/${id}/versions`, {
      name: 'Licence refused',
      subject: 'No',
      body: 'Sorry, ((Name))',
    });
    expect(changed).toMatchObject({ id, version: 2, type: 'email', subject: 'No' });
    const current = await get(`/v2/template/${id}`);
    expect(contract.response('getTemplate', 200, current.json)).toEqual([]);
    expect(current.json).toMatchObject({
      version: 2,
      name: 'Licence refused',
      personalisation: { Name: { required: true } },
      updated_at: expect.stringMatching(/Z$/),
    });
    const first = await get(`/v2/template/${id}/version/1`);
    expect(first.json).toMatchObject({
      version: 1,
      body: anEmailTemplate().body,
      updated_at: null,
      personalisation: { name: { required: true }, extra: { required: true } },
    });
    expect(errorsOf(await get(`/v2/template/${id}/version/3`))).toEqual([
      '404 NoResultFound: No result found',
    ]);
    expect(errorsOf(await get(`/v2/template/${id}/version/0`))).toEqual([
      '400 ValidationError: version 0 is less than the minimum of 1',
    ]);
    expect(errorsOf(await get('/v2/template/1'))).toEqual(['400 ValidationError: id is not a valid UUID']);
  });

  test('is previewed without sending anything', async () => {
    const preview = (body?: unknown, id = account.emailTemplate) =>
      service.call('POST', `/v2/template/${id}/preview`, { key: tokenOf(account.test), body });
    const shown = await preview({ personalisation: { NAME: '<b>Anna</b>', 'Ex-tra': 'yes' } });
    expect(contract.response('previewTemplate', 200, shown.json)).toEqual([]);
    expect(shown.json).toMatchObject({
      subject: 'Your licence, <b>Anna</b>',
      body: '# Hello <b>Anna</b>\r\n\r\nYou may fish. Also at sea.',
      html: expect.stringContaining('<h2>Hello &#60;b&#62;Anna&#60;/b&#62;</h2>'),
    });
    expect(errorsOf(await preview())).toEqual(['400 BadRequestError: Missing personalisation: name, extra']);
    expect((await preview({ personalisation: { name: 'A' } }, account.smsTemplate)).json).toMatchObject({
      subject: null,
      html: null,
      body: 'Hello A, you may fish.',
    });
  });

  test('lists with the service’s others, of one kind if asked', async () => {
    const own = await anAccount(service);
    const listed = await get('/v2/templates?type=sms', own.live);
    expect(contract.response('listTemplates', 200, listed.json)).toEqual([]);
    expect((listed.json.templates as { id: string }[]).map(({ id }) => id)).toEqual([own.smsTemplate]);
    expect((await get('/v2/templates', own.live)).json.templates).toHaveLength(2);
    expect((await get(`/v2/template/${account.emailTemplate}`, own.live)).status).toBe(404);
  });

  test('has a subject if it is an e-mail’s, and none otherwise', async () => {
    const bare = await post(`/${account.id}/templates`, { ...anEmailTemplate(), subject: undefined });
    expect([bare.status, bare.json.errors]).toEqual([
      422,
      [{ pointer: '#/subject', detail: 'is needed in an e-mail' }],
    ]);
    expect((await post(`/${account.id}/templates`, anSmsTemplate({ subject: 'x' }))).status).toBe(422);
    expect((await post(`/${account.id}/templates`, anSmsTemplate({ body: 'a\0b' }))).status).toBe(400);
  });
});

describe('a creation with an Idempotency-Key', () => {
  test('is made once and shown again, a key’s secret but once', async () => {
    const headers = { 'idempotency-key': 'again' };
    const cases: [string, Record<string, unknown>][] = [
      ['', { department: 'demo', service: 'a', name: 'A', email_from: 'a@example.org' }],
      [`/${account.id}/api-keys`, { name: 'k', type: 'test' }],
      [`/${account.id}/templates`, anSmsTemplate()],
      [`/${account.id}/templates/${account.smsTemplate}/versions`, { name: 'n', body: 'b' }],
    ];
    for (const [path, body] of cases) {
      const first = await post(path, body, headers);
      const second = await post(path, body, headers);
      const { key, ...shown } = first.json;
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.headers['idempotent-replayed']).toBe('true');
      expect(second.json).toEqual(shown);
      expect(key === undefined).toBe(!path.endsWith('api-keys'));
      expect((await post(path, { ...body, name: 'other' }, headers)).status).toBe(422);
    }
  });
});

test('a service names providers that there are, and guests that can be sent to', async () => {
  const body = { department: 'demo', service: 'a', name: 'A', email_from: 'a@example.org' };
  const pigeon = await post('', { ...body, email_provider: 'pigeon' });
  expect(pigeon.json.errors).toEqual([
    { pointer: '#/email_provider', detail: 'is none of: sandbox, automatic' },
  ]);
  const nobody = await post('', { ...body, guest_list: ['nobody@'] });
  expect(nobody.json.errors).toEqual([{ pointer: '#/guest_list/0', detail: 'Not a valid email address' }]);
});
