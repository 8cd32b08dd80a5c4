import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from './start-error.ts';

/** The service of the demo departments. */
export const demoService = 'fishing-licence';

/** What admin operations answer, as far as the demo data need it. */
export interface AdminReply {
  id?: string;
  service?: string;
  email_provider?: string;
  product_name_path?: string;
  token?: string;
  key?: string;
  client_id?: string;
  client_secret?: string;
  gateway_accounts?: AdminReply[];
  messaging_services?: AdminReply[];
  publishing_applications?: AdminReply[];
  payment_links?: AdminReply[];
}

/** An account of a demo department. */
export interface DemoAccount {
  readonly id: string;
  /** Where the account is administered, and with which token. */
  readonly url: string;
  readonly token: string;
}

/** Calls an admin operation: a POST if there is a body and nothing else is said. Throws a start error when it does not succeed. */
export async function callAdmin(
  token: string,
  url: string,
  body?: object,
  method: 'POST' | 'PATCH' = 'POST',
  triesLeft = 5,
): Promise<AdminReply> {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (body) headers['content-type'] = 'application/json';
  const answer = await fetch(url, { headers, ...(body && { method, body: JSON.stringify(body) }) });
  // A machine that is busy with the start may send even its own platform away for a moment.
  if (answer.status === 503 && triesLeft > 0) {
    await wait(Number(answer.headers.get('retry-after') ?? 1) * 1000);
    return callAdmin(token, url, body, method, triesLeft - 1);
  }
  if (!answer.ok) {
    throw new StartError(
      `${new URL(url).pathname} could not be called for the demo: it answers ${answer.status} ${await answer.text()}`,
    );
  }
  return (await answer.json()) as AdminReply;
}
