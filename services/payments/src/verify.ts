import { openPool } from '@ashlar/postgres';
import { ledgerExtent, verifyLedger } from './usecases/verify-ledger.ts';

/** Proves the books of the database at DATABASE_URL. Prints what is wrong; exit code 0 when nothing is, 1 when something is, 2 without a database. */
const url = process.env.DATABASE_URL;
if (!url) {
  process.stderr.write('DATABASE_URL is missing: the database of the payments service\n');
  process.exitCode = 2;
} else {
  const db = openPool({ url, applicationName: 'payments-verify', max: 1, statementTimeoutMs: 600_000 });
  try {
    const { payments, refunds, entries } = await ledgerExtent({ db });
    const faults = await verifyLedger({ db });
    for (const { fault, id } of faults) process.stderr.write(`${fault} ${id}\n`);
    process.stdout.write(
      `${payments} payments, ${refunds} refunds, ${entries} ledger entries: ${faults.length || 'no'} faults\n`,
    );
    process.exitCode = faults.length > 0 ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  } finally {
    await db.end();
  }
}
