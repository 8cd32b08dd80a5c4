import { once } from 'node:events';
import { connect } from 'node:net';
import { isNativeError } from 'node:util/types';
import { openPool } from '@ashlar/postgres';
import { StartError } from './start-error.ts';

/** Checks that one of the brokers (host:port) takes connections. Throws a `StartError`. */
export async function requireKafka(brokers: readonly string[]): Promise<void> {
  const answers = await Promise.all(brokers.map(answersAt));
  if (answers.includes(true)) return;
  throw new StartError(
    `No Kafka broker answers at ${brokers.join(', ')}; start one with pnpm kafka, or correct KAFKA_BROKERS.`,
  );
}

/**
 * Checks that the server at an admin URL is PostgreSQL 18 or later, whose uuidv7() the services use, and lets this user make roles and
 * databases. Throws a `StartError`.
 */
export async function requirePostgres(url: string): Promise<void> {
  const { version, able } = await askPostgres(url);
  if (version < 180_000) {
    const major = Math.floor(version / 10_000);
    throw new StartError(
      `Ashlar needs PostgreSQL 18 or later, and the server of ASHLAR_POSTGRES_URL is PostgreSQL ${major}; give another, or unset it to use the embedded one.`,
    );
  }
  if (!able) {
    throw new StartError(
      'The user of ASHLAR_POSTGRES_URL may not make roles and databases; give one that has CREATEROLE and CREATEDB.',
    );
  }
}

async function askPostgres(url: string): Promise<{ version: number; able: boolean }> {
  const pool = openPool({ url, applicationName: 'ashlar-start', max: 1, connectionTimeoutMs: patienceMs });
  try {
    const { rows } = await pool.query<{ version: number; able: boolean }>({
      text: `select current_setting('server_version_num')::int as version,
                    rolsuper or (rolcreaterole and rolcreatedb) as able
             from pg_roles where rolname = current_user`,
    });
    return rows[0] ?? { version: 0, able: false };
  } catch (cause) {
    const reason = isNativeError(cause) ? cause.message : String(cause);
    throw new StartError(
      `The server of ASHLAR_POSTGRES_URL cannot be used (${reason}); start it, or correct the address.`,
      { cause },
    );
  } finally {
    await pool.end();
  }
}

async function answersAt(broker: string): Promise<boolean> {
  const colon = broker.lastIndexOf(':');
  const socket = connect({ host: broker.slice(0, colon), port: Number(broker.slice(colon + 1)) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(patienceMs) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const patienceMs = 5000;
