import { visitor } from '@ashlar/conformance';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { handOver } from './handing-over.ts';
import { type Ledgerline, startLedgerline } from './ledgerline-process.ts';
import { CARD, changes, create, pay, read } from './paying.ts';
import { misfits, pullSnapshot } from './pulled.ts';
import { createRegistryDouble, type RegistryDouble } from './registry-double.ts';

describe('a department between two ledgerlines', () => {
  let registry: RegistryDouble;
  let one: Ledgerline;
  let other: Ledgerline;
  let number = 0;
  const numbers = () => {
    number += 1;
    return number;
  };

  beforeAll(async () => {
    registry = await createRegistryDouble();
    const env = { REGISTRY_JWKS: registry.jwksFile };
    [one, other] = await Promise.all([startLedgerline(env), startLedgerline({ ...env, SEED: '' })]);
  });
  afterAll(async () => {
    await Promise.all([one.stop(), other.stop()]);
    await registry.close();
  });

  test('keeps its keys, its page links, its cursors and what was under way, there and back', async () => {
    const { apiKey } = one.subject;
    const paid = await pay(one.url, apiKey);
    const open = await create(one.url, apiKey);
    const begun = await create(one.url, apiKey);
    const link = String(begun.next_url).replace(one.url, '');
    const payer = visitor(one.url);
    const card = await payer.open(`${one.url}${link}`);
    expect(card.document.querySelector('#card-details')).not.toBeNull();
    const cursor = await changes(one.url, apiKey, 0);

    const there = await handOver(registry, 'licensing', { from: one.url, to: other.url, epoch: 1, numbers });
    expect(there.barrier).toBeGreaterThan(0);
    await expect(create(one.url, apiKey)).rejects.toThrow(/421/);
    expect(await read(other.url, apiKey, paid)).toMatchObject({ state: { status: 'success' } });
    expect((await changes(other.url, apiKey, 0)).events).toEqual(cursor.events);
    // A link that the old one made opens the card page of the new one.
    const again = await visitor(other.url).open(String(open.next_url).replace(one.url, other.url));
    expect(again.document.querySelector('#card-details')).not.toBeNull();
    const late = await create(other.url, apiKey);
    const heard = (await changes(other.url, apiKey, cursor.position)).events.map(({ subject }) => subject);
    expect(heard).toContain(late.payment_id);

    const back = await handOver(registry, 'licensing', {
      from: other.url,
      to: one.url,
      epoch: 2,
      numbers,
      standby: true,
    });
    expect(back.barrier).toBeGreaterThan(there.barrier);
    expect(await read(one.url, apiKey, late.payment_id)).toMatchObject({ state: { status: 'created' } });
    // The payer who had the page open before both swaps goes on with it.
    const confirm = await payer.submit(card, '#submit-card-details', CARD);
    await payer.submit(confirm, '#confirm');
    const done = await until(async () => {
      const shown = await read(one.url, apiKey, begun.payment_id);
      return shown.state.status === 'success' ? shown : undefined;
    });
    expect(done.state.finished).toBe(true);
  }, 60_000);

  test('hands over records that fit their schemas', async () => {
    const items = await pullSnapshot(registry, one.url, 'licensing');
    expect(misfits(items)).toEqual([]);
    const kinds = new Set(items.map(({ entity }) => entity));
    expect([...kinds].sort()).toEqual([
      'api_key',
      'event',
      'gateway_account',
      'payment',
      'sandbox_transaction',
      'secret',
    ]);
  });
});
