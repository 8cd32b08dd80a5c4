import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { verifyEvidence } from './usecases/secure-message/verify-evidence.ts';

const usage = `pnpm messaging:verify-evidence --file FILE --jwks FILE [--content FILE]

Checks the evidence of a secure message without a network.
  --file     what GET /ashlar/v1/secure-messages/{message_uuid}/evidence answered
  --jwks     what GET /ashlar/v1/evidence-keys answered
  --content  what GET /ashlar/v1/secure-messages/{message_uuid} answered: also checks that the evidence is of that message
Exit code 0 when nothing is wrong, 1 when something is, 2 when it cannot be told.
`;

try {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      jwks: { type: 'string' },
      content: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) process.stdout.write(usage);
  else if (values.file === undefined || values.jwks === undefined)
    throw new Error(`--file and --jwks are needed\n${usage}`);
  else process.exitCode = await verify(values.file, values.jwks, values.content);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function verify(file: string, jwks: string, contentFile: string | undefined): Promise<number> {
  const chain = await readJson(file);
  const content = contentFile === undefined ? undefined : (await readJson(contentFile)).content;
  const faults = await verifyEvidence(chain, await readJson(jwks), content);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  const { message_uuid: id, evidence } = chain;
  process.stdout.write(
    `${id}: ${evidence.length} pieces of evidence, ${faults.length === 0 ? 'all is well' : `${faults.length} faults`}\n`,
  );
  return faults.length === 0 ? 0 : 1;
}

async function readJson(path: string) {
  return JSON.parse(await readFile(path, 'utf8'));
}
