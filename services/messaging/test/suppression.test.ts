import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSandbox } from '../src/providers/sandbox.ts';
import { recipientDigest } from '../src/usecases/mailbox-digests.ts';
import { receiveReceipt } from '../src/usecases/receive-receipt.ts';
import { tokens } from '../src/wiring.ts';
import { carriersOf } from './carriers.ts';
import {
  type Account,
  type Answer,
  administer,
  adminToken,
  anAccount,
  anEmailTemplate,
  aText,
  type Method,
  reaches,
  type Service,
  sendEmail,
  startService,
  tokenOf,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('messaging').document);
/** Addresses in the order in which the carrier was given mail for them. */
const given: string[] = [];
let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService({
    override(wiring) {
      wiring.single(tokens.providers, (get) => {
        const mac = get(tokens.mac);
        const sandbox = createSandbox({
          db: get(tokens.resources).pool,
          vault: get(tokens.vault),
          recipientDigest: (address) => recipientDigest({ mac }, address),
        });
        return carriersOf({
          ...sandbox,
          async send(message) {
            given.push(message.to);
            if (message.to.startsWith('refused')) return 'refused';
            return message.to.startsWith('rejected') ? 'rejected' : sandbox.send(message);
          },
          async outcome(ask) {
            if (ask.to.startsWith('unheard')) return undefined;
            return ask.to.startsWith('gone') ? 'permanent-failure' : sandbox.outcome(ask);
          },
          readReceipt: () => ({ outcome: 'permanent-failure' }),
        });
      });
    },
  });
  account = await anAccount(service);
});

afterAll(() => service.end());

async function admin(
  operationId: string,
  method: Method,
  path: string,
  ask: { body?: unknown; own?: Account; department?: string } = {},
): Promise<Answer> {
  const { own = account, department = 'demo', body } = ask;
  const answer = await service.call(method, `/ashlar/v1/messaging-services/${own.id}/suppressions${path}`, {
    key: await adminToken(service, department),
    ...(body !== undefined && { body }),
  });
  if (answer.status !== 204) expect(contract.response(operationId, answer.status, answer.json)).toEqual([]);
  return answer;
}

type Entry = { id: string; email_address: string; reason: string; notification_id: string | null };

const put = (email_address: string, more: Record<string, unknown> = {}, own?: Account): Promise<Answer> =>
  admin('putSuppression', 'PUT', '', { body: { email_address, ...more }, ...(own && { own }) });

async function entry(email_address: string, own: Account = account): Promise<Entry | undefined> {
  const { json } = await admin('searchSuppressions', 'POST', '/search', { body: { email_address }, own });
  return (json.suppressions as Entry[])[0];
}

/** Sends an e-mail and answers how it ended: its status, and why in our own view. */
async function ends(
  email_address: string,
  status: string,
  { own = account, key = own.live }: { own?: Account; key?: string } = {},
): Promise<{ id: string; reason: unknown }> {
  const id = await sendEmail(service, own, { email_address }, key);
  await reaches(service, own, id, status);
  const { json } = await service.call('GET', `/ashlar/v1/notifications/${id}`, { key: tokenOf(key) });
  expect(contract.response('getSentNotification', 200, json)).toEqual([]);
  return { id, reason: json.failure_reason };
}

const timesGiven = (address: string) => given.filter((one) => one === address).length;

