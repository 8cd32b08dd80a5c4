import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Account,
  anAccount,
  anEmail,
  errorsOf,
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

const email = (changes: Record<string, unknown> = {}, key = account.live, headers = {}) =>
  service.call('POST', '/v2/notifications/email', {
    key: tokenOf(key),
    body: anEmail(account, changes),
    headers,
  });

const get = (path: string, key = account.live) => service.call('GET', path, { key: tokenOf(key) });

describe('an Idempotency-Key', () => {
  test('makes one notification of any number of requests, and refuses another body', async () => {
    const headers = { 'idempotency-key': 'one' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => email({}, account.live, headers)));
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(answers.filter((one) => one.headers['idempotent-replayed'] === 'true')).toHaveLength(4);
    expect(errorsOf(await email({ reference: 'other' }, account.live, headers))[0]).toMatch(
      /^409 BadRequestError/,
    );
  });
});

describe('a list', () => {
  test('is of the key’s type, newest first, filtered, and goes on from its next', async () => {
    const own = await anAccount(service);
    const ids: string[] = [];
    for (const reference of ['a', 'b', 'a']) ids.push(await sendEmail(service, own, { reference }));
    await sendEmail(service, own, {}, own.test);
    const all = await get('/v2/notifications', own.live);
    expect(contract.response('listNotifications', 200, all.json)).toEqual([]);
    expect(idsOf(all.json)).toEqual([...ids].reverse());
    expect(idsOf((await get('/v2/notifications?reference=a&template_type=email', own.live)).json)).toEqual([
      ids[2],
      ids[0],
    ]);
    expect(idsOf((await get('/v2/notifications?template_type=sms', own.live)).json)).toEqual([]);
    const older = await get(`/v2/notifications?older_than=${ids[1]}`, own.live);
    expect(idsOf(older.json)).toEqual([ids[0]]);
    const { next } = older.json.links as { next: string };
    expect(next).toBe(`http://messages.test/v2/notifications?older_than=${ids[0]}`);
    const end = await get(new URL(next).pathname + new URL(next).search, own.live);
    expect(end.json).toEqual({ notifications: [], links: { current: next } });
  });

  test('refuses filters that the standard does not know', async () => {
    expect(errorsOf(await get('/v2/notifications?status=lost&older_than=1&page=2'))).toEqual([
      '400 ValidationError: status lost is not one of [cancelled, created, sending, sent, delivered, pending, failed, technical-failure, temporary-failure, permanent-failure, pending-virus-check, validation-failed, virus-scan-failed, returned-letter, accepted, received]',
      '400 ValidationError: older_than is not a valid UUID',
      '400 ValidationError: Additional properties are not allowed (page was unexpected)',
    ]);
  });

  test('never shows another service’s notifications', async () => {
    const other = await anAccount(service, { department: 'demo-two' });
    const id = await sendEmail(service, account);
    expect((await get(`/v2/notifications/${id}`, other.live)).status).toBe(404);
    expect(idsOf((await get('/v2/notifications', other.live)).json)).toEqual([]);
    expect(errorsOf(await get('/v2/notifications/1'))).toEqual([
      '400 ValidationError: notification_id is not a valid UUID',
    ]);
  });
});

function idsOf(json: Record<string, unknown>): string[] {
  return (json.notifications as { id: string }[]).map(({ id }) => id);
}
