import { department, service } from '../department.ts';
import { expectJson } from '../http.ts';
import type { Ground, Part } from '../world.ts';

/** Opens an account that may take cards by its API, without limits that the traffic meets. Answers its API key. */
export async function openAccount(ground: Ground, implementation: Part): Promise<string> {
  const token = await ground.tokens.mint({ audience: 'payments', scope: 'payments:admin', department });
  const headers = { authorization: `Bearer ${token}` };
  const root = `${implementation.url}/ashlar/v1/gateway-accounts`;
  const body = { service, name: 'Fishing licences', type: 'test' };
  const { id } = await expectJson<{ id: string }>(root, { headers, body });
  const patch = (path: string, changes: object) =>
    expectJson(`${root}/${id}/${path}`, { method: 'PATCH', headers, body: changes });
  await patch('features', { moto_api: true });
  await patch('limits', { create_per_second: 100_000, other_per_second: 100_000 });
  const made = await expectJson<{ token: string }>(`${root}/${id}/api-keys`, {
    headers,
    body: { description: 'The drill' },
  });
  return made.token;
}
