import { readFile } from 'node:fs/promises';
import { type ClientCredentials, clientWorks, create, failed } from './demo-identity.ts';
import { writePrivate } from './home.ts';
import { type EntryPointLayout, type Layout, serviceNamed } from './layout.ts';
import type { Secrets } from './secrets.ts';
import { operatorEmail, signInClientFile } from './service-environment.ts';
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
  const redirectUri = `${entryPoint.url}/operator/callback`;
  const kept = await readFile(signInClientFile(home), 'utf8').catch(() => '{}');
  const { client_id: id, client_secret: secret } = JSON.parse(kept) as Record<string, string>;
  if (!id || !secret || !(await clientWorks(root, { id, secret }, redirectUri))) {
    const made = await createClient(root, token, redirectUri);
    const file = { client_id: made.id, client_secret: made.secret };
    await writePrivate(signInClientFile(home), `${JSON.stringify(file, null, 2)}\n`);
  }
  return { OPERATOR_EMAIL: account.email, OPERATOR_PASSWORD: account.password };
}

async function createClient(root: string, token: string, redirectUri: string): Promise<ClientCredentials> {
  const { status, json } = await create(root, token, '/ashlar/v1/clients', {
    department: 'platform',
    service: 'registry',
    name: 'The operator’s pages',
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [],
  });
  if (status !== 201) throw failed('/ashlar/v1/clients', status);
  return { id: String(json.client_id), secret: String(json.client_secret) };
}
