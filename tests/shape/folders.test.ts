import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadContract } from '@ashlar/contracts';
import { describe, expect, test } from '@jest/globals';
import { compareShapes, type Difference, everyComponent, readShapes } from './shape.ts';

const services = fileURLToPath(new URL('../../services', import.meta.url));
const shapes = readShapes(services);
const components = [...shapes.keys()].filter((name) => name !== 'gateway');

const differences: readonly Difference[] = [
  ...['identity', 'messaging', 'payments'].flatMap((service) => [
    { service, entry: 'src/pages/', why: 'people see pages of it' },
    { service, entry: 'src/providers/', why: 'something outside can be plugged in' },
  ]),
  { service: 'registry', entry: 'src/pages/', why: 'operators see what is bound, and swap it' },
  {
    service: 'registry',
    entry: 'src/providers/',
    why: 'implementations, feeds and the gate are reached from here',
  },
  ...['content', 'identity', 'messaging', 'payments'].map((service) => ({
    service,
    entry: 'src/handover/',
    why: 'what passes to its successor is named in one folder',
  })),
  { service: 'payments', entry: 'src/verify.ts', why: 'its books are proved from the command line' },
  {
    service: 'messaging',
    entry: 'src/verify-evidence.ts',
    why: 'its evidence is proved from the command line',
  },
  {
    service: 'messaging',
    entry: 'src/workers-elsewhere.ts',
    why: 'delivery may run in processes of its own, which are woken from here',
  },
  ...['src/replica.ts', 'src/replica/', 'replica-migrations/'].map((entry) => ({
    service: 'content',
    entry,
    why: 'its read side also runs as a process of its own, with a database of its own',
  })),
  { service: 'content', entry: 'src/providers/', why: 'document types are read from outside' },
  {
    service: 'content',
    entry: 'schemas/',
    why: 'a document type is a JSON Schema, and a department adds its own',
  },
  { service: 'identity', entry: 'src/verify-audit.ts', why: 'its audit is proved from the command line' },
  { service: 'identity', entry: 'src/engine/', why: 'the protocol core is a library, met in one folder' },
  {
    service: 'identity',
    entry: 'src/profiles/',
    why: 'an issuer may have a profile, which is a layer around the engine',
  },
  // The front door keeps nothing: no database, and so no events, no migrations and no work in the background.
  { service: 'gateway', entry: 'migrations/', why: 'it has no database' },
  { service: 'gateway', entry: 'src/migrations.ts', why: 'it has no database' },
  { service: 'gateway', entry: 'src/workers.ts', why: 'it works only while it is asked' },
  { service: 'gateway', entry: 'src/events/', why: 'it publishes nothing' },
  { service: 'gateway', entry: 'src/pages/', why: 'the index for architects' },
  {
    service: 'gateway',
    entry: 'src/providers/',
    why: 'implementations and the registry are reached from here',
  },
];

describe('the folders of the services', () => {
  test('have one shape', () => {
    expect(components).toEqual(['content', 'identity', 'messaging', 'payments', 'registry']);
    expect(compareShapes(shapes, differences)).toEqual([]);
  });

  test('have pages exactly where the contract has pages for people', () => {
    for (const component of shapes.keys()) {
      const hasPages = loadContract(component).operations.some(
        ({ definition }) =>
          definition['x-page'] === true || definition.responses['200']?.content?.['text/html'] !== undefined,
      );
      expect([component, shapes.get(component)?.includes('src/pages/')]).toEqual([component, hasPages]);
    }
  });

  test('have the same scripts', () => {
    for (const component of components) {
      const { scripts } = JSON.parse(readFileSync(join(services, component, 'package.json'), 'utf8'));
      expect([component, scripts]).toEqual([
        component,
        { start: 'node src/main.ts', migrate: 'node src/main.ts --migrate' },
      ]);
    }
  });
});

describe('the comparison', () => {
  const same = [...everyComponent];

  test('finds nothing where there is nothing', () => {
    expect(compareShapes(new Map([['a', same]]), [])).toEqual([]);
  });

  test('finds a file that others do not have, and one that is missing', () => {
    const odd = [...same.filter((entry) => entry !== 'src/wiring.ts'), 'src/helpers/'];
    expect(
      compareShapes(
        new Map([
          ['a', same],
          ['b', odd],
        ]),
        [],
      ),
    ).toEqual(['b has src/helpers/, which no other component has', 'b lacks src/wiring.ts']);
  });

  test('takes a difference that is explained, for that service only', () => {
    const odd = [...same, 'src/helpers/'];
    const explained = [{ service: 'b', entry: 'src/helpers/', why: 'it helps' }];
    expect(compareShapes(new Map([['b', odd]]), explained)).toEqual([]);
    expect(
      compareShapes(
        new Map([
          ['a', odd],
          ['b', odd],
        ]),
        explained,
      ),
    ).toEqual(['a has src/helpers/, which no other component has']);
  });

  test('finds an explanation that explains nothing, or says nothing', () => {
    const idle = [{ service: 'a', entry: 'src/helpers/', why: 'it helps' }];
    expect(compareShapes(new Map([['a', same]]), idle)).toEqual([
      'a does not differ in src/helpers/, or nothing says why',
    ]);
    const silent = [{ service: 'a', entry: 'src/helpers/', why: '' }];
    expect(compareShapes(new Map([['a', [...same, 'src/helpers/']]]), silent)).toHaveLength(1);
  });
});
