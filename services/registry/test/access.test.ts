import { createEventValidator, createSchemaValidator, loadContract } from '@ashlar/contracts';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  aDepartment,
  anImplementation,
  bind,
  fresh,
  gatewayKey,
  type Method,
  made,
  type Registry,
  startRegistry,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('registry').document);
let registry: Registry;
let own: string;
let other: string;
let component: string;
let token: string;
let implementation: string;

beforeAll(async () => {
  registry = await startRegistry();
  [own, other, component] = [await aDepartment(registry), await aDepartment(registry), fresh('component')];
  implementation = await anImplementation(registry, component);
  token = await registry.token(own);
  for (const [at, department] of [own, other, '*'].entries()) {
    await bind(registry, { component, department }, implementation, 0);
    await made(registry, 'entry-points', { name: fresh('URL'), component, department, port: 7100 + at });
  }
});

afterAll(() => registry.end());

const read = async (path: string, asking = token) =>
  (await registry.call('GET', `/ashlar/v1/${path}`, { token: asking })).json;
const departmentsOf = (items: unknown) =>
  (items as { department: string }[]).map(({ department }) => department);

describe('a token of one department', () => {
  test('reads what is its own, the defaults, and implementations without their addresses', async () => {
    expect((await read('departments')).departments).toMatchObject([{ id: own }]);
    expect(departmentsOf((await read('bindings')).bindings)).toEqual(['*', own]);
    expect(departmentsOf((await read('entry-points')).entry_points)).toEqual([own]);
    const listed = await read('implementations');
    expect(contract.response('listImplementations', 200, listed)).toEqual([]);
    expect(JSON.stringify(listed)).not.toContain('base_url');
    expect(await read(`implementations/${implementation}`)).not.toHaveProperty('base_url');
    expect((await read(`departments/${other}`)).code).toBe('not_found');
    expect((await read(`departments/${other}/services`)).code).toBe('not_found');
    expect((await read(`bindings/${component}/${other}`)).code).toBe('not_found');
    const { entries } = await read('audit');
    expect(new Set(departmentsOf(entries))).toEqual(new Set([own]));
  });

  test('rebinds its own department and no other', async () => {
    const next = await anImplementation(registry, component);
    expect((await bind(registry, { component, department: own }, next, 1, { token })).json.epoch).toBe(2);
    for (const department of [other, '*']) {
      const path = `/ashlar/v1/bindings/${component}/${department}`;
      expect((await bind(registry, { component, department }, next, 1, { token })).status).toBe(403);
      expect((await registry.call('DELETE', `${path}?expected_epoch=1`, { token })).status).toBe(403);
    }
    const removed = await registry.call(
      'DELETE',
      `/ashlar/v1/bindings/${component}/${own}?expected_epoch=2`,
      {
        token,
      },
    );
    expect(removed.status).toBe(204);
  });

  test('changes nothing else', async () => {
    const id = '0198c2f0-a1b2-7c33-9d44-000000000000';
    const tries: [Method, string, object?][] = [
      ['POST', 'departments', { id: 'x', name: 'X' }],
      ['PATCH', `departments/${own}`, { name: 'X' }],
      ['DELETE', `departments/${own}`],
      ['POST', `departments/${own}/services`, { id: 'x', name: 'X' }],
      ['PATCH', `departments/${own}/services/x`, { name: 'X' }],
      ['DELETE', `departments/${own}/services/x`],
      ['POST', 'implementations', { component, name: 'x', version: '1', base_url: 'http://evil.example' }],
      ['PATCH', `implementations/${id}`, { base_url: 'http://evil.example' }],
      ['DELETE', `implementations/${id}`],
      ['POST', 'entry-points', { name: 'X', component, department: own, port: 7999 }],
      ['PATCH', `entry-points/${id}`, { port: 7999 }],
      ['DELETE', `entry-points/${id}`],
    ];
    for (const [method, path, body] of tries) {
      const answer = await registry.call(method, `/ashlar/v1/${path}`, { token, ...(body && { body }) });
      expect([method, path, answer.status]).toEqual([method, path, 403]);
    }
  });
});

