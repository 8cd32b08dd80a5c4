import { until } from '@ashlar/testkit';
import { PDFDocument } from '@cantoo/pdf-lib';
import {
  type Account,
  type Ask,
  administer,
  adminToken,
  anAccount,
  anEmail,
  anEmailTemplate,
  aText,
  type Method,
  reaches,
  type Service,
  sendEmail,
  tokenOf,
} from './fixtures.ts';
import { aSecureMessage, secureReaches, sendSecure } from './secure-message/fixtures.ts';
import { aPerson, type StandIn } from './secure-message/person.ts';
import { type TwilioServer, twilioAccount } from './twilio-server.ts';

/** What every request of the list has to do with. */
export interface World {
  readonly service: Service;
  readonly account: Account;
  readonly issuer: StandIn;
  readonly twilio: TwilioServer;
  /** Headers of each request that is sent. */
  readonly headers: Record<string, string>;
}

/** What was answered, as far as all operations have it in common. */
export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A request that is ready to be sent, again and again. */
export type Send = () => Promise<Sent>;

/** Where carriers say what became of messages. */
export const receiptsUrl = 'https://receipts.test';

/** The variables without which not every operation does something. */
export const mutationEnv = (twilio: TwilioServer): Record<string, string> => ({
  CALLBACK_INSECURE_TARGETS: 'true',
  CALLBACK_RETRIES: '0',
  LETTER_RELEASE_AFTER_S: '600',
  CARRIER_RECEIPTS_URL: receiptsUrl,
  TWILIO_ACCOUNT_SID: twilioAccount.accountSid,
  TWILIO_AUTH_TOKEN: twilioAccount.authToken,
  TWILIO_URL: twilio.url,
});

/** A world with a messaging service that may do everything. */
export async function aWorld(
  given: Pick<World, 'service' | 'issuer' | 'twilio'>,
  headers: Record<string, string> = {},
): Promise<World> {
  const account = await anAccount(given.service, { files_contact_link: 'https://fishing.example/help' });
  return { ...given, account, headers };
}

/**
 * Every operation of the contract that writes for a department, with what makes one request of it that is accepted. The requests of a list may be prepared together
 * and sent in any order.
 */
