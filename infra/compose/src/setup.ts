import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepOperator, operatorClientId, readSecrets, type Secrets, serviceNamed } from '@ashlar/local';
import type { Layout, Log, Settings } from './settings.ts';

/**
 * Makes what secrets are missing and hands each service its own: the files below `keys` that its `<NAME>_FILE` variables name. What an
 * earlier start made is kept.
 */
export async function setup({ home, keys, layout }: Settings, log: Log): Promise<void> {
  const { secrets, made } = await readSecrets(home, {
    services: layout.services.map(({ name }) => name),
    databases: ['postgres', ...databases(layout)],
  });
  if (made) for (const line of warning) log(line);
  await keepOperator(home, {
    root: serviceNamed(layout, 'identity').url,
    id: operatorClientId,
    secret: secrets.operatorClientSecret,
  });
  // PostgreSQL runs as another user than these steps and the services do.
  await writeKey(join(keys, 'postgres', 'POSTGRES_PASSWORD'), databasePassword(secrets, 'postgres'), 0o444);
  for (const [path, content] of Object.entries(serviceKeys(layout, secrets))) {
    await writeKey(join(keys, path), content, 0o400);
  }
  log(`Secrets are ready for ${layout.services.map(({ name }) => name).join(', ')}.`);
}

/** The names of the databases that the services of a layout have. */
export function databases(layout: Layout): string[] {
  return layout.services.flatMap(({ database }) => database ?? []);
}

/** The password that `setup` made for a role. Throws when there is none. */
export function databasePassword(secrets: Secrets, role: string): string {
  const password = secrets.databasePasswords[role];
  if (password === undefined) throw new Error(`There is no password for ${role}`);
  return password;
}

const warning = [
  '########################################################################################',
  '#  SANDBOX KEYS were made for this platform, in volumes of this machine.               #',
  '#  They are for trying things out: never use them where real people sign in or pay.    #',
  '########################################################################################',
];

function serviceKeys(layout: Layout, secrets: Secrets): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { name, database } of layout.services) {
    files[`${name}/GATEWAY_KEY`] = secrets.gatewayKey;
    files[`${name}/DATA_KEY`] = secrets.dataKeys[name] ?? '';
    if (database !== undefined) {
      const password = databasePassword(secrets, database);
      files[`${name}/DATABASE_URL`] = `postgres://${database}:${password}@postgres:5432/${database}`;
    }
  }
  files['identity/OPERATOR_CLIENT_SECRET'] = secrets.operatorClientSecret;
  // The bridge reads the change feeds of every department.
  files['registry/BRIDGE_CLIENT_SECRET'] = secrets.operatorClientSecret;
  return files;
}

async function writeKey(path: string, content: string, mode: number): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  // One that is there already may be read-only even to its owner.
  await chmod(path, 0o600).catch(() => {});
  await writeFile(path, content);
  await chmod(path, mode);
}
