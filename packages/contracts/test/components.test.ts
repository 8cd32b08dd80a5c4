import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readComponents } from '../src/generate/components.ts';
import { listComponents, loadComponents } from '../src/index.ts';

let services: string;

beforeEach(() => {
  services = mkdtempSync(join(tmpdir(), 'components-'));
  mkdirSync(join(services, 'library'));
  mkdirSync(join(services, 'without'));
});
afterEach(() => rmSync(services, { recursive: true }));

const library = `id: library
summary: Lends books.
contract: { ashlar: openapi/ashlar/library.yaml }
topics: { produces: [ashlar.library.v1], consumes: [] }
scopes: { 'library:admin': everything }
data: [{ kind: loan, personal: who has it }]
health: /health/ready
`;

describe('what a component says of itself', () => {
  test('is read from each folder that says something', () => {
    write(library);
    expect(readComponents(services)).toMatchObject([
      { id: 'library', scopes: { 'library:admin': 'everything' } },
    ]);
  });

  test.each([
    ['without a summary', 'summary: Lends books.\n', '', "must have required property 'summary'"],
    ['with a field that is none', 'health:', 'helth:', 'must NOT have additional properties'],
    ['with the name of another folder', 'id: library', 'id: shop', 'id must be library'],
  ])('is refused %s, and the file is named', (_name, from, to, message) => {
    write(library.replace(from, to));
    expect(() => readComponents(services)).toThrow(`services/library/component.yaml: `);
    expect(() => readComponents(services)).toThrow(message);
  });

  test('is committed for every contract', () => {
    expect(loadComponents().map(({ id }) => id)).toEqual(listComponents());
  });
});

function write(content: string): void {
  writeFileSync(join(services, 'library/component.yaml'), content);
}
