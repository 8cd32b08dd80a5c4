// pnpm content:pact --file FILE [--base-url URL] [--api-key TOKEN]
import { parseArgs } from 'node:util';
import { startPactService } from './pact-service.ts';
import { verifyPact } from './pact-verifier.ts';

const usage = `pnpm content:pact --file FILE [--base-url URL] [--api-key TOKEN]

Verifies a pact of the Publishing API, interaction by interaction, against a content service in its test profile (TEST_PROFILE=true).
  --file      the pact
  --base-url  root of a service that runs, with TEST_PROFILE=true and PUBLIC_URL=http://example.org; without it one is started
  --api-key   a publishing token of it, PUBLISHING_TOKEN by default; the department of the token is EMPTIED
Exit code 0 when all interactions hold, else 1.
`;

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { file: text, 'base-url': text, 'api-key': text, help: { type: 'boolean' } },
});
const { file, 'base-url': baseUrl, 'api-key': key = process.env.PUBLISHING_TOKEN } = values;

if (values.help) process.stdout.write(usage);
else if (file === undefined || (baseUrl !== undefined && key === undefined)) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  const own = baseUrl === undefined ? await startPactService() : undefined;
  const target = own ?? { baseUrl: String(baseUrl), key: String(key) };
  try {
    const results = await verifyPact(file, target);
    for (const { name, fault } of results) {
      process.stdout.write(`${fault === undefined ? 'holds' : 'FAILS'}  ${name}\n`);
      if (fault !== undefined) process.stdout.write(`${fault.replaceAll(/^/gm, '         ')}\n`);
    }
    const held = results.filter(({ fault }) => fault === undefined).length;
    process.stdout.write(`${held}/${results.length}\n`);
    process.exitCode = held === results.length && held > 0 ? 0 : 1;
  } finally {
    await own?.end();
  }
}