describe('the routing table', () => {
  const routing = (ask: Parameters<Registry['call']>[2]) => registry.call('GET', '/ashlar/v1/routing', ask);
  const key = { 'ashlar-gateway': gatewayKey };

  test('is for gateways and for operators with the scope', async () => {
    const answer = await routing({ token: null, headers: key });
    expect(answer.status).toBe(200);
    expect(contract.response('getRouting', 200, answer.json)).toEqual([]);
    expect((await routing({ token: await registry.token('*', 'registry:routing') })).status).toBe(200);
    expect((await routing({ token: await registry.token('*') })).status).toBe(403);
    expect((await routing({ token: await registry.token(own, 'registry:routing') })).status).toBe(403);
    expect((await routing({ token: null })).status).toBe(401);
    expect((await routing({ token: null, headers: { 'ashlar-gateway': 'another' } })).status).toBe(401);
  });

  test('is not for whoever comes through a gateway, which adds its key', async () => {
    const headers = { ...key, 'x-forwarded-host': 'registry.example' };
    expect((await routing({ token: null, headers })).status).toBe(401);
  });
});

test('without a token, or with one for another component or without the scope, nothing is told', async () => {
  const foreign = await registry.issuer.mint({
    audience: 'payments',
    scope: 'registry:admin',
    department: '*',
  });
  const cases: [string | null, number][] = [
    [null, 401],
    ['rubbish', 401],
    [foreign, 401],
    [await registry.token('*', 'registry:changes'), 403],
  ];
  for (const path of ['departments', 'implementations', 'bindings', 'entry-points', 'audit']) {
    for (const [asking, status] of cases) {
      const answer = await registry.call('GET', `/ashlar/v1/${path}`, { token: asking });
      expect([path, answer.status]).toEqual([path, status]);
    }
  }
});

test('every change is in the audit, newest first, with who made it and what was there before', async () => {
  const id = fresh('department');
  const headers = { 'x-request-id': 'request-of-the-audit' };
  await registry.call('POST', '/ashlar/v1/departments', { body: { id, name: 'One' }, headers });
  await registry.call('PATCH', `/ashlar/v1/departments/${id}`, { body: { name: 'Two' }, headers });
  await registry.call('PATCH', `/ashlar/v1/departments/${id}`, { body: { name: 'Two' }, headers });
  await registry.call('DELETE', `/ashlar/v1/departments/${id}`, { headers });
  const asking = await registry.token();
  const page = await read('audit?limit=2', asking);
  expect(contract.response('listAudit', 200, page)).toEqual([]);
  const rest = await read(`audit?limit=1&cursor=${page.next_cursor}`, asking);
  const common = {
    subject: expect.any(String),
    subject_department: '*',
    request_id: headers['x-request-id'],
    resource: `departments/${id}`,
    department: id,
  };
  expect([...(page.entries as []), ...(rest.entries as [])]).toMatchObject([
    { ...common, action: 'department.removed', before: { id, name: 'Two' } },
    { ...common, action: 'department.changed', before: { id, name: 'One' }, after: { id, name: 'Two' } },
    { ...common, action: 'department.created', after: { id, name: 'One' } },
  ]);
});

test('a department hears of its own bindings, an operator of all, and no event holds an address', async () => {
  const feed = async (department: string) => {
    const asking = await registry.token(department, 'registry:changes');
    return (await read('changes?limit=500', asking)).events as Record<string, unknown>[];
  };
  const all = await until(
    async () => {
      const events = await feed('*');
      return events.some(({ type }) => type === 'registry.department.removed.v1') ? events : undefined;
    },
    { what: 'the changes to be in the feed' },
  );
  expect(JSON.stringify(all)).not.toMatch(/http:\/\//);
  expect(all.flatMap(createEventValidator('registry'))).toEqual([]);
  const types = new Set(all.map(({ type }) => type));
  for (const type of ['implementation.registered', 'binding.changed', 'entry_point.created']) {
    expect(types).toContain(`registry.${type}.v1`);
  }
  const mine = await feed(own);
  expect(new Set(departmentsOf(mine))).toEqual(new Set([own]));
  const bindings = mine.filter(({ type }) => type === 'registry.binding.changed.v1');
  expect(bindings.map(({ sequence, data }) => [sequence, (data as { epoch: number }).epoch])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});
