import { until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { formHands } from './form-hands.ts';
import { withPlatform } from './platform.ts';

test('a citizen without an account creates one by a code that arrives in the mailbox, and reads messages with it', async () => {
  await withPlatform('postgres', async ({ env }) => {
    const email = 'newcomer@demo.example';
    const citizen = formHands();
    await citizen.open(String(env.INBOX_URL));
    await citizen.act({ press: '#create-account' });
    await citizen.act({ press: '#submit-address', fill: { email } });
    const code = await until(() => codeTo(email, String(env.MAILBOX_URL)), {
      timeoutMs: 30_000,
      what: 'the code',
    });
    await citizen.act({ press: '#submit-code', fill: { code } });
    await citizen.act({ press: '#submit-new-password', fill: { password: 'three unlikely words' } });
    await citizen.act({ press: '#submit-consent' });
    const { url } = await citizen.view();
    expect(url).toBe(env.INBOX_URL);
  });
}, 120_000);

/** The code of the newest mail to an address, once there is one. */
async function codeTo(email: string, mailbox: string): Promise<string | undefined> {
  const messages = new URL('/ashlar/v1/mailbox/messages', mailbox).href;
  const list = (await (await fetch(messages)).json()) as { messages: readonly { id: string; to: unknown }[] };
  const mail = list.messages.find(({ to }) => JSON.stringify(to).includes(email));
  if (!mail) return undefined;
  const { text } = (await (await fetch(`${messages}/${mail.id}`)).json()) as { text: string };
  return /\b\d{6}\b/.exec(text)?.[0];
}
