import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokens } from '../src/wiring.ts';
import {
  type Account,
  type Answer,
  administer,
  adminToken,
  anAccount,
  anEmailTemplate,
  errorsOf,
  reaches,
  type Service,
  sendEmail,
  startService,
  tokenOf,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('messaging').document);
let service: Service;
let account: Account;
let now = new Date();

beforeAll(async () => {
  service = await startService({ override: (wiring) => wiring.value(tokens.now, () => now) });
  account = await anAccount(service);
});

afterAll(() => service.end());

/** Sends an e-mail from a template with the flag, and answers the link that its carrier was given. */
async function aLink(email_address: string, own: Account = account): Promise<string> {
  const body = anEmailTemplate({ has_unsubscribe_link: true });
  const { id: template_id } = await administer(service, `/${own.id}/templates`, body);
  const id = await sendEmail(service, own, { email_address, template_id });
  const read = await reaches(service, own, id, 'delivered');
  expect(read.one_click_unsubscribe_url).toBeNull();
  const { rows } = await service.pool.query<{ content: Buffer }>(
    'select content from sandbox_message where notification_id = $1',
    [id],
  );
  const { unsubscribeUrl } = service.deps.vault.open<{ unsubscribeUrl: string }>(
    rows[0]?.content ?? Buffer.alloc(0),
  );
  return unsubscribeUrl;
}

