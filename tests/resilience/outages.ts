import { openPool } from '@ashlar/postgres';

/** Takes the bus database away: nobody may connect and who is connected is thrown out. Answers a function that brings it back. */
export async function closeBusDatabase(adminUrl: string): Promise<() => Promise<void>> {
  await asAdmin(adminUrl, ['alter database bus with allow_connections false', TERMINATE]);
  return () => asAdmin(adminUrl, ['alter database bus with allow_connections true']);
}

const TERMINATE = `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'bus'`;

async function asAdmin(url: string, statements: readonly string[]): Promise<void> {
  const pool = openPool({ url, applicationName: 'outage', max: 1 });
  try {
    for (const text of statements) await pool.query({ text });
  } finally {
    await pool.end();
  }
}
