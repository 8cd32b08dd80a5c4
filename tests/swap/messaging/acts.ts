import { type Account, type Drive, drawAction } from '../driver.ts';
import type { Asked } from '../driver-change.ts';
import { authorizationOf, type MessagingAccount } from './account.ts';
import type { MessageChange } from './change.ts';

/** What a service of messaging does, and how often of a hundred times. */
const mix = {
  email: 22,
  sms: 15,
  plan: 8,
  planFar: 5,
  cancel: 4,
  edit: 3,
  text: 4,
  secure: 2,
  repeat: 4,
  read: 20,
  list: 4,
  template: 3,
  texts: 2,
  secureRead: 4,
} as const;

const remembered = 2000;
const hourMs = 3_600_000;
/** Longer than a call may be held. */
const soonMs = 3000;

/** A service that sends, plans and cancels messages, edits a template, is sent texts and sends secure messages. */
export function messagingOf(account: MessagingAccount): Account {
  return { authorization: authorizationOf(account), begin: (drive) => begin(drive, account) };
}

function begin(drive: Drive, account: MessagingAccount): () => Promise<void> {
  const { chance } = drive;
  const sent: string[] = [];
  const far: string[] = [];
  const secure: string[] = [];
  const send = async (type: 'email' | 'sms') => {
    const id = await notify(drive, account, type);
    if (id !== undefined) sent[chance.below(remembered)] = id;
  };
  const plan = async (inMs: number) => {
    const id = await notify(drive, account, chance.next() < 0.5 ? 'email' : 'sms', inMs);
    if (id !== undefined) (inMs < hourMs ? sent : far).push(id);
  };
  const read = async (path: (id: string) => string, of: readonly string[]) => {
    const id = chance.pick(of);
    if (id === undefined) return send('email');
    await drive.read(path(id));
  };
  return async () => {
    switch (drawAction(chance, mix)) {
      case 'sms':
        return send('sms');
      case 'plan':
        return plan(soonMs + chance.below(soonMs));
      case 'planFar':
        return plan(hourMs + chance.below(hourMs));
      case 'cancel':
        return cancel(drive, far.splice(chance.below(far.length), 1)[0]);
      case 'edit':
        return edit(drive, account);
      case 'text':
        return bringText(drive, account);
      case 'secure': {
        const id = await sendSecure(drive, account);
        if (id !== undefined) secure.push(id);
        return;
      }
      case 'repeat':
        return (await drive.repeat()) ? undefined : send('email');
      case 'read':
        return read((id) => `/v2/notifications/${id}`, sent);
      case 'list':
        return read((id) => `/v2/notifications?older_than=${id}`, sent);
      case 'template':
        return void (await drive.read(`/v2/template/${account.editedTemplate}`));
      case 'texts':
        return void (await drive.read('/v2/received-text-messages'));
      case 'secureRead':
        return read(
          (id) => `/ashlar/v1/secure-messages/${id}${chance.next() < 0.5 ? '/evidence' : ''}`,
          secure,
        );
      default:
        return send('email');
    }
  };
}

/** Asks for a notification, now by the standard or later by what stands beside it. Answers its id. */
function notify(
  drive: Drive,
  { emailTemplate, smsTemplate }: MessagingAccount,
  type: 'email' | 'sms',
  inMs?: number,
): Promise<string | undefined> {
  const reference = drive.name();
  const to = type === 'email' ? `${reference.toLowerCase()}@people.example` : numberOf(drive);
  const body = {
    reference,
    template_id: type === 'email' ? emailTemplate : smsTemplate,
    personalisation: { reference },
    ...(type === 'email' ? { email_address: to } : { phone_number: to }),
  };
  if (inMs === undefined)
    return change(drive, { operation: 'send', type, reference, to }, `/v2/notifications/${type}`, body);
  const due = Date.now() + inMs;
  const scheduled_for = new Date(due).toISOString();
  // The time of a plan may pass while nobody answers, or while a swap holds the call: then it is refused, unless it was taken before.
  const isSpent: Asked['isSpent'] = ({ status }) => status === 422 && Date.now() > due;
  const what = { operation: 'plan', type, reference, to, far: inMs >= hourMs } as const;
  return change(drive, what, '/ashlar/v1/notifications', { type, scheduled_for, ...body }, { isSpent });
}

async function cancel(drive: Drive, message: string | undefined): Promise<void> {
  if (message !== undefined)
    await change(drive, { operation: 'cancel', message }, `/ashlar/v1/notifications/${message}/cancel`);
}

async function edit(drive: Drive, { serviceId, editedTemplate }: MessagingAccount): Promise<void> {
  const path = `/ashlar/v1/messaging-services/${serviceId}/templates/${editedTemplate}/versions`;
  const body = { name: 'Edited', body: `Version ${drive.name()}.` };
  await change(drive, { operation: 'edit' }, path, body, { made: ({ version }) => version });
}

async function bringText(drive: Drive, { serviceId }: MessagingAccount): Promise<void> {
  const reference = drive.name();
  const body = { user_number: numberOf(drive), notify_number: '07700900000', content: `STOP ${reference}` };
  const path = `/ashlar/v1/messaging-services/${serviceId}/received-texts`;
  await change(drive, { operation: 'text', reference }, path, body);
}

function sendSecure(drive: Drive, { serviceId }: MessagingAccount): Promise<string | undefined> {
  const reference = drive.name();
  const file = {
    encoding_format: 'text/plain',
    filename: 'letter.txt',
    language: 'en',
    content: Buffer.from(`Your licence ${reference} is granted.`).toString('base64'),
  };
  const body = {
    messaging_service_id: serviceId,
    recipient: { recipient_id: `person-${reference}` },
    sender: { label: 'Fishing licences' },
    label: `About ${reference}`,
    confidentiality: 'confidential',
    required_assurance: 'low',
    main_document: { files: [file] },
  };
  const made: Asked['made'] = ({ message_uuid }) => message_uuid;
  return change(drive, { operation: 'secure', reference }, '/ashlar/v1/secure-messages', body, { made });
}

/** Answers the id of what was made. */
async function change(
  drive: Drive,
  { operation, ...what }: MessageChange,
  path: string,
  body?: object,
  { made = ({ id }) => id, isSpent: spent }: Pick<Asked, 'made' | 'isSpent'> = {},
): Promise<string | undefined> {
  const asked = { operation, what, path, made, ...(body && { body }), ...(spent && { isSpent: spent }) };
  const answer = await drive.change(asked);
  return answer && String(made(JSON.parse(answer.text)));
}

/** A number that Ofcom keeps for stories, and none of those to which the standard sends nothing. */
function numberOf({ chance }: Drive): string {
  return `07700900${300 + chance.below(700)}`;
}
