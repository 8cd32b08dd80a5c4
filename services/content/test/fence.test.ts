import { randomUUID } from 'node:crypto';
import { loadContract } from '@ashlar/contracts';
import type { FenceRole } from '@ashlar/postgres';
import { createFencing, type Fencing, pictureOf, receiptedEvent } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, aTransaction, clientOf, publishedAt, type Service, startService } from './fixtures.ts';
import { aWorld, mutations, otherwise, type Send } from './mutations.ts';

const department = 'demo';
let fencing: Fencing;
let service: Service;

beforeAll(async () => {
  fencing = await createFencing('content');
  service = await startService(fencing.env);
});

afterAll(async () => {
  await service?.end();
  await fencing?.close();
});

const turn = (role: FenceRole, epoch: number) => fencing.turn(service.pool, department, role, epoch);
const receiptOf = ({ headers }: Answer) => headers['ashlar-receipt'];

describe('every operation that writes', () => {
  test('is in the list of this test', () => {
    const ids = loadContract('content')
      .operations.filter(({ method }) => method !== 'get')
      .map(({ operationId }) => operationId);
    expect([...Object.keys(mutations), ...Object.keys(otherwise)].sort()).toEqual(ids.sort());
  });

  test.each(Object.keys(mutations))('%s gives a receipt for what it logged', async (id) => {
    const world = await aWorld(service, { 'x-request-id': `request-of-${id}` });
    const sent = await (await mutations[id]?.(world))?.();
    expect(sent?.status).toBeLessThan(300);
    expect(await receiptedEvent(service.pool, sent && receiptOf(sent))).toMatchObject({
      request: `request-of-${id}`,
      epoch: 0,
      department,
    });
  });

  test('does nothing while its department is frozen, and is accepted once it may go on', async () => {
    await turn('primary', 4);
    const sends: Record<string, Send> = {};
    const headers = await fencing.throughGateway(department, 4);
    for (const [id, prepare] of Object.entries(mutations)) {
      sends[id] = await prepare(await aWorld(service, headers));
    }
    await turn('frozen', 4);
    const before = await pictureOf(service.pool, []);
    expect(Object.keys(before).length).toBeGreaterThan(10);
    for (const [id, send] of Object.entries(sends)) {
      const { status, headers: given, text } = await send();
      expect({ id, status, fenced: given['ashlar-fenced'], receipt: given['ashlar-receipt'] }).toEqual({
        ...{ id, status: 421, fenced: `${department};epoch=4;role=frozen` },
        receipt: undefined,
      });
      expect(JSON.parse(text)).toMatchObject({ status: 421, code: 'fenced' });
    }
    expect(await pictureOf(service.pool, [])).toEqual(before);
    await turn('primary', 4);
    for (const [id, send] of Object.entries(sends)) {
      const sent = await send();
      expect({ id, accepted: sent.status < 300, text: sent.status < 300 ? '' : sent.text }).toEqual({
        ...{ id, accepted: true },
        text: '',
      });
      expect((await receiptedEvent(service.pool, receiptOf(sent))).epoch).toBe(4);
    }
  }, 60_000);

  test('a frozen department is read on', async () => {
    const { application } = await aWorld(service);
    await publishedAt(clientOf(service, application.token), '/read-on');
    await turn('frozen', 4);
    try {
      const headers = await fencing.throughGateway(department, 4);
      expect((await service.call('GET', '/content/read-on', { headers })).status).toBe(200);
    } finally {
      await turn('primary', 4);
    }
  });
});

describe('a command with an Idempotency-Key', () => {
  const asked = async () => {
    const { application } = await aWorld(service);
    const client = clientOf(service, application.token);
    const id = randomUUID();
    const put = (key: string, changes: Record<string, unknown> = {}) =>
      client.ask('PUT', `/v2/content/${id}`, aTransaction(`/keyed-${id}`, changes), {
        'idempotency-key': key,
      });
    return { client, id, put };
  };

  test('that comes again is answered as accepted, though its version is past by then', async () => {
    const { client, id, put } = await asked();
    await put('first');
    const once = await put('second', { previous_version: 1 });
    const again = await put('second', { previous_version: 1 });
    expect([once.status, again.status]).toEqual([200, 200]);
    expect(again.json).toEqual(once.json);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const events = await Promise.all(
      [once, again].map((one) => receiptedEvent(service.pool, receiptOf(one))),
    );
    expect(events[1]?.event).toBe(events[0]?.event);
    expect((await client.get(id)).json.lock_version).toBe(2);
    expect((await put('third', { previous_version: 1 })).status).toBe(409);
  });

  test('that comes ten times at once is carried out once', async () => {
    const { client, id, put } = await asked();
    await put('first');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => put('same', { title: 'Same', previous_version: 1 })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined).length).toBe(1);
    expect((await client.get(id)).json.lock_version).toBe(2);
  });

  test('that comes at once and leaves nothing to be done is accepted for each', async () => {
    const { client, id, put } = await asked();
    await put('first');
    const discard = () =>
      client.ask('POST', `/v2/content/${id}/discard-draft`, {}, { 'idempotency-key': 'away' });
    const answers = await Promise.all(Array.from({ length: 20 }, discard));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  });

  test('that was refused may come again, and with another request it is refused', async () => {
    const { client, put } = await asked();
    expect((await put('one', { previous_version: 7 })).status).toBe(409);
    const put1 = await put('one');
    expect(put1.status).toBe(200);
    const other = await put('one', { title: 'Another' });
    expect([other.status, (other.json.error as { code: number }).code]).toEqual([422, 422]);
    expect(
      (
        await client.ask(
          'POST',
          `/v2/content/${put1.json.content_id}/publish`,
          {},
          { 'idempotency-key': 'one' },
        )
      ).status,
    ).toBe(200);
  });
});
