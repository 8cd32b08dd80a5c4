import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import {
  anEntryPoint,
  anImplementation,
  bind,
  call,
  expectStatus,
  fresh,
  type RegistrySubject,
  routed,
} from './subject.ts';

const remove = { method: 'DELETE' };

/** What is bound, where traffic comes in, and what gateways are told of both. */
export const plugCases: readonly Case<RegistrySubject>[] = [
  {
    section: 'bindings',
    name: 'the epoch rises by one with each change, and never begins again',
    async run(subject) {
      const component = fresh('component');
      const one = await anImplementation(subject, component);
      const two = await anImplementation(subject, component);
      const epochs: unknown[] = [];
      for (const [implementation_id, expected_epoch] of [
        [one, 0],
        [two, 1],
      ] as const) {
        epochs.push((await bind(subject, component, { implementation_id, expected_epoch })).json.epoch);
      }
      await expectStatus(204, subject, 'removeBinding', `bindings/${component}/*?expected_epoch=2`, remove);
      epochs.push((await expectStatus(200, subject, 'getBinding', `bindings/${component}/*`)).epoch);
      epochs.push((await bind(subject, component, { implementation_id: one, expected_epoch: 3 })).json.epoch);
      assert.deepEqual(epochs, [1, 2, 3, 4]);
    },
  },
  {
    section: 'bindings',
    name: 'a change for another epoch is refused, and told the present one',
    async run(subject) {
      const component = fresh('component');
      const one = await anImplementation(subject, component);
      const two = await anImplementation(subject, component);
      await bind(subject, component, { implementation_id: one, expected_epoch: 0 });
      const late = await bind(subject, component, { implementation_id: two, expected_epoch: 0 });
      assert.deepEqual([late.status, late.json.code, late.json.epoch], [409, 'epoch_conflict', 1]);
      const kept = await expectStatus(200, subject, 'getBinding', `bindings/${component}/*`);
      assert.equal(kept.implementation_id, one);
    },
  },
  {
    section: 'races',
    name: 'of six changes at once one wins',
    async run(subject) {
      const component = fresh('component');
      const ids = await Promise.all([1, 2, 3, 4, 5, 6].map(() => anImplementation(subject, component)));
      const answers = await Promise.all(
        ids.map((implementation_id) => bind(subject, component, { implementation_id, expected_epoch: 0 })),
      );
      const statuses = answers.map(({ status }) => status).sort();
      assert.deepEqual(statuses, [200, 409, 409, 409, 409, 409]);
      const won = answers.find(({ status }) => status === 200);
      assert.deepEqual(await expectStatus(200, subject, 'getBinding', `bindings/${component}/*`), won?.json);
    },
  },
  {
    section: 'references',
    name: 'what is bound stays, and so does what an entry point stands on',
    async run(subject) {
      const component = fresh('component');
      const id = await anImplementation(subject, component);
      await bind(subject, component, { implementation_id: id, expected_epoch: 0 });
      const entry = await anEntryPoint(subject, component);
      const bound = await expectStatus(409, subject, 'removeImplementation', `implementations/${id}`, remove);
      assert.deepEqual(bound.referred_by, [{ kind: 'binding', resource: `bindings/${component}/*` }]);
      const path = `bindings/${component}/*?expected_epoch=1`;
      const needed = await expectStatus(409, subject, 'removeBinding', path, remove);
      assert.deepEqual(needed.referred_by, [{ kind: 'entry_point', resource: `entry-points/${entry}` }]);
      await expectStatus(204, subject, 'removeEntryPoint', `entry-points/${entry}`, remove);
      await expectStatus(204, subject, 'removeBinding', path, remove);
      await expectStatus(204, subject, 'removeImplementation', `implementations/${id}`, remove);
    },
  },
  {
    section: 'entry-points',
    name: 'an entry point has exactly one place, which is free and not the gateway’s own',
    async run(subject) {
      const host = `${fresh('host')}.conformance.example`;
      const create = (place: object) => {
        const body = { name: fresh('entry'), component: fresh('component'), department: '*', ...place };
        return call(subject, 'createEntryPoint', 'entry-points', { body });
      };
      for (const place of [{}, { host, prefix: '/conformance' }, { prefix: '/ashlar' }]) {
        assert.equal((await create(place)).status, 422, JSON.stringify(place));
      }
      for (const place of [{ port: 0 }, { host: 'UPPER' }, { prefix: '/ends/' }]) {
        assert.equal((await create(place)).status, 400, JSON.stringify(place));
      }
      const { status, json } = await create({ host });
      assert.equal(status, 201);
      assert.equal((await create({ host })).status, 409);
      await expectStatus(204, subject, 'removeEntryPoint', `entry-points/${json.id}`, remove);
    },
  },
  {
    section: 'routing',
    name: 'a department has what is bound for it, else the default',
    async run(subject) {
      const component = fresh('component');
      const department = fresh('department');
      await expectStatus(201, subject, 'createDepartment', 'departments', {
        body: { id: department, name: 'D' },
      });
      const common = await anImplementation(subject, component, 'http://common.example');
      const own = await anImplementation(subject, component, 'http://own.example');
      const id = await anEntryPoint(subject, component, department);
      assert.equal((await routed(subject, id)).entry?.upstream, undefined);
      await bind(subject, component, { implementation_id: common, expected_epoch: 0 });
      assert.equal((await routed(subject, id)).entry?.upstream, 'http://common.example');
      await bind(subject, component, { department, implementation_id: own, expected_epoch: 0 });
      const { entry } = await routed(subject, id);
      assert.deepEqual(
        [entry?.upstream, entry?.implementation_id, entry?.epoch],
        ['http://own.example', own, 1],
      );
      const path = `bindings/${component}/${department}?expected_epoch=1`;
      await expectStatus(204, subject, 'removeBinding', path, remove);
      assert.equal((await routed(subject, id)).entry?.upstream, 'http://common.example');
      await expectStatus(204, subject, 'removeEntryPoint', `entry-points/${id}`, remove);
      await expectStatus(204, subject, 'removeDepartment', `departments/${department}`, remove);
    },
  },
  {
    section: 'following',
    name: 'who waits for a newer table has it within a second of the change, and the version rises',
    async run(subject) {
      const component = fresh('component');
      const implementation_id = await anImplementation(subject, component);
      const id = await anEntryPoint(subject, component);
      const { version } = await routed(subject, id);
      const waiting = call(subject, 'getRouting', `routing?after=${version}&wait=10`);
      await bind(subject, component, { implementation_id, expected_epoch: 0 });
      const began = performance.now();
      const { status, json } = await waiting;
      assert.equal(status, 200);
      assert.ok(performance.now() - began < 1000, 'the wait ends within a second');
      assert.ok(Number(json.version) > version, 'the version has risen');
      await expectStatus(204, subject, 'removeEntryPoint', `entry-points/${id}`, remove);
    },
  },
];
