import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokens } from '../../src/wiring.ts';
import { type Account, anAccount, type Service, startService } from '../fixtures.ts';
import { attested, claimsOf, secret, secureReaches, sendSecure } from './fixtures.ts';

let service: Service;
let account: Account;
let ahead = 0;

beforeAll(async () => {
  service = await startService({
    override: (wiring) => wiring.value(tokens.now, () => new Date(Date.now() + ahead)),
  });
  account = await anAccount(service);
});

afterAll(() => service.end());

const inMs = (ms: number) => new Date(Date.now() + ahead + ms).toISOString();

describe('a notice', () => {
  const mailbox = async (recipient: string) => {
    const { json } = await service.call('GET', '/ashlar/v1/mailbox/messages?limit=100');
    const found = (json.messages as { id: string; to: { address: string }[] }[]).filter(({ to }) =>
      to.some(({ address }) => address === recipient),
    );
    return Promise.all(
      found.map(async ({ id }) => (await service.call('GET', `/ashlar/v1/mailbox/messages/${id}`)).json),
    );
  };

  test('of a confidential message says that there is one, and nothing else; that it went is attested', async () => {
    const id = await sendSecure(service, account, { notice: { email_address: 'one@example.org' } });
    const { evidence } = await attested(service, id, 'notice_sent');
    expect(evidence.map(({ event }) => event)).toEqual(['submitted', 'delivered', 'notice_sent']);
    const claims = claimsOf(evidence[2]?.jws ?? '');
    expect(claims).toMatchObject({
      erds_event: 'ConsignmentNotification',
      notice: { kind: 'notice', channel: 'email' },
    });
    const mails = await mailbox('one@example.org');
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ subject: 'You have a new message in your mailbox' });
    expect(mails[0]?.text).toBe(
      'You have a new message in your mailbox.\n\nSign in to read it: http://messages.test/messages\n\nNever send personal details in reply to this e-mail.',
    );
    expect(JSON.stringify(mails)).not.toMatch(new RegExp(`${secret}|${id}`));
  });

  test('of a public message may say what it is about', async () => {
    const changes = {
      confidentiality: 'public',
      label: 'Open day',
      notice: { email_address: 'two@example.org' },
    };
    await attested(service, await sendSecure(service, account, changes), 'notice_sent');
    expect((await mailbox('two@example.org'))[0]?.text).toContain('It is about: Open day');
  });

  test('that nobody can be given is attested as failed', async () => {
    const notice = { phone_number: '+447700900002' };
    const id = await sendSecure(service, account, { notice });
    const { evidence } = await attested(service, id, 'notice_failed');
    expect(evidence.at(-1)?.erds_event).toBe('ConsignmentNotificationFailure');
  });

  test('goes by another channel once the message is unread for too long, and only then', async () => {
    const fallback = { unread_by: inMs(5 * 86_400_000), notice: { phone_number: '07700 900 321' } };
    const id = await sendSecure(service, account, { fallback });
    await secureReaches(service, id, 'delivered');
    expect(await mailbox('+447700900321')).toEqual([]);
    ahead += 5 * 86_400_000;
    await attested(service, id, 'notice_sent');
    const [text] = await mailbox('+447700900321');
    expect(text?.text).toBe(
      'Fishing licences: You have a message that you have not read yet in your mailbox. Sign in to read it: http://messages.test/messages',
    );
  });
});
