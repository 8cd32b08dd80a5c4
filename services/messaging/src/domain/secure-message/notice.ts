import type { NoticeKind } from './entities.ts';

/** Stands in a notification for the template that a notice is not made from. */
export const noticeTemplateId = '00000000-0000-8000-8000-5ec02e000001';

/**
 * What a notice says. It is the same for every message: whoever reads over a shoulder learns that there is post, and nothing of it. `url` leads to
 * the mailbox, not to the message. A public message's label is told by e-mail.
 */
export function noticeText(ask: {
  kind: NoticeKind;
  channel: 'email' | 'sms';
  label: string | undefined;
  url: string | undefined;
}): { subject: string; body: string } {
  const { kind, channel, label, url } = ask;
  const news = kind === 'notice' ? 'You have a new message' : 'You have a message that you have not read yet';
  const where = url === undefined ? 'Sign in to your mailbox to read it.' : `Sign in to read it: ${url}`;
  if (channel === 'sms') return { subject: '', body: `${news} in your mailbox. ${where}` };
  const about = label === undefined ? '' : `It is about: ${label}\n\n`;
  return {
    subject: `${news} in your mailbox`,
    body: `${news} in your mailbox.\n\n${about}${where}\n\nNever send personal details in reply to this e-mail.`,
  };
}
