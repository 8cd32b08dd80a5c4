import { createHmac } from 'node:crypto';
import { callAdmin, demoService } from './demo-admin.ts';
import { seedSignInClient } from './demo-sign-in.ts';
import { type EntryPointLayout, type Layout, serviceNamed } from './layout.ts';
import { StartError } from './start-error.ts';
import { mintToken } from './tokens.ts';

const names = [
  'NOTIFY_API_KEY',
  'NOTIFY_TEST_API_KEY',
  'NOTIFY_EMAIL_TEMPLATE_ID',
  'NOTIFY_SMS_TEMPLATE_ID',
] as const;

type Seeded = Readonly<Record<(typeof names)[number], string>>;

/**
 * Makes sure that the demo department can send messages: a service, a template of each kind, a live key and a test key. Its mail goes to the mailbox by SMTP,
 * its texts by the sandbox carrier. What `before` names and still works is kept.
 */
export async function seedMessaging(
  home: string,
  layout: Layout,
  { url, component, department }: EntryPointLayout,
  before: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const kept = Object.fromEntries(names.map((name) => [name, before[name] ?? ''])) as Seeded;
  const root = serviceNamed(layout, component).url;
  const works =
    (await templateReads(root, kept.NOTIFY_API_KEY, kept.NOTIFY_EMAIL_TEMPLATE_ID)) &&
    (await templateReads(root, kept.NOTIFY_TEST_API_KEY, kept.NOTIFY_SMS_TEMPLATE_ID));
  const token = () => mintToken(home, { scope: `${component}:admin`, audience: component, department });
  const seeded = works ? kept : await create(root, await token());
  await seedSignInClient(home, layout, {
    component,
    department,
    name: 'Your mailbox',
    redirectUri: `${url}/messages/callback`,
  });
  return { ...seeded, MAILBOX_URL: `${url}/mailbox`, INBOX_URL: `${url}/messages` };
}

/** Whether a key works and reads a template. */
export async function templateReads(root: string, key: string, template: string): Promise<boolean> {
  if (key === '') return false;
  const answer = await fetch(`${root}/v2/template/${template}`, {
    headers: { authorization: `Bearer ${notifyToken(key)}` },
  });
  await answer.body?.cancel();
  return answer.ok;
}

async function create(root: string, token: string): Promise<Seeded> {
  const all = `${root}/ashlar/v1/messaging-services`;
  const { messaging_services: services = [] } = await callAdmin(token, all);
  const { id } =
    services.find((one) => one.service === demoService && one.email_provider === 'smtp') ??
    (await callAdmin(token, all, {
      service: demoService,
      name: 'Fishing licences',
      email_from: 'fishing.licences@messages.example',
      email_provider: 'smtp',
      rate_limit: 60_000,
    }));
  const path = `${all}/${id}`;
  const email = await callAdmin(token, `${path}/templates`, {
    type: 'email',
    name: 'Licence granted',
    subject: 'Your fishing licence, ((name))',
    body: 'Dear ((name)),\n\nYou may fish from today. Your reference is ((reference)).\n\n# What to bring\n\n* this e-mail\n* a rod',
  });
  const sms = await callAdmin(token, `${path}/templates`, {
    type: 'sms',
    name: 'Licence granted',
    body: 'Dear ((name)), you may fish from today. Your reference is ((reference)).',
  });
  const { key: live } = await callAdmin(token, `${path}/api-keys`, { name: 'demo', type: 'live' });
  const { key: test } = await callAdmin(token, `${path}/api-keys`, { name: 'demo-test', type: 'test' });
  if (!live || !test || !email.id || !sms.id) throw new StartError('messaging gave no API key or template.');
  return {
    NOTIFY_API_KEY: live,
    NOTIFY_TEST_API_KEY: test,
    NOTIFY_EMAIL_TEMPLATE_ID: email.id,
    NOTIFY_SMS_TEMPLATE_ID: sms.id,
  };
}

/** A token of the messaging standard: the last 36 characters of a key sign it, the 36 before them name the service. */
function notifyToken(key: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: key.slice(-73, -37), iat: Math.floor(Date.now() / 1000) };
  const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', key.slice(-36)).update(signed).digest('base64url')}`;
}
