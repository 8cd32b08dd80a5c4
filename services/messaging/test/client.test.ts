import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
// The official client, as it is published.
import { NotifyClient } from 'notifications-node-client';
import { type Account, anAccount, type Service, startService } from './fixtures.ts';

let service: Service;
let account: Account;
let client: NotifyClient;

beforeAll(async () => {
  service = await startService();
  await service.app.listen({ host: '127.0.0.1', port: 0 });
  account = await anAccount(service);
  const { port } = service.app.server.address() as { port: number };
  client = new NotifyClient(`http://127.0.0.1:${port}`, account.live);
});

afterAll(() => service.end());

test('GOV.UK Notify’s own client sends, reads, lists and previews', async () => {
  const sent = await client.sendEmail(account.emailTemplate, 'anna@example.org', {
    personalisation: { name: 'Anna', extra: 'yes' },
    reference: 'REF-7',
  });
  expect([sent.status, sent.data.content.subject]).toEqual([201, 'Your licence, Anna']);
  const text = await client.sendSms(account.smsTemplate, '+447700900321', {
    personalisation: { name: 'Anna' },
  });
  expect(text.data.content.body).toBe('Hello Anna, you may fish.');
  await until(async () => (await client.getNotificationById(sent.data.id)).data.status === 'delivered', {
    timeoutMs: 10_000,
    what: 'the e-mail to be delivered',
  });
  const listed = await client.getNotifications('email', undefined, 'REF-7');
  expect(listed.data.notifications.map(({ id }: { id: string }) => id)).toEqual([sent.data.id]);
  expect((await client.getAllTemplates()).data.templates).toHaveLength(2);
  expect((await client.getTemplateById(account.smsTemplate)).data.version).toBe(1);
  expect((await client.getTemplateByIdAndVersion(account.emailTemplate, 1)).data.type).toBe('email');
  const preview = await client.previewTemplateById(account.smsTemplate, { name: 'Bo' });
  expect(preview.data.body).toBe('Hello Bo, you may fish.');
});

test('GOV.UK Notify’s own client is told what is wrong', async () => {
  const refused = client.sendEmail(account.emailTemplate, 'anna@example.org', { personalisation: {} });
  await expect(refused).rejects.toMatchObject({
    response: {
      status: 400,
      data: { errors: [{ error: 'BadRequestError', message: 'Missing personalisation: name, extra' }] },
    },
  });
});
