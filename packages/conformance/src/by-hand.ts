import { createPrivateKey } from 'node:crypto';
import { parseArgs } from 'node:util';
import { contentSuite, sharedContent } from './content/suite.ts';
import { HELP } from './help.ts';
import { codesIn } from './identity/mailbox.ts';
import { arriveByForms } from './identity/one-login/arrive.ts';
import { oneLoginSuite } from './identity/one-login/suite.ts';
import type { IdentitySubject } from './identity/subject.ts';
import { administeredIdentity, identitySuite, mailedIdentity } from './identity/suite.ts';
import { administeredMessaging, messagingSuite, operatedMessaging } from './messaging/suite.ts';
import { checkAgainst, type SpecVerdict } from './payments/published-spec.ts';
import { paymentsSuite } from './payments/suite.ts';
import { registrySuite } from './registry/suite.ts';
import { type Case, type CaseResult, runSuite } from './suite.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    component: { type: 'string', default: 'payments' },
    'base-url': text,
    'api-key': text,
    'other-api-key': text,
    'other-base-url': text,
    'admin-token': text,
    'operator-token': text,
    account: text,
    'published-spec': text,
    'client-id': text,
    'client-secret': text,
    'private-key': text,
    'signed-out': text,
    'redirect-uri': text,
    'post-logout-redirect-uri': text,
    email: text,
    password: text,
    'program-id': text,
    'program-secret': text,
    'program-scope': text,
    'admin-id': text,
    'admin-secret': text,
    mailbox: text,
    'test-api-key': text,
    'email-template': text,
    'sms-template': text,
    token: text,
    section: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const spec = values['published-spec'] === undefined ? undefined : checkAgainst(values['published-spec']);

type Option = Exclude<keyof typeof values, 'section' | 'json' | 'help'>;

/** A suite with its subject filled in, and what it takes to fill it in. */
interface Component {
  /** The environment variable of each option that is needed. */
  readonly needs: Readonly<Partial<Record<Option, string>>>;
  readonly sections: ReadonlySet<string>;
  /** The sections that need more than was given, and are not run unless they are named. */
  leftOut(): readonly string[];
  run(settings: Parameters<typeof runSuite>[2]): Promise<CaseResult[]>;
}

