import { readFile } from 'node:fs/promises';
import { type ClientCredentials, clientWorks, create, failed } from './demo-identity.ts';
import { writePrivate } from './home.ts';
import { type Layout, serviceNamed } from './layout.ts';
import { signInClientFile } from './service-environment.ts';
import { mintToken } from './tokens.ts';

/** Whose client it is, as identity shows it, and where browsers come back to. */
export interface SignInClient {
  readonly component: string;
  readonly department: string;
  readonly name: string;
  readonly redirectUri: string;
}

/** Makes sure that the pages of a component have a client to sign people in by; one that still works is kept. */
export async function seedSignInClient(home: string, layout: Layout, client: SignInClient): Promise<void> {
  const root = serviceNamed(layout, 'identity').url;
  const file = signInClientFile(home, client.component);
  const kept = await readFile(file, 'utf8').catch(() => '{}');
  const { client_id: id, client_secret: secret } = JSON.parse(kept) as Record<string, string>;
  if (id && secret && (await clientWorks(root, { id, secret }, client.redirectUri))) return;
  const made = await createClient(root, await mintToken(home, { scope: 'identity:admin' }), client);
  const text = JSON.stringify({ client_id: made.id, client_secret: made.secret }, null, 2);
  await writePrivate(file, `${text}\n`);
}

async function createClient(root: string, token: string, client: SignInClient): Promise<ClientCredentials> {
  const { status, json } = await create(root, token, '/ashlar/v1/clients', {
    department: client.department,
    service: client.component,
    name: client.name,
    redirect_uris: [client.redirectUri],
    post_logout_redirect_uris: [],
  });
  if (status !== 201) throw failed('/ashlar/v1/clients', status);
  return { id: String(json.client_id), secret: String(json.client_secret) };
}
