import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seedAccountMail } from './demo-account-mail.ts';
import { callAdmin, type DemoAccount, demoService } from './demo-admin.ts';
import { seedContent } from './demo-content.ts';
import { seedIdentity } from './demo-identity.ts';
import { seedMessaging } from './demo-messaging.ts';
import { seedOperator } from './demo-operator.ts';
import { seedPaymentLink } from './demo-payment-link.ts';
import { writePrivate } from './home.ts';
import { type EntryPointLayout, type Layout, serviceNamed } from './layout.ts';
import type { Secrets } from './secrets.ts';
import { StartError } from './start-error.ts';
import { mintToken } from './tokens.ts';

/**
 * Makes sure that each demo department has an account and a working API key, that a person can sign in, and writes demo.env: names and values that a shell can
 * source. Keys that still work are kept. Everything is asked of the services' own roots; the addresses written are those of the entry points. Returns what it wrote.
 */
export async function seedDemo(
  home: string,
  layout: Layout,
  secrets: Secrets,
): Promise<Record<string, string>> {
  const before = await readDemo(home);
  const env: Record<string, string> = { GATEWAY_URL: layout.gatewayUrl };
  for (const entryPoint of layout.entryPoints) {
    // That issuer's name ends in a slash: clients compare it, and put their paths behind it.
    env[entryPoint.name] = entryPoint.name === 'ONE_LOGIN_ISSUER' ? `${entryPoint.url}/` : entryPoint.url;
    if (entryPoint.component === 'messaging') {
      Object.assign(env, await seedMessaging(home, layout, entryPoint, before));
      await seedAccountMail(home, layout, entryPoint);
    }
    if (entryPoint.component === 'content')
      Object.assign(env, await seedContent(home, layout, entryPoint, before));
    if (entryPoint.component === 'identity') Object.assign(env, await seedIdentity(layout, secrets, before));
    if (entryPoint.component === 'registry')
      Object.assign(env, await seedOperator(home, entryPoint, secrets, layout));
    if (entryPoint.component !== 'payments') continue;
    const keyName = entryPoint.name.replace(/_URL$/, '_API_KEY');
    const kept = before[keyName];
    const root = serviceNamed(layout, entryPoint.component).url;
    const works = kept !== undefined && (await keyWorks(root, kept));
    const account = await accountOf(home, layout, entryPoint);
    // One demo account may do everything, so that it can be tried; at the other it can be seen how that is refused.
    if (entryPoint === firstOf(layout, 'payments')) {
      await callAdmin(account.token, `${account.url}/features`, demoFeatures, 'PATCH');
      await callAdmin(account.token, `${account.url}/cards`, demoSurcharges, 'PATCH');
      env.PAYMENT_LINK_URL = `${entryPoint.url}/pay/${await seedPaymentLink(account)}`;
    }
    env[keyName] = works ? kept : await createKey(account, entryPoint);
    env[entryPoint.name.replace(/_URL$/, '_ACCOUNT_ID')] = account.id;
  }
  env.DEMO_DEPARTMENT = layout.entryPoints[0]?.department ?? '';
  env.DEMO_SERVICE = demoService;
  await writePrivate(
    demoFile(home),
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  return env;
}

/** Where the demo departments' addresses and keys are written. */
export function demoFile(home: string): string {
  return join(home, 'demo.env');
}

/** What demo.env holds; nothing where no platform has run. */
export async function readDemo(home: string): Promise<Record<string, string>> {
  const text = await readFile(demoFile(home), 'utf8').catch(() => '');
  return Object.fromEntries(
    [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value]) => [name, value ?? '']),
  );
}

// No payment has this id: a working key is told so, any other is refused first.
async function keyWorks(root: string, key: string): Promise<boolean> {
  const answer = await fetch(`${root}/v1/payments/${'0'.repeat(26)}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  await answer.body?.cancel();
  return answer.status !== 401 && answer.status < 500;
}

const demoSurcharges = {
  corporate_credit_card_surcharge_amount: 250,
  corporate_debit_card_surcharge_amount: 150,
  corporate_prepaid_debit_card_surcharge_amount: 50,
};
const demoFeatures = { zero_amount: true, recurring: true, moto: true, moto_api: true, telephone: true };

function firstOf({ entryPoints }: Layout, component: string): EntryPointLayout | undefined {
  return entryPoints.find((entryPoint) => entryPoint.component === component);
}

async function accountOf(
  home: string,
  layout: Layout,
  { component, department }: EntryPointLayout,
): Promise<DemoAccount> {
  const root = `${serviceNamed(layout, component).url}/ashlar/v1/gateway-accounts`;
  const token = await mintToken(home, { scope: `${component}:admin`, audience: component, department });
  const { gateway_accounts: accounts = [] } = await callAdmin(token, root);
  const { id } =
    accounts.find(({ service }) => service === demoService) ??
    (await callAdmin(token, root, { service: demoService, name: 'Fishing licences', type: 'test' }));
  if (id === undefined) throw new StartError(`${component} gave no account for ${department}.`);
  return { id, url: `${root}/${id}`, token };
}

async function createKey(
  { url, token }: DemoAccount,
  { component, department }: EntryPointLayout,
): Promise<string> {
  const created = await callAdmin(token, `${url}/api-keys`, { description: 'Demo key of this machine' });
  if (typeof created.token !== 'string')
    throw new StartError(`${component} gave no API key for ${department}.`);
  return created.token;
}
