import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openPool } from '@ashlar/postgres';
import { type KeptHead, verifyAudit } from './usecases/audit/verify.ts';

const usage = `pnpm identity:verify-audit [--head FILE]

Checks the audit of the database at DATABASE_URL: every entry, that each joins on to the one before it, and the signed heads.
  --head  what GET /ashlar/v1/audit/head answered once, kept elsewhere: its keys are believed, and nothing before it may be missing
Exit code 0 when nothing is wrong, 1 when something is, 2 when it cannot be told.
`;

try {
  const { values } = parseArgs({ options: { head: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) process.stdout.write(usage);
  else process.exitCode = await verify(values.head);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function verify(headFile: string | undefined): Promise<number> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error(`DATABASE_URL is missing: the database of the identity service\n${usage}`);
  const kept: KeptHead | undefined =
    headFile === undefined ? undefined : JSON.parse(await readFile(headFile, 'utf8'));
  const db = openPool({ url, applicationName: 'identity-verify-audit', max: 2, statementTimeoutMs: 600_000 });
  try {
    const { first, last, entries, heads, unchained, faults } = await verifyAudit(db, kept);
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    process.stdout.write(
      `entries ${first} to ${last}: ${entries} checked, ${heads} signed heads, ${unchained} not chained yet: ${faults.length === 0 ? 'all is well' : `${faults.length} faults`}\n`,
    );
    return faults.length === 0 ? 0 : 1;
  } finally {
    await db.end();
  }
}
