import { callAdmin, demoService } from './demo-admin.ts';
import { type EntryPointLayout, type Layout, serviceNamed } from './layout.ts';
import { StartError } from './start-error.ts';
import { mintToken } from './tokens.ts';

/** Makes sure that the demo department can publish: a publishing application and a token of it. A token of `before` that still works is kept. */
export async function seedContent(
  home: string,
  layout: Layout,
  { component, department }: EntryPointLayout,
  before: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const { url } = serviceNamed(layout, component);
  const kept = before.PUBLISHING_TOKEN;
  if (kept !== undefined && (await tokenWorks(url, kept))) return { PUBLISHING_TOKEN: kept };
  const admin = await mintToken(home, { scope: `${component}:admin`, audience: component, department });
  return { PUBLISHING_TOKEN: await createToken(url, admin) };
}

async function tokenWorks(url: string, token: string): Promise<boolean> {
  const answer = await fetch(`${url}/v2/schemas/transaction`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await answer.body?.cancel();
  return answer.ok;
}

async function createToken(url: string, admin: string): Promise<string> {
  const root = `${url}/ashlar/v1/publishing-applications`;
  const { publishing_applications: applications = [] } = await callAdmin(admin, root);
  const { id } =
    applications.find(({ service }) => service === demoService) ??
    (await callAdmin(admin, root, { service: demoService, name: 'Fishing licences' }));
  const { token } = await callAdmin(admin, `${root}/${id}/tokens`, {
    description: 'Demo token of this machine',
  });
  if (typeof token !== 'string') throw new StartError('content gave no publishing token.');
  return token;
}
