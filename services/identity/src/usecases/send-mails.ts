import { type Mail, mailBackoffMs } from '../domain/mail.ts';
import { deleteMail, postponeMail, type TakenMail, takeMails } from '../store/mails.ts';
import type { Deps } from './deps.ts';

const batch = 10;

/** Hands mail that is due to messaging, as long as there is one. Answers whether there was any. */
export async function sendMails(deps: Deps): Promise<boolean> {
  if (!(await deps.mailer.isReady())) return false;
  const at = deps.now();
  const until = new Date(at.getTime() + takenForMs);
  const mails = await takeMails(deps.db, { at, until, limit: batch });
  await Promise.all(mails.map((mail) => send(deps, mail)));
  return mails.length === batch;
}

/** Longer than messaging is waited for, so that no other process sends the same mail meanwhile. */
const takenForMs = 60_000;

async function send(deps: Deps, { id, sealed, tries, endsAt }: TakenMail): Promise<void> {
  const now = deps.now();
  if (endsAt <= now) {
    deps.log.warn({ mail: id, tries }, 'a mail was not sent in time');
    return deleteMail(deps.db, id);
  }
  const mail: Mail = JSON.parse(deps.unseal(sealed));
  try {
    const outcome = await deps.mailer.send(id, mail);
    if (outcome === 'refused') deps.log.warn({ mail: id, tries }, 'messaging refuses a mail');
  } catch (error) {
    deps.log.warn({ err: error, mail: id, tries }, 'a mail will be tried again');
    return postponeMail(deps.db, id, new Date(now.getTime() + mailBackoffMs(tries)));
  }
  await deleteMail(deps.db, id);
}
