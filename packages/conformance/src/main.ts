import { parseArgs } from 'node:util';
import { messagingSuite } from './messaging/suite.ts';
import { paymentsSuite } from './payments/suite.ts';
import { type Case, type CaseResult, runSuite } from './suite.ts';

const HELP = `Runs a component's behaviour suite against any implementation.

  pnpm conformance --component payments --base-url URL --api-key KEY --other-api-key KEY [--other-base-url URL]
                   [--section NAME]… [--json]
  pnpm conformance --component messaging --base-url URL --api-key KEY --test-api-key KEY --email-template ID --sms-template ID
                   [--section NAME]… [--json]

  --base-url       root of the implementation, without a path (PAYMENTS_URL, MESSAGING_URL)
  --api-key        key of a test gateway account (PAYMENTS_API_KEY), or a live key of a messaging service (NOTIFY_API_KEY)
  --other-api-key  key of an account of another department (PAYMENTS_OTHER_API_KEY)
  --other-base-url where that department reaches the implementation, if not at --base-url (PAYMENTS_OTHER_URL)
  --test-api-key   key of type test of the messaging service; only the section "test keys" needs it (NOTIFY_TEST_API_KEY)
  --email-template template of an e-mail with a placeholder (NOTIFY_EMAIL_TEMPLATE_ID)
  --sms-template   template of a text message with a placeholder (NOTIFY_SMS_TEMPLATE_ID)
  --section        run this section only; may be given more than once
  --json           print the results as JSON
Exit code 0 when every case passed, 1 when one failed, 2 when the call is not right.`;

const { values } = parseArgs({
  options: {
    component: { type: 'string', default: 'payments' },
    'base-url': { type: 'string', default: '' },
    'api-key': { type: 'string', default: '' },
    'other-api-key': { type: 'string', default: process.env.PAYMENTS_OTHER_API_KEY ?? '' },
    'other-base-url': { type: 'string', default: process.env.PAYMENTS_OTHER_URL ?? '' },
    'test-api-key': { type: 'string', default: process.env.NOTIFY_TEST_API_KEY ?? '' },
    'email-template': { type: 'string', default: process.env.NOTIFY_EMAIL_TEMPLATE_ID ?? '' },
    'sms-template': { type: 'string', default: process.env.NOTIFY_SMS_TEMPLATE_ID ?? '' },
    section: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

// Each component's own variables stand in for what was not given.
const messaging = values.component === 'messaging';
const { env } = process;
values['base-url'] ||= (messaging ? env.MESSAGING_URL : env.PAYMENTS_URL) ?? '';
values['api-key'] ||= (messaging ? env.NOTIFY_API_KEY : env.PAYMENTS_API_KEY) ?? '';

const problem = problemWith(values);
if (values.help || problem) {
  console.log(problem ? `${problem}\n\n${HELP}` : HELP);
  process.exitCode = problem ? 2 : 0;
} else {
  const results = await (messaging ? runMessaging() : runPayments());
  const failed = results.filter((result) => result.error).length;
  if (values.json) console.log(JSON.stringify(results, null, 2));
  else console.log(`\n${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

function runPayments(): Promise<CaseResult[]> {
  return run(paymentsSuite, {
    baseUrl: root(values['base-url']),
    apiKey: values['api-key'],
    other: { baseUrl: root(values['other-base-url'] || values['base-url']), apiKey: values['other-api-key'] },
  });
}

function runMessaging(): Promise<CaseResult[]> {
  return run(messagingSuite, {
    baseUrl: root(values['base-url']),
    apiKey: values['api-key'],
    ...(values['test-api-key'] && { testApiKey: values['test-api-key'] }),
    emailTemplate: values['email-template'],
    smsTemplate: values['sms-template'],
  });
}

function run<Subject>(suite: readonly Case<Subject>[], subject: Subject): Promise<CaseResult[]> {
  return runSuite(suite, subject, {
    ...(values.section && { only: values.section }),
    ...(!values.json && { report: print }),
  });
}

function root(url: string): string {
  return url.replace(/\/$/, '');
}

function problemWith(given: typeof values): string | undefined {
  if (given.help) return undefined;
  if (given.component !== 'payments' && given.component !== 'messaging')
    return `There is no suite for ${given.component}; there is one for payments and one for messaging.`;
  const needed = messaging
    ? (['base-url', 'api-key', 'email-template', 'sms-template'] as const)
    : (['base-url', 'api-key', 'other-api-key'] as const);
  const missing = needed.filter((name) => !given[name]);
  const sections = new Set((messaging ? messagingSuite : paymentsSuite).map((one) => one.section));
  const strange = given.section?.find((section) => !sections.has(section));
  if (strange) return `There is no section ${strange}; there are ${[...sections].join(', ')}.`;
  return missing.length > 0 ? `Missing: ${missing.map((name) => `--${name}`).join(', ')}.` : undefined;
}

function print(result: CaseResult): void {
  console.log(`${result.error ? 'FAIL' : 'ok  '} ${result.section}: ${result.name} (${result.ms} ms)`);
  if (result.error) console.log(`       ${result.error.split('\n').join('\n       ')}`);
}
