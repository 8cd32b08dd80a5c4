import { until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { formHands } from './form-hands.ts';
import { withPlatform } from './platform.ts';

test('a citizen signs in at identity and reads a message; one that needs more than a password stays closed', async () => {
  await withPlatform('postgres', async (platform) => {
    const { env } = platform;
    const scope = 'messaging:secure-messages messaging:admin';
    const token = await platform.token({ scope, audience: 'messaging', department: 'demo' });
    const call = async (path: string, body?: unknown) => {
      const answer = await fetch(`${env.MESSAGING_URL}/ashlar/v1${path}`, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      });
      expect(answer.ok).toBe(true);
      return (await answer.json()) as Answer;
    };
    const { messaging_services: services } = await call('/messaging-services');
    const send = async (label: string, required_assurance: string) => {
      const { message_uuid } = await call('/secure-messages', {
        messaging_service_id: services?.[0]?.id,
        recipient: { recipient_id: env.DEMO_USER_SUBJECT },
        sender: { label: 'Fishing licences' },
        label,
        confidentiality: 'confidential',
        required_assurance,
        main_document: {
          files: [
            {
              encoding_format: 'text/plain',
              filename: 'a.txt',
              language: 'en',
              content: btoa(`All of ${label}`),
            },
          ],
        },
      });
      return String(message_uuid);
    };
    const stateOf = async (id: string) => (await call(`/secure-messages/${id}`)).state;
    const [plain, closed] = [await send('the plain one', 'low'), await send('the closed one', 'high')];
    for (const id of [plain, closed]) {
      await until(async () => (await stateOf(id)) === 'delivered', { what: `${id} to be delivered` });
    }

    const citizen = formHands();
    await citizen.open(String(env.INBOX_URL));
    await citizen.act({
      press: '#submit-password',
      fill: { email: String(env.DEMO_USER_EMAIL), password: String(env.DEMO_USER_PASSWORD) },
    });
    await citizen.act({ press: '#submit-consent' });
    expect((await citizen.view()).text).toContain('the plain one');
    await citizen.open(`${env.INBOX_URL}/${plain}`);
    expect((await citizen.view()).text).toContain('All of the plain one');

    // The issuer is asked for a surer sign-in. It has none, so the citizen comes back to where it was.
    await citizen.open(`${env.INBOX_URL}/${closed}`);
    await citizen.act({ press: '#step-up' });
    if (await citizen.has('#submit-consent')) await citizen.act({ press: '#submit-consent' });
    const { heading, text, url } = await citizen.view();
    expect([heading, url]).toEqual(['Prove who you are to read this message', `${env.INBOX_URL}/${closed}`]);
    expect(text).not.toContain('closed one');
    expect([await stateOf(plain), await stateOf(closed)]).toEqual(['opened', 'delivered']);
  });
}, 120_000);

interface Answer {
  readonly messaging_services?: readonly { readonly id: string }[];
  readonly message_uuid?: string;
  readonly state?: string;
}
