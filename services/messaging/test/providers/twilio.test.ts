import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTwilio } from '../../src/providers/twilio.ts';
import { createDelivery } from '../../src/usecases/deliver-notifications.ts';
import { applyEarlyReceipts } from '../../src/usecases/receive-receipt.ts';
import {
  type Account,
  adminToken,
  anAccount,
  aText,
  reaches,
  type Service,
  startService,
  tokenOf,
} from '../fixtures.ts';
import { startTwilioServer, type TwilioAnswer, type TwilioServer, twilioAccount } from '../twilio-server.ts';
import { outgoing } from './outgoing.ts';

const receiptsUrl = 'https://messages.example';
let service: Service;
let account: Account;
let twilioServer: TwilioServer;

beforeAll(async () => {
  twilioServer = await startTwilioServer();
  service = await startService({
    env: {
      TWILIO_ACCOUNT_SID: twilioAccount.accountSid,
      TWILIO_AUTH_TOKEN: twilioAccount.authToken,
      TWILIO_URL: twilioServer.url,
      CARRIER_RECEIPTS_URL: receiptsUrl,
    },
  });
  account = await anAccount(service, { sms_provider: 'twilio' });
});

afterAll(async () => {
  await service?.end();
  await twilioServer?.close();
});

const twilio = () => createTwilio({ ...twilioAccount, url: twilioServer.url, receiptsUrl, timeoutMs: 5000 });

