import { parseArgs } from 'node:util';
import { paymentsSuite } from './payments/suite.ts';
import { type CaseResult, runSuite } from './suite.ts';

const HELP = `Runs a component's behaviour suite against any implementation.

  pnpm conformance --component payments --base-url URL --api-key KEY --other-api-key KEY [--other-base-url URL]
                   [--section NAME]… [--json]

  --base-url       root of the implementation, without a path (PAYMENTS_URL)
  --api-key        key of a test gateway account (PAYMENTS_API_KEY)
  --other-api-key  key of an account of another department (PAYMENTS_OTHER_API_KEY)
  --other-base-url where that department reaches the implementation, if not at --base-url (PAYMENTS_OTHER_URL)
  --section        run this section only; may be given more than once
  --json           print the results as JSON
Exit code 0 when every case passed, 1 when one failed, 2 when the call is not right.`;

const { values } = parseArgs({
  options: {
    component: { type: 'string', default: 'payments' },
    'base-url': { type: 'string', default: process.env.PAYMENTS_URL ?? '' },
    'api-key': { type: 'string', default: process.env.PAYMENTS_API_KEY ?? '' },
    'other-api-key': { type: 'string', default: process.env.PAYMENTS_OTHER_API_KEY ?? '' },
    'other-base-url': { type: 'string', default: process.env.PAYMENTS_OTHER_URL ?? '' },
    section: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const problem = problemWith(values);
if (values.help || problem) {
  console.log(problem ? `${problem}\n\n${HELP}` : HELP);
  process.exitCode = problem ? 2 : 0;
} else {
  const subject = {
    baseUrl: root(values['base-url']),
    apiKey: values['api-key'],
    other: { baseUrl: root(values['other-base-url'] || values['base-url']), apiKey: values['other-api-key'] },
  };
  const results = await runSuite(paymentsSuite, subject, {
    ...(values.section && { only: values.section }),
    ...(!values.json && { report: print }),
  });
  const failed = results.filter((result) => result.error).length;
  if (values.json) console.log(JSON.stringify(results, null, 2));
  else console.log(`\n${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

function root(url: string): string {
  return url.replace(/\/$/, '');
}

function problemWith(given: typeof values): string | undefined {
  if (given.help) return undefined;
  if (given.component !== 'payments')
    return `There is no suite for ${given.component}; there is one for payments.`;
  const missing = (['base-url', 'api-key', 'other-api-key'] as const).filter((name) => !given[name]);
  const sections = new Set(paymentsSuite.map((one) => one.section));
  const strange = given.section?.find((section) => !sections.has(section));
  if (strange) return `There is no section ${strange}; there are ${[...sections].join(', ')}.`;
  return missing.length > 0 ? `Missing: ${missing.map((name) => `--${name}`).join(', ')}.` : undefined;
}

function print(result: CaseResult): void {
  console.log(`${result.error ? 'FAIL' : 'ok  '} ${result.section}: ${result.name} (${result.ms} ms)`);
  if (result.error) console.log(`       ${result.error.split('\n').join('\n       ')}`);
}
