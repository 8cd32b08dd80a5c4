import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivate } from './home.ts';

/** The platform's own secrets on this machine. */
export interface Secrets {
  /** By which the gateway proves itself to the services. */
  gatewayKey: string;
  /** Of the operators' client at the identity component. */
  operatorClientSecret: string;
  /** Of the account that operates this platform in a browser. */
  operatorPassword: string;
  /** Base64 of 32 bytes for each service, under which it encrypts what must not lie about in the clear. */
  dataKeys: Readonly<Record<string, string>>;
  /** By database. */
  databasePasswords: Readonly<Record<string, string>>;
}

/** Reads secrets.json and makes what is missing in it. `made` tells whether anything was. */
export async function readSecrets(
  home: string,
  names: { services: readonly string[]; databases: readonly string[] },
): Promise<{ secrets: Secrets; made: boolean }> {
  const path = join(home, 'secrets.json');
  const before = await readFile(path, 'utf8').catch(() => '{}');
  const known: Partial<Secrets> = JSON.parse(before);
  const secrets: Secrets = {
    gatewayKey: known.gatewayKey ?? randomBytes(32).toString('base64url'),
    operatorClientSecret: known.operatorClientSecret ?? randomBytes(32).toString('base64url'),
    operatorPassword: known.operatorPassword ?? randomBytes(12).toString('base64url'),
    dataKeys: complete(known.dataKeys, names.services, () => randomBytes(32).toString('base64')),
    databasePasswords: complete(known.databasePasswords, names.databases, () =>
      randomBytes(24).toString('base64url'),
    ),
  };
  const after = `${JSON.stringify(secrets, null, 2)}\n`;
  if (after !== before) await writePrivate(path, after);
  return { secrets, made: before === '{}' };
}

function complete(
  known: Readonly<Record<string, string>> | undefined,
  names: readonly string[],
  make: () => string,
) {
  const fresh = names.filter((name) => known?.[name] === undefined).map((name) => [name, make()]);
  return { ...known, ...Object.fromEntries(fresh) };
}
