import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Answer,
  aDepartment,
  anImplementation,
  bind,
  fresh,
  made,
  type Registry,
  startRegistry,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('registry').document);
let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry();
});

afterAll(() => registry.end());

const get = (path: string, token?: string) =>
  registry.call('GET', `/ashlar/v1/${path}`, token === undefined ? {} : { token });
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  registry.call('POST', `/ashlar/v1/${path}`, { body, headers });
const patch = (path: string, body: object) => registry.call('PATCH', `/ashlar/v1/${path}`, { body });
const remove = (path: string) => registry.call('DELETE', `/ashlar/v1/${path}`);
const refusal = ({ status, json }: Answer) => [status, json.code];

describe('departments and their services', () => {
  test('are added, read, renamed, paged and removed', async () => {
    const ids = [
      await aDepartment(registry),
      await aDepartment(registry),
      await aDepartment(registry),
    ].sort();
    const [id = ''] = ids;
    const service = await post(`departments/${id}/services`, { id: 'fishing', name: 'Fishing licences' });
    expect(service.status).toBe(201);
    expect(service.headers.location).toBe(
      `http://registry.test/ashlar/v1/departments/${id}/services/fishing`,
    );
    expect(contract.response('createService', 201, service.json)).toEqual([]);
    expect((await get(`departments/${id}/services`)).json.services).toEqual([service.json]);
    expect((await patch(`departments/${id}/services/fishing`, { name: 'Rods' })).json.name).toBe('Rods');
    expect((await patch(`departments/${id}`, { name: 'Waters' })).json).toMatchObject({ id, name: 'Waters' });

    const seen: unknown[] = [];
    for (let cursor: unknown = ''; cursor !== undefined; ) {
      const page = await get(`departments?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(contract.response('listDepartments', 200, page.json)).toEqual([]);
      seen.push(...(page.json.departments as { id: string }[]).map((one) => one.id));
      cursor = page.json.next_cursor;
    }
    expect(seen).toEqual([...seen].sort());
    expect(seen).toEqual(expect.arrayContaining(ids));

    expect(refusal(await remove(`departments/${id}`))).toEqual([409, 'referred_to']);
    expect((await remove(`departments/${id}/services/fishing`)).status).toBe(204);
    expect((await remove(`departments/${id}`)).status).toBe(204);
    expect(refusal(await get(`departments/${id}`))).toEqual([404, 'not_found']);
    expect(refusal(await remove(`departments/${id}`))).toEqual([404, 'not_found']);
    expect((await post('departments', { id, name: 'Again' })).status).toBe(201);
  });

  test('have ids that are free, and belong to a department that is there', async () => {
    const id = await aDepartment(registry);
    expect(refusal(await post('departments', { id, name: 'Twice' }))).toEqual([409, 'taken']);
    expect(refusal(await post('departments/nowhere/services', { id: 'a', name: 'A' }))).toEqual([
      404,
      'not_found',
    ]);
    expect((await post('departments', { id: 'Not Good', name: 'x' })).json.errors).toMatchObject([
      { pointer: '#/id' },
    ]);
  });
});

describe('an implementation', () => {
  test('is at an origin, has a name of its own, and stays while it is bound', async () => {
    const component = fresh('component');
    const body = { component, name: 'one', version: '1', base_url: 'HTTPS://Payments.Example:443/' };
    const { id, base_url } = await made(registry, 'implementations', body);
    expect(base_url).toBe('https://payments.example');
    expect(refusal(await post('implementations', body))).toEqual([409, 'taken']);
    expect((await bind(registry, { component, department: '*' }, String(id), 0)).status).toBe(200);

    const needed = await remove(`implementations/${id}`);
    expect(refusal(needed)).toEqual([409, 'referred_to']);
    expect(contract.response('removeImplementation', 409, needed.json)).toEqual([]);
    expect(needed.json.referred_by).toEqual([{ kind: 'binding', resource: `bindings/${component}/*` }]);
    expect((await remove(`bindings/${component}/*?expected_epoch=1`)).status).toBe(204);
    expect((await remove(`implementations/${id}`)).status).toBe(204);
    expect(refusal(await get(`implementations/${id}`))).toEqual([404, 'not_found']);
  });
});

describe('an entry point', () => {
  test('has one place, which no other has and the gateway does not need', async () => {
    const component = fresh('component');
    const body = (place: object) => ({ name: fresh('URL'), component, department: '*', ...place });
    const create = (place: object) => post('entry-points', body(place));
    const pointer = ({ json }: Answer) => (json.errors as { pointer: string }[])[0]?.pointer;
    for (const place of [{}, { port: 1, host: 'a' }]) {
      const answer = await create(place);
      expect([answer.status, pointer(answer)]).toEqual([422, '#']);
    }
    const own = await create({ prefix: '/ashlar/x' });
    expect([own.status, pointer(own)]).toEqual([422, '#/prefix']);
    const nowhere = await create({ port: 2, department: 'nowhere' });
    expect([nowhere.status, pointer(nowhere)]).toEqual([422, '#/department']);
    for (const place of [{ port: 0 }, { host: 'UPPER' }, { prefix: '/a/' }, { timeouts: { idle_ms: 0 } }]) {
      expect((await create({ port: 3, ...place })).status).toBe(400);
    }
    for (const place of [{ port: 7001 }, { host: 'payments.example' }, { prefix: '/payments' }]) {
      expect((await create(place)).status).toBe(201);
      expect(refusal(await create(place))).toEqual([409, 'taken']);
    }
  });

  test('moves, changes its timeouts, and goes', async () => {
    const component = fresh('component');
    const { id } = await made(registry, 'entry-points', {
      name: fresh('URL'),
      component,
      department: '*',
      port: 7002,
    });
    const moved = await patch(`entry-points/${id}`, { host: 'moved.example', timeouts: { idle_ms: 5 } });
    expect(contract.response('changeEntryPoint', 200, moved.json)).toEqual([]);
    expect(moved.json).toMatchObject({ host: 'moved.example', timeouts: { idle_ms: 5 } });
    expect(moved.json.port).toBeUndefined();
    expect(refusal(await patch(`entry-points/${id}`, { prefix: '/payments' }))).toEqual([409, 'taken']);
    expect((await get(`entry-points/${id}`)).json).toEqual(moved.json);
    expect((await get(`entry-points?component=${component}`)).json.entry_points).toEqual([moved.json]);
    expect((await remove(`entry-points/${id}`)).status).toBe(204);
    expect((await remove(`entry-points/${id}`)).status).toBe(404);
  });
});

describe('a binding', () => {
  test('has an epoch that every change must name, and never gives one twice', async () => {
    const component = fresh('component');
    const name = { component, department: '*' };
    const [one, two] = [
      await anImplementation(registry, component),
      await anImplementation(registry, component),
    ];
    expect(refusal(await get(`bindings/${component}/*`))).toEqual([404, 'not_found']);
    const first = await bind(registry, name, one, 0);
    expect(contract.response('setBinding', 200, first.json)).toEqual([]);
    expect(first.json).toMatchObject({ ...name, implementation_id: one, epoch: 1 });
    const late = await bind(registry, name, two, 0);
    expect([...refusal(late), late.json.epoch]).toEqual([409, 'epoch_conflict', 1]);
    expect((await bind(registry, name, two, 1)).json.epoch).toBe(2);
    // The same change again, because its answer was lost.
    expect((await bind(registry, name, two, 1)).json).toMatchObject({ epoch: 2, implementation_id: two });
    expect((await bind(registry, name, two, 2)).json.epoch).toBe(2);

    expect(refusal(await remove(`bindings/${component}/*?expected_epoch=1`))).toEqual([
      409,
      'epoch_conflict',
    ]);
    expect((await remove(`bindings/${component}/*?expected_epoch=2`)).status).toBe(204);
    expect((await remove(`bindings/${component}/*?expected_epoch=3`)).status).toBe(404);
    expect((await get(`bindings/${component}/*`)).json).toEqual({
      ...name,
      epoch: 3,
      changed_at: expect.any(String),
    });
    expect((await bind(registry, name, one, 0)).json.epoch).toBe(3);
    expect((await bind(registry, name, one, 3)).json.epoch).toBe(4);
  });

  test('of several changes at once takes one', async () => {
    const component = fresh('component');
    const name = { component, department: '*' };
    const implementations = await Promise.all(
      Array.from({ length: 8 }, () => anImplementation(registry, component)),
    );
    for (let epoch = 0; epoch < 5; epoch += 1) {
      // Not what is bound: that would be no change.
      const asked = implementations.filter((_, at) => at % 2 === epoch % 2);
      const answers = await Promise.all(asked.map((id) => bind(registry, name, id, epoch)));
      const won = answers.filter(({ status }) => status === 200);
      expect(won.map(({ json }) => json.epoch)).toEqual([epoch + 1]);
      const lost = answers.filter(({ status }) => status !== 200);
      expect(new Set(lost.map((answer) => `${refusal(answer)} ${answer.json.epoch}`))).toEqual(
        new Set([`409,epoch_conflict ${epoch + 1}`]),
      );
      expect((await get(`bindings/${component}/*`)).json).toEqual(won[0]?.json);
    }
  });

  test('names an implementation of its component and a department that is there', async () => {
    const component = fresh('component');
    const own = await anImplementation(registry, component);
    const other = await anImplementation(registry, fresh('component'));
    const wrong = await bind(registry, { component, department: '*' }, other, 0);
    expect([wrong.status, wrong.json.errors]).toMatchObject([422, [{ pointer: '#/implementation_id' }]]);
    const nowhere = await bind(registry, { component, department: 'nowhere' }, own, 0);
    expect([nowhere.status, nowhere.json.errors]).toMatchObject([422, [{ pointer: 'path:department' }]]);
  });

  test('that an entry point stands on is not removed', async () => {
    const component = fresh('component');
    const [department, bound] = [await aDepartment(registry), await anImplementation(registry, component)];
    const entry = { name: fresh('URL'), component, department, port: 7003 };
    const { id } = await made(registry, 'entry-points', entry);
    await bind(registry, { component, department: '*' }, bound, 0);
    const needed = await remove(`bindings/${component}/*?expected_epoch=1`);
    expect(needed.json).toMatchObject({
      code: 'referred_to',
      referred_by: [{ kind: 'entry_point', resource: `entry-points/${id}` }],
    });
    await bind(registry, { component, department }, bound, 0);
    expect((await remove(`bindings/${component}/*?expected_epoch=1`)).status).toBe(204);
    expect(refusal(await remove(`bindings/${component}/${department}?expected_epoch=1`))).toEqual([
      409,
      'referred_to',
    ]);
    expect(refusal(await remove(`departments/${department}`))).toEqual([409, 'referred_to']);
  });
});

describe('a creation with an Idempotency-Key', () => {
  test('is made once and answered alike, whatever has become of it', async () => {
    const department = await aDepartment(registry);
    const component = fresh('component');
    const cases: [string, Record<string, unknown>, (json: Record<string, unknown>) => string][] = [
      ['departments', { id: fresh('d'), name: 'D' }, ({ id }) => `departments/${id}`],
      [
        `departments/${department}/services`,
        { id: 'b', name: 'B' },
        () => `departments/${department}/services/b`,
      ],
      [
        'implementations',
        { component, name: 'one', version: '1', base_url: 'http://a' },
        ({ id }) => `implementations/${id}`,
      ],
      [
        'entry-points',
        { name: fresh('URL'), component, department: '*', port: 7010 },
        ({ id }) => `entry-points/${id}`,
      ],
    ];
    for (const [path, body, resource] of cases) {
      const headers = { 'idempotency-key': `key of ${path}` };
      const all = await Promise.all([1, 2, 3].map(() => post(path, body, headers)));
      expect(all.map(({ status }) => status)).toEqual([201, 201, 201]);
      const [first] = all;
      expect(all.map(({ json }) => json)).toEqual([first?.json, first?.json, first?.json]);
      expect(
        all.filter(({ headers: { 'idempotent-replayed': replayed } }) => replayed === 'true'),
      ).toHaveLength(2);
      expect(refusal(await post(path, { ...body, managed_by: 'other' }, headers))).toEqual([
        422,
        'idempotency_key_reused',
      ]);
      expect((await remove(resource(first?.json ?? {}))).status).toBe(204);
      expect((await post(path, body, headers)).json).toEqual(first?.json);
    }
  });
});
