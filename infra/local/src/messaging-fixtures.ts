import { parse, readHome } from './command-line.ts';
import { readDemo } from './demo.ts';
import { callAdmin } from './demo-admin.ts';
import { StartError } from './start-error.ts';
import { mintToken } from './tokens.ts';

const help = `pnpm messaging:fixtures

  Makes what the integration suites of GOV.UK Notify's own clients need at the platform that runs (pnpm start): a messaging service with keys, templates
  in two versions, senders and a text message that came in. Prints the suites' environment variables, NAME=value a line, and nothing else.

  ASHLAR_HOME  where the platform that runs keeps its data (.ashlar)`;

/** What the suites send to: nobody owns either. */
const recipients = { email: 'functional-tests@example.org', sms: '+447700900500' };

const contactBlock = [
  'Government Digital Service',
  'The White Chapel Building',
  '10 Whitechapel High Street',
  'London',
  'E1 8QS',
  'United Kingdom',
].join('\n');

const emailBody = 'Hello ((name))\r\n\r\nFunctional test help make our world a better place';
const smsBody = 'Hello ((name))\r\n\r\nFunctional Tests make our world a better place';

/** The templates, by what the suites expect of version 1 and of the current one. */
const templates = {
  EMAIL_TEMPLATE_ID: [
    {
      type: 'email',
      name: 'Client Functional test email template',
      subject: 'Functional Tests are good',
      body: emailBody,
    },
    {
      name: 'Client Functional test email template',
      subject: 'Functional Tests are good',
      body: emailBody,
    },
  ],
  SMS_TEMPLATE_ID: [
    { type: 'sms', name: 'Example text message template', body: smsBody },
    { name: 'Client Functional test sms template', body: smsBody },
  ],
  LETTER_TEMPLATE_ID: [
    { type: 'letter', name: 'Untitled', subject: 'Main heading', body: 'Hello ((address_line_1))' },
    {
      name: 'Client functional letter template',
      subject: 'Main heading',
      body: 'Hello ((address_line_1))',
      contact_block: contactBlock,
    },
  ],
} as const;

try {
  const { help: asked } = parse(process.argv.slice(2), { help: { type: 'boolean', short: 'h' } });
  console.log(asked ? help : await makeFixtures(readHome(process.env)));
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
}

async function makeFixtures(home: string): Promise<string> {
  const { MESSAGING_URL: root, DEMO_DEPARTMENT: department } = await readDemo(home);
  if (!root || !department)
    throw new StartError(`No platform has run in ${home}; start one with pnpm start.`);
  const token = await mintToken(home, { scope: 'messaging:admin', department });
  const services = `${root}/ashlar/v1/messaging-services`;
  const { id } = await callAdmin(token, services, {
    service: 'functional-tests',
    name: 'Functional tests',
    email_from: 'functional.tests@messages.example',
    rate_limit: 60_000,
    files_contact_link: 'mailto:functional.tests@messages.example',
  });
  const make = async (path: string, body: object) => callAdmin(token, `${services}/${id}${path}`, body);
  const keyOf = async (name: string, type: string) => (await make('/api-keys', { name, type })).key;
  const senderOf = async (type: string, value: string) => (await make('/senders', { type, value })).id;
  // The Java client's suite asks for one, and for what is older than it.
  for (const content of ['An earlier text message', 'A text message from a person'])
    await make('/received-texts', { user_number: recipients.sms, content });
  const env: Record<string, string | undefined> = {
    NOTIFY_API_URL: root,
    API_KEY: await keyOf('functional-tests', 'test'),
    API_SENDING_KEY: await keyOf('functional-tests-sending', 'live'),
    INBOUND_SMS_QUERY_KEY: await keyOf('functional-tests-inbound', 'test'),
    FUNCTIONAL_TEST_EMAIL: recipients.email,
    FUNCTIONAL_TEST_NUMBER: recipients.sms,
    EMAIL_REPLY_TO_ID: await senderOf('email_reply_to', 'replies@messages.example'),
    SMS_SENDER_ID: await senderOf('sms_sender', 'FUNCTESTS'),
  };
  for (const [name, [first, current]] of Object.entries(templates)) {
    const { id: template } = await make('/templates', first);
    await make(`/templates/${template}/versions`, current);
    env[name] = template;
  }
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}