describe('Twilio', () => {
  test('is given number, sender, text and where to tell what became of it', async () => {
    const message = outgoing('sms');
    await twilio().send(message);
    const sent = twilioServer.messages.at(-1);
    expect(sent?.path).toBe('/2010-04-01/Accounts/AC0123/Messages.json');
    expect(sent?.headers.authorization).toBe(
      `Basic ${Buffer.from('AC0123:a-secret-of-the-account').toString('base64')}`,
    );
    expect(Object.fromEntries(sent?.form ?? [])).toEqual({
      To: '+447700900321',
      From: 'ASHLAR',
      Body: message.text,
      StatusCallback: `${receiptsUrl}/ashlar/v1/carrier-receipts/twilio/${message.key}`,
    });
  });

  test.each([
    [{ status: 400, code: 21211 }, 'refused'],
    [{ status: 400, code: 21610 }, 'refused'],
    [{ status: 400, code: 21635 }, 'refused'],
    [{ status: 400, code: 21617 }, 'refused'],
    [{ status: 400, code: 21659 }, 'not_sent'],
    [{ status: 400, code: 21606 }, 'not_sent'],
    [{ status: 401, code: 20003 }, 'not_sent'],
    [{ status: 429, code: 20429 }, 'not_sent'],
  ])('that answers %j has the message %s', async (answer, handover) => {
    twilioServer.next(answer);
    expect(await twilio().send(outgoing('sms'))).toBe(handover);
  });

  test.each([[{ status: 503 }], [{ status: 200, taken: true, text: '{}' }], ['breaks off']] as [
    TwilioAnswer,
  ][])('that answers %j leaves the outcome unknown', async (answer) => {
    twilioServer.next(answer);
    await expect(twilio().send(outgoing('sms'))).rejects.toThrow();
  });

  const receipts = [
    [{ MessageStatus: 'delivered' }, 'delivered'],
    [{ MessageStatus: 'undelivered', ErrorCode: '30005' }, 'permanent-failure'],
    [{ MessageStatus: 'undelivered', ErrorCode: '30003' }, 'temporary-failure'],
    [{ MessageStatus: 'undelivered', ErrorCode: '30008' }, 'temporary-failure'],
    [{ MessageStatus: 'failed', ErrorCode: '21610' }, 'permanent-failure'],
    [{ MessageStatus: 'failed' }, 'temporary-failure'],
    [{ MessageStatus: 'canceled' }, 'temporary-failure'],
    [{ MessageStatus: 'read' }, 'delivered'],
  ] as const;

  test.each(receipts)(
    'tells by %j that a message is %s; what it says later changes nothing',
    async (form, status) => {
      const id = await sendText();
      await reaches(service, account, id, 'sending');
      expect(await tell(id, { MessageStatus: 'sent' })).toBe(204);
      await reaches(service, account, id, 'sending');
      expect(await tell(id, form)).toBe(204);
      await reaches(service, account, id, status);
      for (const [later] of receipts) expect(await tell(id, later)).toBe(204);
      await reaches(service, account, id, status);
    },
  );

  test('is told at an address that names the department, where a gateway is to find who serves it', async () => {
    const carrier = createTwilio({
      ...{ ...twilioAccount, url: twilioServer.url, timeoutMs: 5000 },
      receiptsUrl: 'https://gateway.test/{department}/messaging/',
    });
    const message = { ...outgoing('sms'), department: 'licensing' };
    await carrier.send(message);
    const address = `https://gateway.test/licensing/messaging/ashlar/v1/carrier-receipts/twilio/${message.key}`;
    expect(twilioServer.messages.at(-1)?.form.get('StatusCallback')).toBe(address);
    const form = { MessageStatus: 'delivered' };
    const receipt = {
      key: message.key,
      form,
      headers: { 'x-twilio-signature': twilioServer.sign(address, form) },
    };
    expect(carrier.readReceipt?.({ ...receipt, department: 'licensing' })).toEqual({ outcome: 'delivered' });
    expect(carrier.readReceipt?.({ ...receipt, department: 'courts' })).toBeUndefined();
  });

  test('is not believed without its signature, nor about a message of another provider', async () => {
    const id = await sendText();
    await reaches(service, account, id, 'sending');
    expect(await tell(id, { MessageStatus: 'delivered' }, 'bm90IHNpZ25lZA==')).toBe(404);
    const changed = await service.call('PATCH', `/ashlar/v1/messaging-services/${account.id}`, {
      key: await adminToken(service),
      body: { sms_provider: 'sandbox' },
    });
    expect(changed.status).toBe(200);
    const other = await sendText();
    await reaches(service, account, other, 'delivered');
    expect(await tell(other, { MessageStatus: 'failed' })).toBe(404);
    await reaches(service, account, id, 'sending');
  });

  test('is heard of a message that is stored only afterwards, and not for ever', async () => {
    const id = randomUUID();
    for (const [form] of receipts.slice(1, 3)) expect(await tell(id, form)).toBe(204);
    expect(await tell(randomUUID(), { MessageStatus: 'sent' })).toBe(204);
    const changed = await service.call('PATCH', `/ashlar/v1/messaging-services/${account.id}`, {
      key: await adminToken(service),
      body: { sms_provider: 'twilio' },
    });
    expect(changed.status).toBe(200);
    await service.workers.stop();
    const sent = await sendText();
    // As if it had been stored late: the receipt was of this one.
    await createDelivery(service.deps).send();
    await service.pool.query('update early_receipt set notification_id = $1', [sent]);
    await applyEarlyReceipts(service.deps);
    await reaches(service, account, sent, 'permanent-failure');
    expect((await service.pool.query('select from early_receipt')).rowCount).toBe(0);
    expect(await tell(id, { MessageStatus: 'delivered' })).toBe(204);
    await applyEarlyReceipts(service.deps);
    expect((await service.pool.query('select from early_receipt')).rowCount).toBe(1);
    const later = { ...service.deps, now: () => new Date(Date.now() + 301_000) };
    await applyEarlyReceipts(later);
    expect((await service.pool.query('select from early_receipt')).rowCount).toBe(0);
  });

  async function sendText(): Promise<string> {
    const sent = await service.call('POST', '/v2/notifications/sms', {
      key: tokenOf(account.live),
      body: aText(account),
    });
    return String(sent.json.id);
  }

  async function tell(id: string, form: Readonly<Record<string, string>>, signature?: string) {
    const path = `/ashlar/v1/carrier-receipts/twilio/${id}`;
    const told = await service.call('POST', path, {
      text: new URLSearchParams(form).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': signature ?? twilioServer.sign(`${receiptsUrl}${path}`, form),
      },
    });
    return told.status;
  }
});
