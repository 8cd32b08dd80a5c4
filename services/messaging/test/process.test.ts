import { prepareService, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { anAccount, anEmail, tokenOf } from './fixtures.ts';
import { startMailServer } from './mail-server.ts';
import { overHttp } from './over-http.ts';

test('the process migrates, serves, and keeps what it accepted over a kill', async () => {
  const prepared = await prepareService('messaging', { MIGRATE_ON_START: 'false', LEASE_S: '1' });
  const { root, issuer, start, main } = prepared;
  await expect(main()).rejects.toMatchObject({ stderr: expect.stringMatching(/messaging\/0001/) });
  expect((await main('--migrate')).stdout).toMatch(/messaging\/0001/);
  expect((await main('--migrate')).stdout).toMatch(/up to date/);

  const first = await start();
  const account = await anAccount({ issuer, call: overHttp(root) });
  const key = tokenOf(account.live);
  const made = await overHttp(root)('POST', '/v2/notifications/email', { key, body: anEmail(account) });
  expect(made.status).toBe(201);
  const scheduled_for = new Date(Date.now() + 3000).toISOString();
  const body = { type: 'email', ...anEmail(account), scheduled_for };
  const planned = await overHttp(root)('POST', '/ashlar/v1/notifications', { key, body });
  expect([planned.status, planned.json.status]).toEqual([201, 'scheduled']);
  await first.kill('SIGKILL');

  const second = await start();
  await until(
    async () => {
      const read = await overHttp(root)('GET', `/v2/notifications/${made.json.id}`, {
        key: tokenOf(account.live),
      });
      return read.json.status === 'delivered';
    },
    { timeoutMs: 15_000, what: 'the message to be delivered after the kill' },
  );
  const later = await until(
    async () => {
      const read = await overHttp(root)('GET', `/ashlar/v1/notifications/${planned.json.id}`, {
        key: tokenOf(account.live),
      });
      return read.json.status === 'delivered' ? read.json : undefined;
    },
    { timeoutMs: 15_000, what: 'the planned message to be delivered after the kill' },
  );
  expect(Date.parse(String(later.sent_at))).toBeGreaterThanOrEqual(Date.parse(scheduled_for));
  await second.kill('SIGTERM');
  expect(second.output()).toMatch(/stopped/);
  expect(first.output() + second.output()).not.toMatch(/anna@example|REF-1/);
  await prepared.end();
});

test('a kill in the middle of delivery loses no mail, and repeats none more than once or under another Message-ID', async () => {
  const server = await startMailServer({ delayMs: 40 });
  const prepared = await prepareService('messaging', { SMTP_URL: server.url, LEASE_S: '1' });
  const { root, issuer, start } = prepared;
  const call = overHttp(root);
  const first = await start();
  const account = await anAccount({ issuer, call }, { email_provider: 'smtp' });
  const accepted: string[] = [];
  for (let at = 0; at < 60; at += 1) {
    const body = anEmail(account);
    const made = await call('POST', '/v2/notifications/email', { key: tokenOf(account.live), body });
    accepted.push(String(made.json.id));
  }
  await until(() => server.mails.length > 5, { timeoutMs: 15_000, what: 'delivery to be under way' });
  await first.kill('SIGKILL');

  const second = await start();
  const open = async () => {
    const query = '/v2/notifications?status=created&status=sending';
    const { json } = await call('GET', query, { key: tokenOf(account.live) });
    return (json.notifications as unknown[]).length === 0;
  };
  await until(open, { timeoutMs: 30_000, what: 'everything to be delivered after the kill' });
  const ids = server.mails.map(({ text }) => /^Message-ID: <([^@]+)@/im.exec(text)?.[1] ?? 'none');
  expect([...new Set(ids)].sort()).toEqual([...accepted].sort());
  expect(accepted.filter((id) => ids.filter((one) => one === id).length > 2)).toEqual([]);
  await second.kill('SIGTERM');
  await Promise.all([prepared.end(), server.close()]);
}, 60_000);

test('a bulk job is made whole and each row once, whenever the process is killed', async () => {
  const prepared = await prepareService('messaging', { LEASE_S: '1' });
  const { root, issuer, start } = prepared;
  const call = overHttp(root);
  let process = await start();
  const account = await anAccount({ issuer, call });
  const ask = (method: 'GET' | 'POST', path: string, body?: unknown) =>
    call(method, `/ashlar/v1${path}`, { key: tokenOf(account.live), ...(body !== undefined && { body }) });
  const people = Array.from({ length: 4000 }, (_, at) => [`p${at}@example.org`, `P${at}`, 'no']);
  const made = await ask('POST', '/bulk-jobs', {
    name: 'Everybody',
    template_id: account.emailTemplate,
    rows: [['email address', 'name', 'extra'], ...people],
  });
  expect(made.status).toBe(201);
  const path = `/bulk-jobs/${made.json.id}`;
  const waiting = async () => ((await ask('GET', path)).json.counts as { waiting?: number }).waiting ?? 0;
  for (const most of [4000, 3000, 1500]) {
    await until(async () => (await waiting()) <= most, { timeoutMs: 15_000, what: `${most} rows to wait` });
    await process.kill('SIGKILL');
    process = await start();
  }
  await until(async () => (await waiting()) === 0, { timeoutMs: 30_000, what: 'all to be made' });
  const rows: number[] = [];
  let before: unknown;
  do {
    const query = `?bulk_job_id=${made.json.id}&limit=250${before ? `&before=${before}` : ''}`;
    const { json } = await ask('GET', `/notifications${query}`);
    rows.push(...(json.notifications as { bulk_job: { row: number } }[]).map((one) => one.bulk_job.row));
    before = json.next_before;
  } while (before);
  expect(rows.sort((a, b) => a - b)).toEqual(people.map((_, at) => at + 2));
  await process.kill('SIGTERM');
  expect(process.output()).not.toMatch(/p\d+@example/);
  await prepared.end();
}, 120_000);
