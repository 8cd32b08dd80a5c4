import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkImports } from '../import-rules.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'check-imports-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A small tree that keeps every rule: file → the relative imports in it. */
const sound: Record<string, readonly string[]> = {
  'packages/kit/src/index.ts': ['node:fs', './part.ts'],
  'packages/kit/src/part.ts': ['node:path'],
  'packages/kit/test/index.test.ts': ['../src/index.ts', '../src/part.ts'],
  'services/a/src/main.ts': ['./app.ts'],
  'services/a/src/app.ts': ['./wiring.ts', './api/things.ts', './pages/thing.ts'],
  'services/a/src/wiring.ts': ['./usecases/make-thing.ts', './providers/index.ts'],
  'services/a/src/api/things.ts': ['../usecases/make-thing.ts', '../../../../packages/kit/src/index.ts'],
  'services/a/src/pages/thing.ts': ['../usecases/make-thing.ts'],
  'services/a/src/usecases/make-thing.ts': ['../domain/thing.ts', '../store/things.ts'],
  'services/a/src/domain/thing.ts': ['./ports.ts'],
  'services/a/src/domain/ports.ts': [],
  'services/a/src/store/things.ts': ['../domain/thing.ts', '../events/facts.ts'],
  'services/a/src/events/facts.ts': ['../domain/thing.ts'],
  'services/a/src/providers/index.ts': ['./sandbox.ts', '../domain/ports.ts'],
  'services/a/src/providers/sandbox.ts': ['../domain/ports.ts'],
  'services/a/test/make-thing.test.ts': ['../src/usecases/make-thing.ts', '../src/providers/sandbox.ts'],
  'services/b/src/main.ts': ['node:http'],
};

describe('the import rules', () => {
  test('let a tree pass that keeps them', async () => {
    expect(await check(sound)).toEqual([]);
  });

  test.each([
    ['no-cycles', 'packages/kit/src/part.ts', './index.ts'],
    ['resolvable', 'packages/kit/src/part.ts', './lost.ts'],
    ['packages-know-no-service', 'packages/kit/src/part.ts', '../../../services/b/src/main.ts'],
    ['services-meet-through-contracts', 'services/a/src/app.ts', '../../b/src/main.ts'],
    ['services-meet-through-contracts', 'services/a/test/make-thing.test.ts', '../../b/src/main.ts'],
    ['domain-imports-nothing', 'services/a/src/domain/thing.ts', 'node:crypto'],
    ['domain-imports-nothing', 'services/a/src/domain/thing.ts', '../events/others.ts'],
    ['domain-imports-nothing', 'services/a/src/domain/thing.ts', '../../../../packages/kit/src/index.ts'],
    ['api-and-pages-call-use-cases', 'services/a/src/api/things.ts', '../store/things.ts'],
    ['api-and-pages-call-use-cases', 'services/a/src/pages/thing.ts', '../store/things.ts'],
    ['api-and-pages-call-use-cases', 'services/a/src/api/things.ts', '../providers/sandbox.ts'],
    ['use-cases-stay-inside', 'services/a/src/usecases/make-thing.ts', '../api/others.ts'],
    ['only-wiring-names-providers', 'services/a/src/usecases/make-thing.ts', '../providers/sandbox.ts'],
    ['only-wiring-names-providers', 'services/a/src/app.ts', './providers/index.ts'],
    ['store-is-the-last-hop', 'services/a/src/store/things.ts', '../usecases/others.ts'],
    ['only-wiring-imports-tsyringe', 'services/a/src/wiring.ts', 'tsyringe'],
    ['only-wiring-imports-tsyringe', 'packages/kit/src/index.ts', 'reflect-metadata'],
    ['only-events-imports-kafkajs', 'services/a/src/app.ts', 'kafkajs'],
    ['source-imports-no-test', 'services/a/src/app.ts', '../test/fixtures.ts'],
    ['packages-are-met-at-their-face', 'services/a/src/app.ts', '../../../packages/kit/src/part.ts'],
  ])('%s fires in %s for %s', async (rule, file, imported) => {
    const findings = await check({
      'services/a/src/events/others.ts': [],
      'services/a/src/api/others.ts': [],
      'services/a/src/usecases/others.ts': [],
      'services/a/test/fixtures.ts': [],
      ...sound,
      [file]: [...(sound[file] ?? []), imported],
    });
    expect(findings).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: .*${file} → `)));
  });

  test('count imports that are only of types', async () => {
    const path = 'services/a/src/domain/thing.ts';
    plant({ ...sound });
    writeFileSync(
      join(root, path),
      "import type { Things } from '../store/things.ts';\nexport type Thing = Things;\n",
    );
    expect((await checkImports({ root, minimum: 1 })).findings).toContainEqual(
      expect.stringMatching(`^domain-imports-nothing: ${path}`),
    );
  });

  test('do not believe a run that finds too few files', async () => {
    plant(sound);
    const { findings } = await checkImports({ root, minimum: 60 });
    expect(findings).toEqual([`only ${Object.keys(sound).length} of at least 60 files found`]);
  });

  test('do not believe a run that sees hardly any import', async () => {
    const empty = Object.fromEntries(Object.keys(sound).map((file) => [file, []]));
    expect(await check(empty)).toEqual([`only 0 imports seen in ${Object.keys(sound).length} files`]);
  });
});

async function check(tree: Record<string, readonly string[]>): Promise<readonly string[]> {
  plant(tree);
  return (await checkImports({ root, minimum: 1 })).findings;
}

function plant(tree: Record<string, readonly string[]>): void {
  for (const [file, imports] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), `${imports.map((name) => `import '${name}';\n`).join('')}export {};\n`);
  }
}