export const mutations: Readonly<Record<string, (world: World) => Promise<Send>>> = {
  sendEmail: async (world) => notify(world, 'email', anEmail(world.account)),
  sendSms: async (world) => notify(world, 'sms', aText(world.account)),
  sendLetter: async (world) => notify(world, 'letter', await aLetter()),
  sendNotification: async (world) => signed(world, '/ashlar/v1/notifications', aPlan(world)),
  cancelNotification: async (world) => {
    const sent = await signed({ ...world, headers: {} }, '/ashlar/v1/notifications', aPlan(world))();
    return signed(world, `/ashlar/v1/notifications/${JSON.parse(sent.text).id}/cancel`);
  },
  setRecipient: async (world) => aRecipient(world, 'PUT', { language: 'cy' }),
  deleteRecipient: async (world) => {
    await (await aRecipient({ ...world, headers: {} }, 'PUT', { language: 'cy' }))();
    return aRecipient(world, 'DELETE');
  },
  sendToRecipient: async (world) =>
    signed(world, '/ashlar/v1/recipients/case-1/notifications', {
      templates: [{ template_id: world.account.emailTemplate }],
      email_address: 'anna@example.org',
      personalisation: { name: 'Anna', extra: 'no' },
    }),
  createBulkJob: async (world) => signed(world, '/ashlar/v1/bulk-jobs', aBulkJob(world)),
  cancelBulkJob: async (world) => {
    const sent = await signed({ ...world, headers: {} }, '/ashlar/v1/bulk-jobs', aBulkJob(world))();
    return signed(world, `/ashlar/v1/bulk-jobs/${JSON.parse(sent.text).id}/cancel`);
  },
  cancelLetter: async (world) => {
    const sent = await notify({ ...world, headers: {} }, 'letter', await aLetter())();
    return admin(world, 'DELETE', `/letters/${JSON.parse(sent.text).id}`);
  },
  unsubscribe: async (world) => {
    const path = new URL(await anUnsubscribeLink(world)).pathname;
    return send(world, 'POST', path, {
      text: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  },
  processUnsubscribeRequests: async (world) => {
    await (await mutations.unsubscribe?.({ ...world, headers: {} }))?.();
    const { json } = await asAdmin({ ...world, headers: {} }, 'GET', '/unsubscribe-requests');
    const ids = (json.unsubscribe_requests as { id: string }[]).map(({ id }) => id);
    return admin(world, 'PUT', '/unsubscribe-requests/processed', { ids });
  },
  createMessagingService: async (world) =>
    asAnybody(world, 'POST', '/ashlar/v1/messaging-services', {
      ...{
        department: 'demo',
        service: 'licensing',
        name: 'Another',
        email_from: 'another@messages.example',
      },
    }),
  updateMessagingService: async (world) => admin(world, 'PATCH', '', { name: 'A new name' }),
  archiveMessagingService: async (world) => {
    const account = await anAccount(world.service);
    return admin({ ...world, account }, 'DELETE', '');
  },
  createSender: async (world) =>
    admin(world, 'POST', '/senders', { type: 'email_reply_to', value: 'reply@example.org' }),
  deleteSender: async (world) => {
    const body = { type: 'email_reply_to', value: 'reply@example.org' };
    const { id } = await administer(world.service, `/${world.account.id}/senders`, body);
    return admin(world, 'DELETE', `/senders/${id}`);
  },
  createApiKey: async (world) => admin(world, 'POST', '/api-keys', { name: 'another', type: 'live' }),
  revokeApiKey: async (world) => {
    const body = { name: 'another', type: 'live' };
    const { id } = await administer(world.service, `/${world.account.id}/api-keys`, body);
    return admin(world, 'DELETE', `/api-keys/${id}`);
  },
  createTemplate: async (world) => admin(world, 'POST', '/templates', anEmailTemplate()),
  createTemplateVersion: async (world) =>
    admin(world, 'POST', `/templates/${world.account.emailTemplate}/versions`, aVersion()),
  archiveTemplate: async (world) => {
    const { id } = await administer(world.service, `/${world.account.id}/templates`, anEmailTemplate());
    return admin(world, 'DELETE', `/templates/${id}`);
  },
  putSuppression: async (world) => {
    const email_address = `${crypto.randomUUID()}@example.org`;
    return admin(world, 'PUT', '/suppressions', { email_address });
  },
  deleteSuppression: async (world) => {
    const body = { email_address: `${crypto.randomUUID()}@example.org` };
    const { json } = await asAdmin({ ...world, headers: {} }, 'PUT', '/suppressions', body);
    return admin(world, 'DELETE', `/suppressions/${json.id}`);
  },
  liftEmailSuspension: async (world) => {
    const account = await anAccount(world.service);
    const text = `update messaging_service set email_state = 'suspended' where id = $1`;
    await world.service.pool.query(text, [account.id]);
    return admin({ ...world, account }, 'DELETE', '/email-sending/suspension');
  },
  receiveText: async (world) =>
    admin(world, 'POST', '/received-texts', { user_number: '07700900123', content: 'Yes' }),
  putCallback: async (world) => admin(world, 'PUT', '/callbacks/delivery_status', aCallback),
  deleteCallback: async (world) => {
    await asAdmin({ ...world, headers: {} }, 'PUT', '/callbacks/received_text', aCallback);
    return admin(world, 'DELETE', '/callbacks/received_text');
  },
  replayCallbackMessage: async (world) => {
    const account = await anAccount(world.service);
    const own = { ...world, account, headers: {} };
    await asAdmin(own, 'PUT', '/callbacks/received_text', aCallback);
    await asAdmin(own, 'POST', '/received-texts', { user_number: '07700900123', content: 'Yes' });
    const id = await until(async () => {
      const { json } = await asAdmin(own, 'GET', '/callback-messages?status=failed');
      return (json.callback_messages as { id: string }[])[0]?.id;
    });
    return admin({ ...world, account }, 'POST', `/callback-messages/${id}/replay`);
  },
  receiveCarrierReceipt: async (world) => {
    const account = await anAccount(world.service, { sms_provider: 'twilio' });
    const sent = await notify({ ...world, account, headers: {} }, 'sms', aText(account))();
    const { id } = JSON.parse(sent.text);
    await reaches(world.service, account, id, 'sending');
    const path = `/ashlar/v1/carrier-receipts/twilio/${id}`;
    const form = { MessageStatus: 'delivered' };
    return send(world, 'POST', path, {
      text: new URLSearchParams(form).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': world.twilio.sign(`${receiptsUrl}${path}`, form),
      },
    });
  },
  sendSecureMessage: async (world) => {
    const key = await adminToken(world.service, 'demo', 'messaging:secure-messages');
    return send(world, 'POST', '/ashlar/v1/secure-messages', { key, body: aSecureMessage(world.account) });
  },
  showSecureMessage: async (world) => {
    const { id, headers } = await aDeliveredMessage(world);
    return send(world, 'GET', `/messages/${id}`, { headers });
  },
  replyToSecureMessage: async (world) => {
    const { id, headers, person } = await aDeliveredMessage(world, { reply: true });
    const { html } = await person.get(`/messages/${id}`);
    const fields = [...html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const hidden = Object.fromEntries(fields.map(([, name, value]) => [name, value]));
    return send(world, 'POST', `/messages/${id}/reply`, {
      text: new URLSearchParams({ ...hidden, text: 'Thank you' }).toString(),
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    });
  },
};

/** Operations that are no GET and write nothing of a department, or nothing that is logged, and why. */
export const otherwise: Readonly<Record<string, string>> = {
  previewTemplate: 'writes nothing',
  searchSuppressions: 'writes nothing',
  openFile: 'counts a guess, which is taken back if it was right',
  downloadFile: 'writes nothing',
  signOutInbox: 'the session is a cookie',
  updateMessagingProvider: 'the providers of this implementation, of all departments together',
};

const aCallback = { url: 'http://127.0.0.1:9/told', bearer_token: 'a-token-of-ours' };

function aVersion(): Record<string, unknown> {
  const { type: _type, ...version } = anEmailTemplate();
  return version;
}

async function aLetter(): Promise<Record<string, unknown>> {
  const document = await PDFDocument.create();
  document.addPage([595.28, 841.89]);
  return { reference: 'L-1', content: Buffer.from(await document.save()).toString('base64') };
}

async function anUnsubscribeLink({ service, account }: World): Promise<string> {
  const body = anEmailTemplate({ has_unsubscribe_link: true });
  const { id: template_id } = await administer(service, `/${account.id}/templates`, body);
  const id = await sendEmail(service, account, { template_id });
  await reaches(service, account, id, 'delivered');
  const text = 'select content from sandbox_message where notification_id = $1';
  const { rows } = await service.pool.query<{ content: Buffer }>(text, [id]);
  return service.deps.vault.open<{ unsubscribeUrl: string }>(rows[0]?.content ?? Buffer.alloc(0))
    .unsubscribeUrl;
}

async function aDeliveredMessage({ service, account, issuer }: World, changes: Record<string, unknown> = {}) {
  const person = aPerson(service, issuer);
  const subject = `person-${crypto.randomUUID()}`;
  const id = await sendSecure(service, account, { recipient: { recipient_id: subject }, ...changes });
  await secureReaches(service, id, 'delivered');
  await person.signIn({ subject });
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return { id, person, headers: { cookie } };
}

function aPlan({ account }: World): Record<string, unknown> {
  const scheduled_for = new Date(Date.now() + 3_600_000).toISOString();
  return { type: 'email', ...anEmail(account), scheduled_for };
}

async function aRecipient(world: World, method: Method, body?: unknown): Promise<Send> {
  const key = await adminToken(world.service, 'demo');
  const ask = { key, ...(body !== undefined && { body }) };
  return send(world, method, `/ashlar/v1/recipients/of-${world.account.id}`, ask);
}

function aBulkJob({ account }: World): Record<string, unknown> {
  return {
    name: 'Everybody',
    template_id: account.emailTemplate,
    rows: [
      ['email address', 'name', 'extra'],
      ['anna@example.org', 'Anna', 'no'],
    ],
    scheduled_for: new Date(Date.now() + 3_600_000).toISOString(),
  };
}

function notify(world: World, channel: string, body: Record<string, unknown>): Send {
  return signed(world, `/v2/notifications/${channel}`, body);
}

/** A request with a token of the standard, which holds for half a minute: it is made when it is sent. */
function signed(world: World, path: string, body?: Record<string, unknown>): Send {
  return () =>
    send(world, 'POST', path, { key: tokenOf(world.account.live), ...(body !== undefined && { body }) })();
}

async function admin(world: World, method: Method, path: string, body?: unknown): Promise<Send> {
  return asAnybody(world, method, `/ashlar/v1/messaging-services/${world.account.id}${path}`, body);
}

async function asAdmin(world: World, method: Method, path: string, body?: unknown) {
  const { text } = await (await admin(world, method, path, body))();
  return { json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}

async function asAnybody({ service, headers }: World, method: Method, path: string, body?: unknown) {
  const key = await adminToken(service);
  return () => service.call(method, path, { key, headers, ...(body !== undefined && { body }) });
}

function send({ service, headers }: World, method: Method, path: string, ask: Ask): Send {
  return () => service.call(method, path, { ...ask, headers: { ...headers, ...ask.headers } });
}