const components: Readonly<Record<string, Component>> = {
  payments: component(
    paymentsSuite,
    {
      'base-url': 'PAYMENTS_URL',
      'api-key': 'PAYMENTS_API_KEY',
      'other-api-key': 'PAYMENTS_OTHER_API_KEY',
    },
    (given) => {
      const baseUrl = root(given('base-url'));
      const otherUrl = root(values['other-base-url'] ?? process.env.PAYMENTS_OTHER_URL ?? baseUrl);
      const other = { baseUrl: otherUrl, apiKey: given('other-api-key') };
      const admin = adminOfPayments();
      return {
        baseUrl,
        apiKey: given('api-key'),
        other,
        ...(admin && { admin }),
        ...(spec && { onExchange: spec.see }),
      };
    },
    () => (adminOfPayments() ? [] : ['webhooks', 'payment links', 'accounts', 'switching']),
  ),
  identity: component(
    identitySuite,
    {
      'base-url': 'IDENTITY_ISSUER',
      'client-id': 'RP_CLIENT_ID',
      'client-secret': 'RP_CLIENT_SECRET',
      'redirect-uri': 'RP_REDIRECT_URI',
      'post-logout-redirect-uri': 'RP_POST_LOGOUT_REDIRECT_URI',
      email: 'DEMO_USER_EMAIL',
      password: 'DEMO_USER_PASSWORD',
      'program-id': 'OPERATOR_CLIENT_ID',
      'program-secret': 'OPERATOR_CLIENT_SECRET',
    },
    (given) => ({
      ...administeredIn(),
      baseUrl: root(given('base-url')),
      client: {
        id: given('client-id'),
        secret: given('client-secret'),
        redirectUri: given('redirect-uri'),
        postLogoutRedirectUri: given('post-logout-redirect-uri'),
      },
      person: { email: given('email'), password: given('password') },
      program: {
        id: given('program-id'),
        secret: given('program-secret'),
        scope: values['program-scope'] ?? 'identity:changes',
      },
    }),
    () => {
      const { admin, codeTo } = administeredIn();
      if (!admin) return administeredIdentity;
      return codeTo ? [] : mailedIdentity;
    },
  ),
  'one-login': component(
    oneLoginSuite,
    {
      'base-url': 'ONE_LOGIN_ISSUER',
      'client-id': 'ONE_LOGIN_CLIENT_ID',
      'private-key': 'ONE_LOGIN_PRIVATE_KEY',
      'redirect-uri': 'RP_REDIRECT_URI',
      'post-logout-redirect-uri': 'RP_POST_LOGOUT_REDIRECT_URI',
      email: 'DEMO_USER_EMAIL',
      password: 'DEMO_USER_PASSWORD',
    },
    (given) => {
      const key = Buffer.from(given('private-key'), 'base64');
      const issuer = `${root(given('base-url'))}/`;
      return {
        issuer,
        client: {
          id: given('client-id'),
          privateKey: createPrivateKey({ key, format: 'der', type: 'pkcs8' }),
          redirectUri: given('redirect-uri'),
          postLogoutRedirectUri: given('post-logout-redirect-uri'),
        },
        signedOut: values['signed-out'] ?? 'https://www.gov.uk/',
        arrive: arriveByForms(issuer, { email: given('email'), password: given('password') }),
        person: { email: given('email'), password: given('password') },
      };
    },
  ),
  messaging: component(
    messagingSuite,
    {
      'base-url': 'MESSAGING_URL',
      'api-key': 'NOTIFY_API_KEY',
      'email-template': 'NOTIFY_EMAIL_TEMPLATE_ID',
      'sms-template': 'NOTIFY_SMS_TEMPLATE_ID',
    },
    (given) => {
      const testApiKey = values['test-api-key'] ?? process.env.NOTIFY_TEST_API_KEY;
      const adminToken = adminOfMessaging();
      const operatorToken = operatorOfMessaging();
      return {
        baseUrl: root(given('base-url')),
        apiKey: given('api-key'),
        ...(testApiKey && { testApiKey }),
        ...(adminToken && { adminToken }),
        ...(operatorToken && { operatorToken }),
        emailTemplate: given('email-template'),
        smsTemplate: given('sms-template'),
      };
    },
    () => [
      ...(adminOfMessaging() ? [] : administeredMessaging),
      ...(adminOfMessaging() && operatorOfMessaging() ? [] : operatedMessaging),
    ],
  ),
  content: component(
    contentSuite,
    { 'base-url': 'CONTENT_URL', 'api-key': 'PUBLISHING_TOKEN' },
    (given) => {
      const other = otherOfContent(root(given('base-url')));
      return { baseUrl: root(given('base-url')), apiKey: given('api-key'), ...(other && { other }) };
    },
    () => (otherOfContent('') ? [] : sharedContent),
  ),
  registry: component(registrySuite, { 'base-url': 'REGISTRY_URL', token: 'REGISTRY_TOKEN' }, (given) => ({
    baseUrl: root(given('base-url')),
    token: given('token'),
  })),
};

const chosen = Object.hasOwn(components, values.component) ? components[values.component] : undefined;
const problem = problemWith(chosen);
if (values.help || problem || !chosen) {
  console.log(problem ? `${problem}\n\n${HELP}` : HELP);
  process.exitCode = problem ? 2 : 0;
} else {
  const without = values.section ? [] : chosen.leftOut();
  const results = await chosen.run({
    only: values.section ?? [...chosen.sections].filter((section) => !without.includes(section)),
    ...(!values.json && { report: print }),
  });
  const failed = results.filter((result) => result.error).length;
  if (values.json) console.log(JSON.stringify(results, null, 2));
  else {
    if (without.length > 0)
      console.log(`\nLeft out, since they need more than was given: ${without.join(', ')}`);
    console.log(`\n${results.length - failed} passed, ${failed} failed`);
  }
  const differences = spec ? differencesFrom(spec.verdict(), values.section === undefined) : [];
  if (!values.json) for (const line of differences) console.log(line);
  process.exitCode = failed > 0 || differences.length > 0 ? 1 : 0;
}

