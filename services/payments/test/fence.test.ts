import { loadContract } from '@ashlar/contracts';
import { pictureOf, receiptedEvent } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Fenced, startFenced } from './fence-fixtures.ts';
import { aWorld, type Sent, type World } from './mutation-world.ts';
import { mutations, otherwise } from './mutations.ts';

const department = 'demo';
let service: Fenced;

beforeAll(async () => {
  service = await startFenced();
});

afterAll(() => service?.end());

const turn = (role: 'primary' | 'frozen', epoch: number) => service.turn(department, role, epoch);

const picture = () => pictureOf(service.pool, ['webhook_cursor', 'payment_count', 'payment_count_state']);

const loggedBy = (receipt: unknown) => receiptedEvent(service.pool, receipt);

const accepted = ({ status, headers }: Sent) => status < 400 && headers['ashlar-receipt'] !== undefined;

describe('every operation that writes', () => {
  test('is in the list of this test', () => {
    const ids = loadContract('payments')
      .operations.filter(({ method }) => method !== 'get')
      .map(({ operationId }) => operationId);
    const known = [...Object.keys(mutations), ...Object.keys(otherwise)];
    expect(known.filter((id) => !ids.includes(id))).toEqual(['followPaymentLink']);
    expect(ids.filter((id) => !known.includes(id))).toEqual([]);
  });

  test.each(Object.keys(mutations))('%s gives a receipt for what it logged', async (id) => {
    const send = await mutations[id]?.(await aWorld(service, { 'x-request-id': `request-of-${id}` }));
    const sent = await send?.();
    expect(sent).toMatchObject({ headers: { 'ashlar-receipt': expect.any(String) } });
    expect(sent?.status).toBeLessThan(400);
    expect(await loggedBy(sent?.headers['ashlar-receipt'])).toMatchObject({
      request: `request-of-${id}`,
      epoch: 0,
      department,
    });
  });

  test('does nothing while its department is frozen, and is accepted once it may go on', async () => {
    await turn('primary', 4);
    const worlds: Record<string, World> = {};
    const sends: Record<string, () => Promise<Sent>> = {};
    const headers = await service.throughGateway(department, 4);
    for (const [id, prepare] of Object.entries(mutations)) {
      worlds[id] = await aWorld(service, headers);
      sends[id] = await prepare(worlds[id]);
    }
    await turn('frozen', 4);
    const before = await picture();
    expect(Object.keys(before).length).toBeGreaterThan(20);
    for (const [id, send] of Object.entries(sends)) {
      const { status, headers: given, text } = await send();
      const known = { id, status, fenced: given['ashlar-fenced'], receipt: given['ashlar-receipt'] };
      expect(known).toEqual({
        id,
        status: 421,
        fenced: `${department};epoch=4;role=frozen`,
        receipt: undefined,
      });
      expect(JSON.parse(text)).toMatchObject({ status: 421, code: 'fenced' });
    }
    expect(await picture()).toEqual(before);
    await turn('primary', 4);
    const refused = [];
    for (const [id, send] of Object.entries(sends)) {
      const sent = await send();
      if (!accepted(sent)) refused.push({ id, ...sent });
      else expect((await loggedBy(sent.headers['ashlar-receipt'])).epoch).toBe(4);
    }
    expect(refused).toEqual([]);
  }, 120_000);
});
