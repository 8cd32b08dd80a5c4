import { openListener } from '@ashlar/postgres';
import { until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { anAccount, sendEmail, startService, tokenOf } from './fixtures.ts';

test('a process without workers sends nothing itself, and tells those that do', async () => {
  const service = await startService({ env: { WORKERS: 'false' } });
  const heard: string[] = [];
  const listener = openListener({ url: service.databaseUrl, applicationName: 'test' });
  await listener.on('messaging_work', (loop) => heard.push(loop));
  const account = await anAccount(service);
  const id = await sendEmail(service, account);
  await until(() => heard.includes('send'), { timeoutMs: 10_000, what: 'the workers to be told' });
  const { json } = await service.call('GET', `/v2/notifications/${id}`, { key: tokenOf(account.live) });
  expect(json.status).toBe('created');
  await listener.close();
  await service.end();
});
