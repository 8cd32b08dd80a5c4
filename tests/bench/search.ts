import assert from 'node:assert/strict';
import type { Platform } from '@ashlar/local';
import { fillPayments } from './fill.ts';

/** How long the newest page takes. */
export interface SearchTimes {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** What the page tells of all. */
  readonly total: number;
}

/** An account of its own with so many payments, and the times of reading its newest page, of the standard's 500, again and again. */
export async function measureSearch(
  platform: Platform,
  payments: number,
  searches: number,
): Promise<SearchTimes> {
  const { id, key } = await account(platform);
  const url = new URL(platform.adminUrl);
  url.pathname = '/payments';
  await fillPayments(url.href, { accountId: id, department: 'demo', service: 'bench', payments });
  const headers = { authorization: `Bearer ${key}` };
  const times: number[] = [];
  let total = 0;
  // The first hundreds run code that is not compiled yet: a service that has just started.
  for (let round = -300; round < searches; round += 1) {
    const began = performance.now();
    const answer = await fetch(`${platform.serviceUrl('payments')}/v1/payments`, { headers });
    const text = await answer.text();
    if (round >= 0) times.push(performance.now() - began);
    const page = JSON.parse(text) as { total: number; count: number };
    assert.equal(answer.status, 200);
    assert.equal(page.count, 500);
    total = page.total;
  }
  assert.equal(total, payments);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99), total };
}

async function account(platform: Platform): Promise<{ id: string; key: string }> {
  const root = `${platform.serviceUrl('payments')}/ashlar/v1/gateway-accounts`;
  const token = await platform.token({ scope: 'payments:admin', audience: 'payments', department: '*' });
  const create = async (path: string, body: object) => {
    const answer = await fetch(root + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answers ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, string>;
  };
  const limits = { create_per_second: 10_000, other_per_second: 10_000 };
  const { id = '' } = await create('', {
    department: 'demo',
    service: 'bench',
    name: 'Bench',
    type: 'test',
    limits,
  });
  const { token: key = '' } = await create(`/${id}/api-keys`, { description: 'bench' });
  return { id, key };
}
