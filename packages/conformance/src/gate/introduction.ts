import { send } from '../http.ts';

/** What runs there, as it says itself at `/ashlar/v1/handover`; undefined when it does not say. */
export async function versionOf(baseUrl: string): Promise<string | undefined> {
  const answer = await send(`${baseUrl}/ashlar/v1/handover`).catch(() => undefined);
  const { implementation } = (answer?.json ?? {}) as { implementation?: { version?: unknown } };
  return typeof implementation?.version === 'string' ? implementation.version : undefined;
}