describe('an address from which mail came back for good', () => {
  test.each(['gone@example.org', 'refused@example.org'])(
    'is on the list: %s is written to once only',
    async (address) => {
      const first = await ends(address, 'permanent-failure');
      expect(first.reason).toBeNull();
      const second = await ends(address.toUpperCase(), 'permanent-failure');
      expect([second.reason, timesGiven(address)]).toEqual(['suppressed', 1]);
      expect(await entry(address)).toMatchObject({
        email_address: address,
        reason: 'hard_bounce',
        notification_id: first.id,
      });
    },
  );

  test('is on the list when its carrier says so by a receipt', async () => {
    const id = await sendEmail(service, account, { email_address: 'unheard@example.org' });
    await reaches(service, account, id, 'sending');
    const receipt = { key: id, headers: {}, form: {} };
    expect(await receiveReceipt(service.deps, { provider: 'sandbox', receipt })).toBe(true);
    await reaches(service, account, id, 'permanent-failure');
    expect(await entry('unheard@example.org')).toMatchObject({ reason: 'hard_bounce', notification_id: id });
  });

  test('is not on it when the mail and not the address was at fault, when it was only pretended, or at the standard’s own', async () => {
    await ends('rejected@example.org', 'permanent-failure');
    await ends('gone-too@example.org', 'permanent-failure', { key: account.test });
    await ends('perm-fail@simulator.notify', 'permanent-failure');
    const { json } = await put('perm-fail@simulator.notify');
    expect(json.errors).toEqual([{ pointer: '#/email_address', detail: 'is one of the standard’s own' }]);
    for (const one of ['rejected@example.org', 'gone-too@example.org', 'perm-fail@simulator.notify']) {
      expect(await entry(one)).toBeUndefined();
    }
  });

  test('is told of by events that hold ids and states only, and is sealed where it is kept', async () => {
    const { id } = await ends('gone-quietly@example.org', 'permanent-failure');
    const { id: suppressionId } = (await entry('gone-quietly@example.org')) ?? { id: '' };
    const { rows } = await service.pool.query(
      'select type, sequence::integer, data, traceparent from change_log where aggregate = $1 order by seq',
      [suppressionId],
    );
    expect(rows).toEqual([
      {
        type: 'messaging.suppression.added.v1',
        sequence: 1,
        data: { suppression_id: suppressionId, messaging_service_id: account.id, reason: 'hard_bounce' },
        traceparent: expect.any(String),
      },
    ]);
    const kept = await service.pool.query(
      `select row_to_json(suppression)::text as row from suppression where notification_id = $1`,
      [id],
    );
    expect(JSON.stringify(kept.rows)).not.toMatch(/quietly/);
  });
});

describe('a suppressed e-mail', () => {
  test('is accepted as ever, fails with its event and its callback, and is not seen by a carrier', async () => {
    const own = await anAccount(service);
    const callback = { url: 'https://example.org/', bearer_token: 'a-bearer-token' };
    const path = `/ashlar/v1/messaging-services/${own.id}/callbacks/delivery_status`;
    const set = await service.call('PUT', path, { key: await adminToken(service), body: callback });
    expect(set.status).toBeLessThan(300);
    await put('stopped@example.org', {}, own);
    const { id } = await ends('stopped@example.org', 'permanent-failure', { own });
    const { rows } = await service.pool.query(
      `select type from change_log where aggregate = $1 and type is not null
       union all select 'callback ' || type from callback_message where subject_id = $1::uuid`,
      [id],
    );
    expect(rows.map(({ type }) => type).sort()).toEqual([
      'callback delivery_status',
      'messaging.notification.created.v1',
      'messaging.notification.failed.v1',
    ]);
    expect(timesGiven('stopped@example.org')).toBe(0);
  });

  test('is one of this service only, with no test key, and no text message', async () => {
    await put('anna-stopped@example.org');
    const other = await anAccount(service);
    expect((await ends('anna-stopped@example.org', 'delivered', { own: other })).reason).toBeNull();
    await ends('anna-stopped@example.org', 'delivered', { key: account.test });
    const text = await service.call('POST', '/v2/notifications/sms', {
      key: tokenOf(account.live),
      body: aText(account),
    });
    await reaches(service, account, String(text.json.id), 'delivered');
  });
});

