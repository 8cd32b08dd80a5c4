import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readColumns, rowValues } from '../src/domain/bulk.ts';
import {
  type Account,
  type Answer,
  anAccount,
  aText,
  reaches,
  type Service,
  startService,
  tokenOf,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('messaging').document);
let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService({ env: { BULK_ROWS: '1200' } });
  account = await anAccount(service, { international_sms: true });
});

afterAll(() => service.end());

async function call(
  operationId: string,
  method: 'GET' | 'POST',
  path: string,
  ask: { body?: unknown; key?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { key = account.live, ...more } = ask;
  const answer = await service.call(method, `/ashlar/v1${path}`, { key: tokenOf(key), ...more });
  expect(contract.response(operationId, answer.status, answer.json)).toEqual([]);
  return answer;
}

const header = ['Email-Address', 'NAME', 'ex_tra'];
const people = (count: number) =>
  Array.from({ length: count }, (_, at) => [`p${at}@example.org`, `P${at}`, 'no']);

const aJob = (changes: Record<string, unknown> = {}, own = account) => ({
  name: 'Everybody',
  template_id: own.emailTemplate,
  rows: [header, ...people(3)],
  ...changes,
});

const create = (
  changes: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Answer> => call('createBulkJob', 'POST', '/bulk-jobs', { body: aJob(changes), headers });

const read = async (id: unknown, key = account.live) =>
  (await call('getBulkJob', 'GET', `/bulk-jobs/${id}`, { key })).json;

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

const becomes = (id: unknown, status: string): Promise<Record<string, unknown>> =>
  until(
    async () => {
      const job = await read(id);
      return job.status === status ? job : undefined;
    },
    { timeoutMs: 20_000, what: `the job to be ${status}` },
  );

const errorsOf = ({ json }: Answer) =>
  ((json.errors ?? []) as { pointer: string; detail: string }[]).map(
    ({ pointer, detail }) => `${pointer} ${detail}`,
  );

describe('a bulk job', () => {
  test('sends a message for each row, in the bulk lane, with its values', async () => {
    const made = await create();
    expect([made.status, made.json.row_count, made.json.name]).toEqual([201, 3, 'Everybody']);
    const ended = await becomes(made.json.id, 'finished');
    expect(ended.counts).toEqual({ delivered: 3 });
    const listed = await call('listSentNotifications', 'GET', `/notifications?bulk_job_id=${made.json.id}`);
    const found = listed.json.notifications as { id: string; lane: string; bulk_job: { row: number } }[];
    expect(found.map(({ lane, bulk_job }) => [lane, bulk_job.row])).toEqual([
      ['bulk', 4],
      ['bulk', 3],
      ['bulk', 2],
    ]);
    const { json } = await service.call('GET', `/v2/notifications/${found[0]?.id}`, {
      key: tokenOf(account.live),
    });
    expect(json).toMatchObject({ email_address: 'p2@example.org', subject: 'Your licence, P2' });
  });

  test('is read from CSV, with quotes, a byte order mark and empty lines', async () => {
    const csv = '\ufeffphone number,name\r\n\r\n07700900123,"Bird, ""Anna"""\r\n07700900124,Ben\r\n';
    const made = await create({ template_id: account.smsTemplate, rows: undefined, csv });
    expect([made.status, made.json.type, made.json.row_count]).toEqual([201, 'sms', 2]);
    const listed = await call('listSentNotifications', 'GET', `/notifications?bulk_job_id=${made.json.id}`);
    await becomes(made.json.id, 'finished');
    const again = await call('listSentNotifications', 'GET', `/notifications?bulk_job_id=${made.json.id}`);
    expect(listed.status).toBe(200);
    const last = (again.json.notifications as { id: string }[]).at(-1)?.id;
    const { json } = await service.call('GET', `/v2/notifications/${last}`, { key: tokenOf(account.live) });
    expect(json.body).toBe('Hello Bird, "Anna", you may fish.');
    const torn = await create({ rows: undefined, csv: 'email address,name\na@b.com,"x' });
    expect([torn.status, torn.json.errors]).toEqual([
      422,
      [{ pointer: '#/csv', detail: 'is not CSV (RFC 4180)' }],
    ]);
  });

  test('accepts nothing when a row fails, and says which by their numbers', async () => {
    const rows = [
      header,
      ['good@example.org', 'A', 'no'],
      ['nobody', 'B', 'no'],
      ['c@example.org', '', 'no'],
      ['d@example.org', 'D', 'no', 'more'],
    ];
    const refused = await create({ rows });
    expect([refused.status, refused.json.code, refused.json.faulty_rows]).toEqual([422, 'invalid_rows', 3]);
    expect(errorsOf(refused)).toEqual([
      '#/rows/2 row 3: Not a valid email address',
      '#/rows/3 row 4: Missing personalisation: name',
      '#/rows/4 row 5: There are more cells than columns',
    ]);
    expect(refused.text).not.toMatch(/nobody|example.org/);
    const many = await create({ rows: [header, ...people(150).map(() => ['x', 'X', 'no'])] });
    expect([many.json.faulty_rows, errorsOf(many).length]).toEqual([150, 100]);
  });

  test.each([
    [
      'a column is missing',
      {
        rows: [
          ['name', 'extra'],
          ['A', 'no'],
        ],
      },
      '#/rows There is no column email address',
    ],
    [
      'a column is there twice',
      {
        rows: [
          [...header, 'Name'],
          ['a@b.com', 'A', 'no', 'B'],
        ],
      },
      '#/rows The column Name is there twice',
    ],
    ['there is only a header', { rows: [header] }, '#/rows must have a header and at least one row'],
    [
      'there are too many rows',
      { rows: [header, ...people(1201)] },
      '#/rows must be at most 1200, without the header',
    ],
    ['there are rows and CSV', { csv: 'x' }, '#/ must have either rows or csv'],
    [
      'the time has passed',
      { scheduled_for: '2020-01-01T00:00:00Z' },
      '#/scheduled_for must be in the future, at most 604800 seconds (7 days) from now',
    ],
  ])('is refused when %s', async (_, changes, error) => {
    const refused = await create(changes);
    expect(refused.status).toBe(422);
    expect(errorsOf(refused).map((one) => one.replace(/^# /, '#/ '))).toEqual([error]);
  });

  test('obeys the rules of keys, senders and templates, in the standard’s words', async () => {
    const said = async (changes: Record<string, unknown>, key = account.live) => {
      const { status, json } = await call('createBulkJob', 'POST', '/bulk-jobs', {
        body: aJob(changes),
        key,
      });
      return [status, json.detail];
    };
    const unknown = '0198c2f0-a1b2-4c33-9d44-000000000000';
    expect(await said({ template_id: unknown })).toEqual([422, 'Template not found']);
    expect(await said({ email_reply_to_id: unknown })).toEqual([
      422,
      `email_reply_to_id ${unknown} does not exist in database for service id ${account.id}`,
    ]);
    const guarded = await call('createBulkJob', 'POST', '/bulk-jobs', { body: aJob(), key: account.team });
    expect(errorsOf(guarded)[0]).toBe(
      '#/rows/1 row 2: Can’t send to this recipient using a team-only API key',
    );
  });

  test('is within the daily limit as a whole, or refused, and counts at once', async () => {
    const own = await anAccount(service, { daily_limits: { email: 5 } });
    const send = (count: number, headers = {}) =>
      call('createBulkJob', 'POST', '/bulk-jobs', {
        key: own.live,
        body: aJob({ rows: [header, ...people(count)], scheduled_for: at }, own),
        headers,
      });
    const at = inAnHour();
    const over = await send(6);
    expect([over.status, over.json.detail]).toEqual([429, 'Exceeded send limits (email: 5) for today']);
    const key = { 'idempotency-key': 'bulk-1' };
    const first = await send(5, key);
    expect(first.status).toBe(201);
    expect((await send(1)).status).toBe(429);
    const again = await send(5, key);
    expect([again.status, again.json.id, again.headers['idempotent-replayed']]).toEqual([
      201,
      first.json.id,
      'true',
    ]);
    expect((await send(4, key)).json.code).toBe('idempotency_key_reused');
  });

  test('keeps what is in it sealed', async () => {
    await create({ name: 'Secret name', scheduled_for: inAnHour() });
    const { rows } = await service.pool.query(
      `select string_agg(encode(settings, 'escape'), '') || coalesce((select string_agg(encode(content, 'escape'), '') from bulk_job_slice), '') as all
         from bulk_job`,
    );
    expect(rows[0].all).not.toMatch(/Secret name|p0@example/);
  });

  test('is in another’s way no more than its turns allow', async () => {
    const own = await anAccount(service);
    const [job, id] = [await create({ rows: [header, ...people(1000)] }), await aTextOf(own)];
    await reaches(service, own, id, 'delivered');
    const { delivered = 0 } = (await read(job.json.id)).counts as { delivered?: number };
    expect(delivered).toBeLessThan(1000);
    await becomes(job.json.id, 'finished');
  });
});

describe('a bulk job that is cancelled', () => {
  test('sends nothing that was planned, and counts all of it as cancelled', async () => {
    const made = await create({ rows: [header, ...people(1100)], scheduled_for: inAnHour() });
    await becomes(made.json.id, 'scheduled');
    const cancelled = await call('cancelBulkJob', 'POST', `/bulk-jobs/${made.json.id}/cancel`);
    expect([cancelled.status, cancelled.json.status]).toEqual([200, 'cancelled']);
    const settled = await until(
      async () => {
        const job = await read(made.json.id);
        return (job.counts as { cancelled?: number }).cancelled === 1100 ? job : undefined;
      },
      { timeoutMs: 15_000, what: 'all to be cancelled' },
    );
    expect(settled.counts).toEqual({ cancelled: 1100 });
    expect((await call('cancelBulkJob', 'POST', `/bulk-jobs/${made.json.id}/cancel`)).status).toBe(200);
  });

  test('loses no row between who cancels and who makes', async () => {
    const made = await create({ rows: [header, ...people(1200)], scheduled_for: inAnHour() });
    const cancelled = await call('cancelBulkJob', 'POST', `/bulk-jobs/${made.json.id}/cancel`);
    expect(cancelled.status).toBe(200);
    await until(
      async () => ((await read(made.json.id)).counts as { cancelled?: number }).cancelled === 1200,
      { timeoutMs: 15_000, what: 'all to be cancelled' },
    );
  });

  test('is 409 once nothing waits, and nobody else’s', async () => {
    const made = await create();
    await becomes(made.json.id, 'finished');
    const late = await call('cancelBulkJob', 'POST', `/bulk-jobs/${made.json.id}/cancel`);
    expect([late.status, late.json.code]).toEqual([409, 'not_cancellable']);
    const other = await anAccount(service);
    const foreign = await call('getBulkJob', 'GET', `/bulk-jobs/${made.json.id}`, { key: other.live });
    expect(foreign.status).toBe(404);
  });
});

test('bulk jobs are listed in pages', async () => {
  const own = await anAccount(service);
  const ids: unknown[] = [];
  for (let at = 0; at < 3; at += 1) {
    const made = await call('createBulkJob', 'POST', '/bulk-jobs', { body: aJob({}, own), key: own.live });
    ids.unshift(made.json.id);
  }
  const list = async (query: string) => {
    const { json } = await call('listBulkJobs', 'GET', `/bulk-jobs?${query}`, { key: own.live });
    return [(json.bulk_jobs as { id: string }[]).map(({ id }) => id), json.next_before];
  };
  expect(await list('limit=2')).toEqual([ids.slice(0, 2), ids[1]]);
  expect(await list(`limit=2&before=${ids[1]}`)).toEqual([ids.slice(2), undefined]);
});

test('columns are found however they are written', () => {
  const spelling = fc.constantFrom('Email Address', 'email_address', 'EMAIL-ADDRESS', ' emailaddress ');
  const names = fc.uniqueArray(fc.stringMatching(/^[b-d][f-z]{1,8}$/), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(spelling, names, fc.nat(), (recipient, others, place) => {
      const at = place % (others.length + 1);
      const columns = readColumns(others.toSpliced(at, 0, recipient), 'email');
      if ('problem' in columns) throw new Error(columns.problem);
      expect(columns.recipientAt).toBe(at);
      const values = rowValues(
        columns,
        columns.names.map((_, cell) => `v${cell}`),
      );
      expect(Object.values(values)).toEqual(columns.names.map((_, cell) => `v${cell}`));
    }),
  );
});

async function aTextOf(own: Account): Promise<string> {
  const sent = await service.call('POST', '/v2/notifications/sms', {
    key: tokenOf(own.live),
    body: aText(own),
  });
  return String(sent.json.id);
}
