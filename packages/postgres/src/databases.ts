import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/**
 * Makes sure that there are a role and a database of that name, the role owning the database and holding this password (printable
 * ASCII), and that no other role may connect to it. Returns the URL for that role. Safe to repeat, also at the same moment.
 * `adminUrl` belongs to a superuser or to a role with CREATEDB and CREATEROLE.
 */
export async function ensureDatabase(
  adminUrl: string,
  database: { name: string; password: string },
): Promise<string> {
  const { name, password } = database;
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) {
    throw new Error('A database name has 1 to 63 of a-z, 0-9 and _, and starts with a letter');
  }
  const client = new Client({ connectionString: adminUrl, application_name: 'ashlar-databases' });
  client.on('error', () => {});
  await client.connect();
  try {
    // Two starts at once would both find the role missing. Ends with the connection.
    await client.query("select pg_advisory_lock(hashtextextended('ashlar ensureDatabase', 0))");
    await ensureRole(client, name, password);
    await ensureOwned(client, name);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.username = name;
  url.password = encodeURIComponent(password);
  url.pathname = `/${name}`;
  return url.href;
}

async function ensureRole(client: Client, name: string, password: string): Promise<void> {
  const role = escapeIdentifier(name);
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name]);
  await client.query(
    `${rowCount ? 'alter' : 'create'} role ${role} with login password ${escapeLiteral(scramVerifier(password))}`,
  );
  // Only a member, or a superuser, may give a database to a role.
  await client.query(
    `do $$ begin if not pg_has_role('${name}', 'usage') then grant ${role} to current_user; end if; end $$`,
  );
}

async function ensureOwned(client: Client, name: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
  const quoted = escapeIdentifier(name);
  if (rowCount) return;
  await client.query(`create database ${quoted} owner ${quoted} template template0 encoding 'UTF8'`);
  await client.query(`revoke connect, temporary on database ${quoted} from public`);
}

/** What the server keeps instead of the password, made here so that no server log can hold the password (RFC 5803, RFC 7677). */
function scramVerifier(password: string): string {
  if (!/^[\x20-\x7e]+$/.test(password)) throw new Error('A database password is printable ASCII');
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${keyed('Server Key').toString('base64')}`;
}
