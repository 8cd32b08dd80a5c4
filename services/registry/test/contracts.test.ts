import { contractHash, createSchemaValidator, loadBundle, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Registry, startRegistry } from './fixtures.ts';

const contract = createSchemaValidator(loadContract('registry').document);
const payments = loadBundle('payments');
let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry();
});

afterAll(() => registry.end());

type Body = Readonly<Record<string, unknown>>;

const store = (body: unknown, headers: Record<string, string> = {}) =>
  registry.call('POST', '/ashlar/v1/contracts', { body, headers });

/** The contract of payments without one of its operations. */
function smaller() {
  const { '/v1/refunds': _gone, ...paths } = payments.openapi.paths;
  return { ...payments, openapi: { ...payments.openapi, paths } };
}

describe('contracts', () => {
  test('are known by the hash of what they say, and every version stays', async () => {
    const one = await store(payments);
    const two = await store(smaller());
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(contract.response('storeContract', 201, one.json)).toEqual([]);
    expect(one.json).toMatchObject({ component: 'payments', hash: contractHash('payments') });
    const { json } = await registry.call('GET', '/ashlar/v1/contracts?component=payments');
    expect(contract.response('listContracts', 200, json)).toEqual([]);
    expect((json.contracts as Body[]).map(({ hash }) => hash).sort()).toEqual(
      [one.json.hash, two.json.hash].sort(),
    );
    const whole = await registry.call('GET', `/ashlar/v1/contracts/payments/${one.json.hash}`);
    expect(contract.response('getContract', 200, whole.json)).toEqual([]);
    const { openapi, events, handover } = whole.json;
    expect({ component: 'payments', openapi, events, handover }).toEqual(payments);
  });

  test('a version that is stored again is the one that is there', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const first = await store(payments);
    const again = await store(payments, key);
    expect(again.json).toEqual(first.json);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const { json } = await registry.call('GET', '/ashlar/v1/audit?limit=500');
    const stored = (json.entries as Body[]).filter(
      ({ resource }) => resource === `contracts/payments/${first.json.hash}`,
    );
    expect(stored).toHaveLength(1);
  });

  test('of ten that store one at once all are answered with it, and it is stored once', async () => {
    const { openapi } = loadBundle('gateway');
    const body = { component: 'gateway', openapi };
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        store(body, n % 2 === 0 ? {} : { 'idempotency-key': `race-${n}` }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(new Set(answers.map(({ json }) => json.hash)).size).toBe(1);
  });

  test('two versions are compared, one way and the other', async () => {
    const [whole, less] = [(await store(payments)).json.hash, (await store(smaller())).json.hash];
    const diff = async (from: unknown, to: unknown) =>
      (await registry.call('GET', `/ashlar/v1/contracts/payments/${to}/diff?from=${from}`)).json;
    const shrunk = await diff(whole, less);
    expect(contract.response('diffContract', 200, shrunk)).toEqual([]);
    expect(shrunk).toEqual({
      compatible: false,
      changes: [
        expect.objectContaining({ kind: 'operation-removed', where: 'GET /v1/refunds', breaking: true }),
      ],
    });
    expect(await diff(less, whole)).toMatchObject({
      compatible: true,
      changes: [{ kind: 'operation-added' }],
    });
    expect(await diff(whole, whole)).toEqual({ compatible: true, changes: [] });
    const nowhere = `/ashlar/v1/contracts/payments/${whole}/diff?from=${'0'.repeat(64)}`;
    expect((await registry.call('GET', nowhere)).status).toBe(404);
  });

  test('one whose references lead nowhere is refused', async () => {
    const answers = { 200: { $ref: '#/components/responses/Nothing' } };
    const openapi = {
      openapi: '3.1.0',
      info: { title: 'x', version: '1' },
      paths: { '/x': { get: { operationId: 'x', responses: answers } } },
    };
    const answer = await store({ component: 'x', openapi });
    expect([answer.status, answer.json.code]).toEqual([422, 'invalid']);
    expect(answer.text).toContain('#/components/responses/Nothing names nothing');
  });

  test('departments may read them, operators alone store them', async () => {
    const token = await registry.token('fisheries');
    expect((await registry.call('GET', '/ashlar/v1/contracts', { token })).status).toBe(200);
    const refused = await registry.call('POST', '/ashlar/v1/contracts', { token, body: payments });
    expect(refused.status).toBe(403);
  });
});
