import { readFile } from 'node:fs/promises';
import { callAdmin } from './demo-admin.ts';
import { templateReads } from './demo-messaging.ts';
import { writePrivate } from './home.ts';
import { type EntryPointLayout, type Layout, serviceNamed } from './layout.ts';
import { messagingFile } from './service-environment.ts';
import { StartError } from './start-error.ts';
import { mintToken } from './tokens.ts';

/**
 * Makes sure that identity can write to people: a messaging service with a template of each kind in both languages, and a key, in the file that identity reads. It sends by
 * the entry point, so that it goes on when messaging is swapped. What still works is kept.
 */
export async function seedAccountMail(
  home: string,
  layout: Layout,
  { url, component, department }: EntryPointLayout,
): Promise<void> {
  const file = messagingFile(home);
  const root = serviceNamed(layout, component).url;
  const kept = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Partial<AccountMail>;
  const { api_key: key = '', templates } = kept;
  if (kept.url === url && (await templateReads(root, key, templates?.phone_code?.cy ?? ''))) return;
  const token = await mintToken(home, { scope: `${component}:admin`, audience: component, department });
  const made = await create(root, token, url);
  await writePrivate(file, `${JSON.stringify(made, null, 2)}\n`);
}

interface AccountMail {
  url: string;
  api_key: string;
  templates: Record<'code' | 'notice' | 'phone_code', { en: string; cy: string }>;
}

const service = 'identity';

async function create(root: string, token: string, url: string): Promise<AccountMail> {
  const all = `${root}/ashlar/v1/messaging-services`;
  const { messaging_services: services = [] } = await callAdmin(token, all);
  const known = services.find((one) => one.service === service);
  const { id } =
    known ??
    (await callAdmin(token, all, {
      service,
      name: 'Your account',
      email_from: 'your.account@messages.example',
      email_provider: 'smtp',
    }));
  const path = `${all}/${id}`;
  const template = async (name: string, subject: string, body: string) => {
    const made = await callAdmin(token, `${path}/templates`, { type: 'email', name, subject, body });
    if (!made.id) throw new StartError('messaging gave no template.');
    return made.id;
  };
  const code = {
    en: await template('Code', 'Your code', codeInEnglish),
    cy: await template('Cod', 'Eich cod', codeInWelsh),
  };
  const notice = {
    en: await template('Notice', 'Your account', noticeInEnglish),
    cy: await template('Hysbysiad', 'Eich cyfrif', noticeInWelsh),
  };
  const textTemplate = async (name: string, body: string) => {
    const made = await callAdmin(token, `${path}/templates`, { type: 'sms', name, body });
    if (!made.id) throw new StartError('messaging gave no template.');
    return made.id;
  };
  const phone_code = {
    en: await textTemplate('Code by text', textInEnglish),
    cy: await textTemplate('Cod drwy neges destun', textInWelsh),
  };
  const { key } = await callAdmin(token, `${path}/api-keys`, { name: 'identity', type: 'live' });
  if (!key) throw new StartError('messaging gave no API key.');
  return { url, api_key: key, templates: { code, notice, phone_code } };
}

const textInEnglish = 'Your code is ((code)). It works for 10 minutes. Nobody will ask you for it.';
const textInWelsh = 'Eich cod yw ((code)). Mae’n gweithio am 10 munud. Ni fydd neb yn gofyn i chi amdano.';
const codeInEnglish =
  'Your code is ((code)).\n\nIt works for 10 minutes. Nobody will ask you for it. If you did not ask for it, do nothing.';
const codeInWelsh =
  'Eich cod yw ((code)).\n\nMae’n gweithio am 10 munud. Ni fydd neb yn gofyn i chi amdano. Os na wnaethoch ofyn amdano, peidiwch â gwneud dim.';
const noticeInEnglish =
  '((what))\n\nIf this was not you, choose a new password on the sign-in page: “I have forgotten my password”.';
const noticeInWelsh =
  '((what))\n\nOs nad chi wnaeth hyn, dewiswch gyfrinair newydd ar y dudalen mewngofnodi: “Rwyf wedi anghofio fy nghyfrinair”.';