test('who clicks on a link to unsubscribe gets no more e-mails of the service, unless it came with a test key', async () => {
  const own = await anAccount(service);
  const template = anEmailTemplate({ has_unsubscribe_link: true });
  const { id: template_id } = await administer(service, `/${own.id}/templates`, template);
  const click = async (email_address: string, key: string) => {
    const id = await sendEmail(service, own, { email_address, template_id }, key);
    await reaches(service, own, id, 'delivered');
    const { message } = await service.pool
      .query<{ message: Buffer }>('select message from notification where id = $1', [id])
      .then(({ rows }) => ({ message: rows[0]?.message ?? Buffer.alloc(0) }));
    const { ownUnsubscribeUrl } = service.deps.vault.open<{ ownUnsubscribeUrl: string }>(message);
    for (let time = 0; time < 2; time += 1) {
      const clicked = await service.call('POST', new URL(ownUnsubscribeUrl).pathname, {
        text: 'List-Unsubscribe=One-Click',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(clicked.status).toBe(200);
    }
    return id;
  };
  const id = await click('reader@example.org', own.live);
  await click('tester@example.org', own.test);
  expect(await entry('reader@example.org', own)).toMatchObject({
    reason: 'unsubscribe',
    notification_id: id,
  });
  expect(await entry('tester@example.org', own)).toBeUndefined();
  expect((await ends('reader@example.org', 'permanent-failure', { own })).reason).toBe('suppressed');
});

describe('the list', () => {
  test('keeps an address once, as it was put there first, also when many put it there at once', async () => {
    const asked = await Promise.all(
      ['complaint', 'manual', 'unsubscribe', 'hard_bounce'].map((reason) =>
        put('once@example.org', { reason }),
      ),
    );
    const again = await put('Once@Example.org', { reason: 'manual' });
    expect(new Set([...asked, again].map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  });

  test('is read in pages, newest first, by its own department only', async () => {
    const own = await anAccount(service);
    for (const name of ['one', 'two', 'three']) await put(`${name}@example.org`, {}, own);
    const page = async (query: string) => (await admin('listSuppressions', 'GET', query, { own })).json;
    const first = await page('?limit=2');
    const names = ({ suppressions }: Record<string, unknown>) =>
      (suppressions as Entry[]).map(({ email_address }) => email_address);
    expect(names(first)).toEqual(['three@example.org', 'two@example.org']);
    const second = await page(`?limit=2&before=${first.next_before}`);
    expect([names(second), second.next_before]).toEqual([['one@example.org'], undefined]);
    const foreign = { own, department: 'another' };
    const { id } = (first.suppressions as Entry[])[0] ?? { id: '' };
    const body = { email_address: 'one@example.org' };
    expect((await admin('listSuppressions', 'GET', '', foreign)).status).toBe(404);
    expect((await admin('putSuppression', 'PUT', '', { ...foreign, body })).status).toBe(404);
    expect((await admin('searchSuppressions', 'POST', '/search', { ...foreign, body })).status).toBe(404);
    expect((await admin('deleteSuppression', 'DELETE', `/${id}`, foreign)).status).toBe(404);
    expect((await admin('deleteSuppression', 'DELETE', `/${id}`)).status).toBe(404);
    expect((await page('')).suppressions).toHaveLength(3);
  });

  test('gives an address back, once, with an event', async () => {
    const { id } = (await put('back@example.org')).json as unknown as Entry;
    expect((await admin('deleteSuppression', 'DELETE', `/${id}`)).status).toBe(204);
    expect((await admin('deleteSuppression', 'DELETE', `/${id}`)).status).toBe(404);
    await ends('back@example.org', 'delivered');
    const { rows } = await service.pool.query(
      'select type, sequence::integer from change_log where aggregate = $1 order by seq',
      [id],
    );
    expect(rows).toEqual([
      { type: 'messaging.suppression.added.v1', sequence: 1 },
      { type: 'messaging.suppression.removed.v1', sequence: 2 },
    ]);
  });

  test('takes addresses only', async () => {
    const refused = await put('nobody');
    expect([refused.status, refused.json.errors]).toEqual([
      422,
      [{ pointer: '#/email_address', detail: 'Not a valid email address' }],
    ]);
  });
});
