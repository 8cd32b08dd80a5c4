import assert from 'node:assert/strict';
import type { Platform } from '@ashlar/local';

/** Raises the demo account's rate limits through the admin API, as an operator would before a load. */
export async function raiseLimits(platform: Platform, perSecond = 100_000): Promise<void> {
  const { PAYMENTS_URL = '' } = platform.env;
  const { id, authorization } = await demoAccount(platform);
  const answer = await fetch(`${PAYMENTS_URL}/ashlar/v1/gateway-accounts/${id}/limits`, {
    method: 'PATCH',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ create_per_second: perSecond, other_per_second: perSecond }),
  });
  assert.equal(answer.status, 200, await answer.text());
}

/** The demo department's gateway account, with the header of an operator who may administer it. */
export async function demoAccount(platform: Platform): Promise<{ id: string; authorization: string }> {
  const { PAYMENTS_URL = '' } = platform.env;
  const authorization = `Bearer ${await platform.token({ scope: 'payments:admin', audience: 'payments', department: '*' })}`;
  const list = await fetch(`${PAYMENTS_URL}/ashlar/v1/gateway-accounts`, { headers: { authorization } });
  const { gateway_accounts } = (await list.json()) as {
    gateway_accounts: { id: string; department: string }[];
  };
  const account = gateway_accounts.find((one) => one.department === 'demo');
  assert.ok(account, 'no gateway account of the demo department');
  return { id: account.id, authorization };
}