const click = (path: string): Promise<Answer> =>
  service.call('POST', path, {
    text: 'List-Unsubscribe=One-Click',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

const waiting = async ({ id }: Account): Promise<Record<string, unknown>[]> => {
  const path = `/ashlar/v1/messaging-services/${id}/unsubscribe-requests`;
  const { json } = await service.call('GET', path, { key: await adminToken(service) });
  expect(contract.response('listUnsubscribeRequests', 200, json)).toEqual([]);
  return json.unsubscribe_requests as Record<string, unknown>[];
};

describe('a link to unsubscribe', () => {
  test('notes a person’s wish once, however often it is clicked, until the service has dealt with it', async () => {
    const link = await aLink('anna@example.org');
    expect(link).toMatch(/^http:\/\/messages\.test\/unsubscribe\/[0-9a-f-]{36}\/[\w-]+$/);
    const { pathname } = new URL(link);
    for (let time = 0; time < 2; time += 1) {
      const { status, json } = await click(pathname);
      expect([status, json]).toEqual([200, { result: 'success', message: 'Unsubscribe successful' }]);
    }
    const [wish, ...more] = await waiting(account);
    expect([wish?.email_address, more]).toEqual(['anna@example.org', []]);
    const path = `/ashlar/v1/messaging-services/${account.id}/unsubscribe-requests/processed`;
    const mark = async () =>
      service.call('PUT', path, { key: await adminToken(service), body: { ids: [wish?.id] } });
    expect((await mark()).json).toEqual({ processed: 1 });
    expect((await mark()).json).toEqual({ processed: 0 });
    expect(await waiting(account)).toEqual([]);
    expect((await click(pathname)).status).toBe(200);
    expect(await waiting(account)).toHaveLength(1);
  });

  test('that was changed, is another notification’s, or is over a year old is 404', async () => {
    const { pathname } = new URL(await aLink('bo@example.org'));
    const [, , id = '', token = ''] = pathname.split('/');
    const other = new URL(await aLink('cy@example.org')).pathname.split('/');
    const invalid = {
      result: 'error',
      message: { 'unsubscribe request': 'This is not a valid unsubscribe link.' },
    };
    for (const path of [
      `/unsubscribe/${id}/${token.slice(0, -2)}AA`,
      `/unsubscribe/${id}/x`,
      `/unsubscribe/${other[2]}/${token}`,
      `/unsubscribe/1/${token}`,
    ]) {
      const { status, json } = await click(path);
      expect([status, json]).toEqual([404, invalid]);
    }
    const before = now;
    now = new Date(now.getTime() + 366 * 86_400_000);
    expect((await click(pathname)).status).toBe(404);
    now = new Date(now.getTime() - 2 * 86_400_000);
    expect((await click(pathname)).status).toBe(200);
    now = before;
  });

  test('of the caller’s own takes the place of ours', async () => {
    const { id: template_id } = await administer(
      service,
      `/${account.id}/templates`,
      anEmailTemplate({ has_unsubscribe_link: true }),
    );
    const one_click_unsubscribe_url = 'https://example.org/stop';
    const ask = { email_address: 'di@example.org', template_id, one_click_unsubscribe_url };
    const id = await sendEmail(service, account, ask);
    const read = await reaches(service, account, id, 'delivered');
    expect(read.one_click_unsubscribe_url).toBe(one_click_unsubscribe_url);
  });

  test('belongs to e-mails', async () => {
    const refused = await service.call('POST', `/ashlar/v1/messaging-services/${account.id}/templates`, {
      key: await adminToken(service),
      body: { type: 'sms', name: 'n', body: 'b', has_unsubscribe_link: true },
    });
    expect([refused.status, refused.json.errors]).toEqual([
      422,
      [{ pointer: '#/has_unsubscribe_link', detail: 'is for e-mails only' }],
    ]);
  });
});

describe('received text messages', () => {
  const receive = (own: Account, body: Record<string, unknown>) =>
    administer(service, `/${own.id}/received-texts`, { user_number: '07700 900 321', ...body });
  const list = (own: Account, query = '') =>
    service.call('GET', `/v2/received-text-messages${query}`, { key: tokenOf(own.test) });

  test('list newest first, with links, for their service alone', async () => {
    const [own, other] = [await anAccount(service), await anAccount(service)];
    const ids: unknown[] = [];
    for (const content of ['one', 'two\nlines', 'three']) ids.unshift((await receive(own, { content })).id);
    const { status, json } = await list(own);
    expect(status).toBe(200);
    expect(contract.response('listReceivedTexts', 200, json)).toEqual([]);
    const texts = json.received_text_messages as Record<string, unknown>[];
    expect(texts.map(({ id }) => id)).toEqual(ids);
    expect(texts[1]).toMatchObject({
      user_number: '447700900321',
      notify_number: 'ASHLAR',
      service_id: own.id,
      content: 'two\nlines',
    });
    expect(json.links).toEqual({
      current: 'http://messages.test/v2/received-text-messages',
      next: `http://messages.test/v2/received-text-messages?older_than=${ids.at(-1)}`,
    });
    const older = await list(own, `?older_than=${ids[0]}`);
    expect((older.json.received_text_messages as unknown[]).length).toBe(2);
    expect((await list(own, `?older_than=${ids.at(-1)}`)).json).toEqual({
      received_text_messages: [],
      links: { current: `http://messages.test/v2/received-text-messages?older_than=${ids.at(-1)}` },
    });
    expect((await list(other)).json.received_text_messages).toEqual([]);
    expect(errorsOf(await list(own, '?older_than=1'))).toEqual([
      '400 ValidationError: older_than is not a valid UUID',
    ]);
    expect(errorsOf(await list(own, '?page=2'))).toEqual([
      '400 ValidationError: Additional properties are not allowed (page was unexpected)',
    ]);
  });

  test('come in once under one key, from a number only, and are sealed', async () => {
    const own = await anAccount(service);
    const path = `/ashlar/v1/messaging-services/${own.id}/received-texts`;
    const ask = async (body: Record<string, unknown>) =>
      service.call('POST', path, {
        key: await adminToken(service),
        body,
        headers: { 'idempotency-key': 'from-the-carrier' },
      });
    const body = { user_number: '+447700900321', notify_number: '60777', content: 'private words' };
    const [first, second] = [await ask(body), await ask(body)];
    expect([first.json.id, second.headers['idempotent-replayed']]).toEqual([second.json.id, 'true']);
    expect((await ask({ ...body, content: 'other' })).status).toBe(422);
    expect((await ask({ ...body, user_number: 'me' })).status).toBe(422);
    const { rows } = await service.pool.query(
      `select row_to_json(received_text)::text as row from received_text where service_id = $1
       union all select data::text from change_log where aggregate = $2`,
      [own.id, first.json.id],
    );
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/private|7700900321/);
  });
});
