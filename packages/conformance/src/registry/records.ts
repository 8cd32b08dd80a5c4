import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { anImplementation, call, expectStatus, fresh, type RegistrySubject } from './subject.ts';

const badUrls = [
  'ftp://conformance.example',
  'http://user:secret@conformance.example',
  'http://conformance.example/path',
  'http://conformance.example/?query',
  'http://169.254.169.254',
];

/** Who is let in, what is kept, what is refused, and what the audit says of it. */
export const recordCases: readonly Case<RegistrySubject>[] = [
  {
    section: 'access',
    name: 'without a token, or with rubbish, nothing is told',
    async run(subject) {
      const lists = {
        departments: 'listDepartments',
        implementations: 'listImplementations',
        routing: 'getRouting',
      };
      for (const [path, operation] of Object.entries(lists)) {
        for (const token of [null, 'rubbish']) await expectStatus(401, subject, operation, path, { token });
      }
    },
  },
  {
    section: 'departments',
    name: 'a department is added once, read, renamed and removed, and its services keep it',
    async run(subject) {
      const id = fresh('department');
      const path = `departments/${id}`;
      const made = await expectStatus(201, subject, 'createDepartment', 'departments', {
        body: { id, name: 'One' },
      });
      assert.deepEqual(await expectStatus(200, subject, 'getDepartment', path), made);
      await expectStatus(409, subject, 'createDepartment', 'departments', { body: { id, name: 'Two' } });
      const ask = { method: 'PATCH', body: { name: 'Two' } };
      assert.equal((await expectStatus(200, subject, 'changeDepartment', path, ask)).name, 'Two');
      await expectStatus(201, subject, 'createService', `${path}/services`, { body: { id: 'a', name: 'A' } });
      const kept = await expectStatus(409, subject, 'removeDepartment', path, { method: 'DELETE' });
      assert.deepEqual(kept.referred_by, [{ kind: 'service', resource: `${path}/services/a` }]);
      await expectStatus(204, subject, 'removeService', `${path}/services/a`, { method: 'DELETE' });
      await expectStatus(204, subject, 'removeDepartment', path, { method: 'DELETE' });
      await expectStatus(404, subject, 'getDepartment', path);
    },
  },
  {
    section: 'paging',
    name: 'pages hold everything once',
    async run(subject) {
      const component = fresh('component');
      const made = [1, 2, 3].map(() => anImplementation(subject, component));
      const ids = new Set(await Promise.all(made));
      const seen: string[] = [];
      for (let cursor: unknown = ''; cursor !== undefined; ) {
        const query = `component=${component}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`;
        const page = await expectStatus(200, subject, 'listImplementations', `implementations?${query}`);
        const items = page.implementations as { id: string }[];
        assert.ok(items.length <= 2, 'a page is no longer than its limit');
        seen.push(...items.map(({ id }) => id));
        assert.ok(seen.length <= 3, 'nothing comes twice');
        cursor = page.next_cursor;
      }
      assert.deepEqual(new Set(seen), ids);
    },
  },
  ...badUrls.map(
    (base_url): Case<RegistrySubject> => ({
      section: 'addresses',
      name: `an implementation is not at ${base_url}`,
      async run(subject) {
        const body = { component: fresh('component'), name: 'one', version: '1', base_url };
        const refused = await expectStatus(422, subject, 'registerImplementation', 'implementations', {
          body,
        });
        assert.equal((refused.errors as { pointer: string }[])[0]?.pointer, '#/base_url');
      },
    }),
  ),
  {
    section: 'idempotency',
    name: 'a creation with a key is done once, and another one with it is refused',
    async run(subject) {
      const headers = { 'idempotency-key': fresh('key') };
      const body = { id: fresh('department'), name: 'One' };
      const ask = (changes = {}) =>
        call(subject, 'createDepartment', 'departments', { body: { ...body, ...changes }, headers });
      const [first, second] = [await ask(), await ask()];
      assert.deepEqual([first.status, second.status], [201, 201]);
      assert.deepEqual(second.json, first.json);
      assert.equal(second.headers.get('idempotent-replayed'), 'true');
      assert.equal((await ask({ name: 'Two' })).status, 422);
      const path = `departments/${body.id}`;
      await expectStatus(204, subject, 'removeDepartment', path, { method: 'DELETE' });
      assert.deepEqual((await ask()).json, first.json);
      await expectStatus(404, subject, 'getDepartment', path);
    },
  },
  {
    section: 'audit',
    name: 'a change is told with who made it, what was before and what after',
    async run(subject) {
      const id = fresh('department');
      const path = `departments/${id}`;
      await expectStatus(201, subject, 'createDepartment', 'departments', { body: { id, name: 'One' } });
      const change = { method: 'PATCH', body: { name: 'Two' } };
      await expectStatus(200, subject, 'changeDepartment', path, change);
      await expectStatus(204, subject, 'removeDepartment', path, { method: 'DELETE' });
      const page = await expectStatus(200, subject, 'listAudit', 'audit?limit=100');
      const told = (page.entries as Record<string, unknown>[]).filter(({ resource }) => resource === path);
      const names = told.map(({ action, before, after }) => [
        action,
        (before as { name?: string } | undefined)?.name,
        (after as { name?: string } | undefined)?.name,
      ]);
      assert.deepEqual(names, [
        ['department.removed', 'Two', undefined],
        ['department.changed', 'One', 'Two'],
        ['department.created', undefined, 'One'],
      ]);
      assert.ok(
        told.every(({ subject: who }) => who !== ''),
        'somebody made it',
      );
    },
  },
];
