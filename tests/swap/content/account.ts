import { department, operatorToken, service } from '../department.ts';
import { expectJson } from '../http.ts';
import type { Ground, Part } from '../world.ts';

/** Opens a publishing application, and answers a token of it. */
export async function openApplication(ground: Ground, { url }: Pick<Part, 'url'>): Promise<string> {
  const headers = { authorization: `Bearer ${await operatorToken(ground, 'content')}` };
  const root = `${url}/ashlar/v1/publishing-applications`;
  const body = { department, service, name: 'The drill' };
  const { id } = await expectJson<{ id: string }>(root, { headers, body });
  const { token } = await expectJson<{ token: string }>(`${root}/${id}/tokens`, {
    headers,
    body: { description: 'drill' },
  });
  return token;
}
