import { setTimeout } from 'node:timers/promises';
import { send } from '../http.ts';

/** Makes a way to read codes in a mailbox of this platform, by its form for programs. Throws when a code does not come within 30 s. */
export function codesIn(mailbox: string) {
  const messages = new URL('/ashlar/v1/mailbox/messages', mailbox).href;
  return async (email: string, count: number): Promise<string> => {
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await setTimeout(100)) {
      const { json } = await send(messages);
      const all = (json as { messages: readonly { id: string; to: unknown }[] }).messages;
      const mails = all.filter(({ to }) => JSON.stringify(to).includes(email));
      const [newest] = mails;
      if (!newest || mails.length < count) continue;
      const { text } = (await send(`${messages}/${newest.id}`)).json as { text: string };
      const code = /\b\d{6}\b/.exec(text)?.[0];
      if (code) return code;
    }
    throw new Error('no code came within 30 s');
  };
}
