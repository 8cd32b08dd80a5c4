import { create, failed } from './demo-identity.ts';
import { seedSignInClient } from './demo-sign-in.ts';
import { type EntryPointLayout, type Layout, serviceNamed } from './layout.ts';
import type { Secrets } from './secrets.ts';
import { operatorEmail } from './service-environment.ts';
import { mintToken } from './tokens.ts';

/** Makes sure that an operator can sign in at the pages of the registry behind `entryPoint`. Returns what demo.env gains. */
export async function seedOperator(
  home: string,
  entryPoint: EntryPointLayout,
  secrets: Secrets,
  layout: Layout,
): Promise<Record<string, string>> {
  const root = serviceNamed(layout, 'identity').url;
  const token = await mintToken(home, { scope: 'identity:admin' });
  const account = { email: operatorEmail, password: secrets.operatorPassword };
  const { status } = await create(root, token, '/ashlar/v1/accounts', account);
  // Its password is kept with the keys of this machine, so an account that is there already has it.
  if (status !== 201 && status !== 409) throw failed('/ashlar/v1/accounts', status);
  await seedSignInClient(home, layout, {
    component: 'registry',
    department: 'platform',
    name: 'The operator’s pages',
    redirectUri: `${entryPoint.url}/operator/callback`,
  });
  return { OPERATOR_EMAIL: account.email, OPERATOR_PASSWORD: account.password };
}
