import { visitor } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { department } from './department.ts';
import { handOver } from './handing-over.ts';
import { type Implementation, startImplementation } from './implementations.ts';
import { changes, create, pay, read } from './paying.ts';
import { openAccount } from './payments/account.ts';
import { type Pulled, pullSnapshot } from './pulled.ts';
import { createRegistryDouble, type RegistryDouble } from './registry-double.ts';
import { type Ground, prepareGround } from './world.ts';

describe('a department between payments and ledgerline', () => {
  let ground: Ground;
  let registry: RegistryDouble;
  let payments: Implementation;
  let ledgerline: Implementation;
  let number = 0;
  const numbers = () => {
    number += 1;
    return number;
  };

  beforeAll(async () => {
    ground = await prepareGround({ fsync: false, log: () => {} });
    registry = await createRegistryDouble();
    const env = { REGISTRY_JWKS: registry.jwksFile };
    payments = await startImplementation(ground, 'payments', 'blue', env);
    ledgerline = await startImplementation(ground, 'ledgerline', 'green', env);
  }, 120_000);
  afterAll(async () => {
    await ground.close();
    await registry.close();
  });

  test('is the same on both, keeps keys, links, refunds and what only one of them knows, there and back', async () => {
    const key = await openAccount(ground, payments);
    const paid = await pay(payments.url, key);
    const refunded = await refund(payments.url, key, paid, 450);
    const open = await create(payments.url, key);
    const agreement = await post(payments.url, key, '/v1/agreements', {
      reference: 'A',
      description: 'Every month',
    });
    const heard = await changes(payments.url, key, 0);

    const there = await handOver(registry, department, {
      from: payments.url,
      to: ledgerline.url,
      epoch: 1,
      numbers,
    });
    expect(there.next).toEqual(there.old);
    expect(await read(ledgerline.url, key, paid)).toMatchObject({ state: { status: 'success' } });
    expect((await refund(ledgerline.url, key, paid, 1000)).status).toBe(202);
    expect((await changes(ledgerline.url, key, 0)).events.slice(0, heard.events.length)).toEqual(
      heard.events,
    );
    const page = await visitor(ledgerline.url).open(
      String(open.next_url).replace(payments.url, ledgerline.url),
    );
    expect(page.document.querySelector('#card-details')).not.toBeNull();
    const born = await create(ledgerline.url, key);
    const paidThere = await pay(ledgerline.url, key);

    const back = await handOver(registry, department, {
      from: ledgerline.url,
      to: payments.url,
      epoch: 2,
      numbers,
      standby: true,
    });
    expect(back.next).toEqual(back.old);
    const again = await visitor(payments.url).open(
      String(born.next_url).replace(ledgerline.url, payments.url),
    );
    expect(again.document.querySelector('#card-details')).not.toBeNull();
    expect(await read(payments.url, key, paidThere)).toMatchObject({ state: { status: 'success' } });
    expect((await refund(payments.url, key, paidThere, 1450)).status).toBe(202);
    expect((await refund(payments.url, key, paid, 1)).status).toBe(400);
    expect(refunded.status).toBe(202);
    const kept = await get(payments.url, key, `/v1/agreements/${agreement.json.agreement_id}`);
    expect(kept.json).toEqual(agreement.json);
    const mine = await pullSnapshot(registry, payments.url, department);
    expect(kinds(mine)).toEqual(expect.arrayContaining(['agreement', 'sandbox_transaction']));
  }, 120_000);
});

function kinds(items: readonly Pulled[]): string[] {
  return [...new Set(items.map(({ entity }) => entity))];
}

function refund(url: string, key: string, id: string, amount: number) {
  return post(url, key, `/v1/payments/${id}/refunds`, { amount });
}

async function post(url: string, key: string, path: string, body: unknown) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

async function get(url: string, key: string, path: string) {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}