function component<Subject>(
  suite: readonly Case<Subject>[],
  needs: Component['needs'],
  subjectOf: (given: (option: Option) => string) => Subject,
  leftOut: () => readonly string[] = () => [],
): Component {
  return {
    needs,
    leftOut,
    sections: new Set(suite.map(({ section }) => section)),
    run: (settings) =>
      runSuite(
        suite,
        subjectOf((option) => given(option, needs) ?? ''),
        settings,
      ),
  };
}

function given(option: Option, needs: Component['needs']): string | undefined {
  return values[option] ?? process.env[needs[option] ?? ''];
}

/** Who administers an identity component, and how its codes are read. */
function administeredIn(): Pick<IdentitySubject, 'admin' | 'codeTo'> {
  const id = values['admin-id'] ?? process.env.OPERATOR_CLIENT_ID;
  const secret = values['admin-secret'] ?? process.env.OPERATOR_CLIENT_SECRET;
  const mailbox = values.mailbox ?? process.env.MAILBOX_URL;
  return { ...(id && secret && { admin: { id, secret } }), ...(mailbox && { codeTo: codesIn(mailbox) }) };
}

function adminOfPayments(): { token: string; accountId: string } | undefined {
  const token = values['admin-token'] ?? process.env.PAYMENTS_ADMIN_TOKEN;
  const accountId = values.account ?? process.env.PAYMENTS_ACCOUNT_ID;
  return token && accountId ? { token, accountId } : undefined;
}

/** The other department of a content component, which may be at the same address. */
function otherOfContent(baseUrl: string): { baseUrl: string; apiKey: string } | undefined {
  const apiKey = values['other-api-key'] ?? process.env.PUBLISHING_OTHER_TOKEN;
  const url = values['other-base-url'] ?? process.env.CONTENT_OTHER_URL ?? baseUrl;
  return apiKey ? { baseUrl: root(url), apiKey } : undefined;
}

function adminOfMessaging(): string | undefined {
  return values['admin-token'] ?? process.env.MESSAGING_ADMIN_TOKEN;
}

function operatorOfMessaging(): string | undefined {
  return values['operator-token'] ?? process.env.MESSAGING_OPERATOR_TOKEN;
}

function root(url: string): string {
  return url.replace(/\/$/, '');
}

function problemWith(one: Component | undefined): string | undefined {
  if (values.help) return undefined;
  if (!one) {
    return `There is no suite for ${values.component}; there is one for each of ${Object.keys(components).join(', ')}.`;
  }
  const strange = values.section?.find((section) => !one.sections.has(section));
  if (strange) return `There is no section ${strange}; there are ${[...one.sections].join(', ')}.`;
  const missing = Object.keys(one.needs).filter((name) => !given(name as Option, one.needs));
  return missing.length > 0 ? `Missing: ${missing.map((name) => `--${name}`).join(', ')}.` : undefined;
}

/** What of a run was not as the published spec and its exceptions say, a line each. */
function differencesFrom({ deviations, unneeded }: SpecVerdict, isWhole: boolean): string[] {
  return [
    ...[...deviations].map(([deviation, times]) => `Not as published: ${deviation} (${times} times)`),
    ...(isWhole ? unneeded.map(({ allows }) => `An exception that was never needed: ${allows}`) : []),
  ];
}

function print(result: CaseResult): void {
  console.log(`${result.error ? 'FAIL' : 'ok  '} ${result.section}: ${result.name} (${result.ms} ms)`);
  if (result.error) console.log(`       ${result.error.split('\n').join('\n       ')}`);
}
