import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What a folder has that others have not, or has not that others have, and why. */
export interface Difference {
  readonly service: string;
  /** Relative to the service's folder; a folder ends in a slash. */
  readonly entry: string;
  readonly why: string;
}

/** What each service's folder and its `src` hold at their top, by service. */
export type Shapes = ReadonlyMap<string, readonly string[]>;

/** The entries that every component has, and knowing one is knowing all. */
export const everyComponent: readonly string[] = [
  'README.md',
  'component.yaml',
  'migrations/',
  'package.json',
  'src/',
  'src/api/',
  'src/app.ts',
  'src/config.ts',
  'src/domain/',
  'src/events/',
  'src/main.ts',
  'src/migrations.ts',
  'src/store/',
  'src/usecases/',
  'src/wiring.ts',
  'src/workers.ts',
  'test/',
  'test/fixtures.ts',
  'test/readme.test.ts',
];

/** Reads the shape of every folder in `services`: its own entries, those of `src`, and the two that every `test` has. */
export function readShapes(services: string): Shapes {
  const names = readdirSync(services, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return new Map(names.map(({ name }) => [name, readShape(join(services, name))]));
}

/**
 * Compares each service with what every component has; one line for each entry that is missing or odd and no difference explains, and for each difference that is
 * none. Empty when all is well.
 */
export function compareShapes(shapes: Shapes, differences: readonly Difference[]): string[] {
  const findings = [...shapes].flatMap(([service, entries]) => {
    const explained = new Set(differences.filter((one) => one.service === service).map(({ entry }) => entry));
    const odd = entries.filter((entry) => !everyComponent.includes(entry) && !explained.has(entry));
    const missing = everyComponent.filter((entry) => !entries.includes(entry) && !explained.has(entry));
    return [
      ...odd.map((entry) => `${service} has ${entry}, which no other component has`),
      ...missing.map((entry) => `${service} lacks ${entry}`),
    ];
  });
  const idle = differences.filter(({ service, entry, why }) => {
    const has = shapes.get(service)?.includes(entry);
    return has === undefined || has === everyComponent.includes(entry) || why === '';
  });
  return [
    ...findings,
    ...idle.map(({ service, entry }) => `${service} does not differ in ${entry}, or nothing says why`),
  ];
}

function readShape(folder: string): string[] {
  const inTest = entriesOf(join(folder, 'test')).filter((name) => everyComponent.includes(`test/${name}`));
  return [
    ...entriesOf(folder),
    ...entriesOf(join(folder, 'src')).map((name) => `src/${name}`),
    ...inTest.map((name) => `test/${name}`),
  ].sort();
}

function entriesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
}
