import { readFile } from 'node:fs/promises';

const names = [
  'IDENTITY_ISSUER',
  'RP_CLIENT_ID',
  'RP_CLIENT_SECRET',
  'DEMO_USER_EMAIL',
  'DEMO_USER_PASSWORD',
  'OPERATOR_CLIENT_ID',
  'OPERATOR_CLIENT_SECRET',
  'PAYMENTS_URL',
  'PAYMENTS_API_KEY',
  'MESSAGING_URL',
  'NOTIFY_API_KEY',
  'NOTIFY_EMAIL_TEMPLATE_ID',
  'NOTIFY_SMS_TEMPLATE_ID',
  'MAILBOX_URL',
  'CONTENT_URL',
  'PUBLISHING_TOKEN',
] as const;

/** The addresses and credentials of a platform's demo department, as its demo.env names them. All that a journey knows of a platform. */
export type DemoValues = Readonly<Record<(typeof names)[number], string>>;

/** Takes what a journey needs out of a demo.env's values. Throws one `TypeError` that names every value that is missing. */
export function demoValues(env: Readonly<Record<string, string | undefined>>): DemoValues {
  const missing = names.filter((name) => !env[name]);
  if (missing.length > 0) throw new TypeError(`The platform’s demo.env lacks ${missing.join(', ')}.`);
  return Object.fromEntries(names.map((name) => [name, env[name]])) as DemoValues;
}

/** Reads a demo.env: a `NAME=value` a line. Throws a sentence when it cannot be read. */
export async function readDemoFile(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`${path} cannot be read; a platform that runs writes it as demo.env.`, { cause });
  });
  return Object.fromEntries(
    [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}
