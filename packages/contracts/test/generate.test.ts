import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadContract } from '../src/index.ts';
import { createWorkspace, type Workspace } from './fixtures.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace.remove());

const everything = [
  'asyncapi/library.json',
  'door.json',
  'door.ts',
  'events.json',
  'events.ts',
  'library.json',
  'library.ts',
];

describe('generating', () => {
  test('makes a document and types for each component, and the event catalogue', async () => {
    expect(await workspace.generate()).toEqual(everything);
    expect(workspace.read('generated/library.ts')).toMatch(
      /export interface operations \{[\s\S]*getBook: \{/,
    );
    expect(workspace.read('generated/events.ts')).toContain(
      "'library.book.borrowed.v1': components['schemas']['library.book.borrowed.v1'];",
    );
  });

  test('makes the same again from the same sources', async () => {
    await workspace.generate();
    expect(await workspace.generate()).toEqual([]);
  });

  test('checking names what is stale and writes nothing', async () => {
    expect(await workspace.generate({ check: true })).toEqual(everything);
    await workspace.generate();
    workspace.write(
      'openapi/events/library.yaml',
      workspace.read('openapi/events/library.yaml').replace('took', 'lent'),
    );
    const stale = ['asyncapi/library.json', 'events.json', 'events.ts'];
    expect(await workspace.generate({ check: true })).toEqual(stale);
    expect(await workspace.generate({ check: true })).toEqual(stale);
  });

  test('finds an edit by hand, and removes what nothing makes any more', async () => {
    await workspace.generate();
    workspace.write('generated/door.json', '{}');
    workspace.write('generated/asyncapi/window.json', '{}');
    expect(await workspace.generate({ check: true })).toEqual(['asyncapi/window.json', 'door.json']);
    await workspace.generate();
    expect(await workspace.generate({ check: true })).toEqual([]);
  });
});

describe('merging', () => {
  test('puts the standard first, then ours, then what is common, and marks each', async () => {
    await workspace.generate();
    const { operations, document } = loadContract('library', workspace.folder);
    expect(operations.map(({ operationId, standard }) => [operationId, standard])).toEqual([
      ['getBook', 'compat'],
      ['addBook', 'compat'],
      ['listShelves', 'ashlar'],
      ['liveness', 'common'],
      ['listChanges', 'common'],
    ]);
    expect(document.info).toEqual({ title: 'Library', version: '1.2.0' });
    expect(document.servers).toEqual([{ url: '/' }]);
    expect(document.tags?.map(({ name }) => name)).toEqual(['books', 'operations', 'changes']);
  });

  test('leaves out what a component opts out of, and the components that only that used', async () => {
    await workspace.generate();
    const { operations, document } = loadContract('door', workspace.folder);
    expect(operations.map(({ operationId }) => operationId)).toEqual(['openDoor', 'liveness']);
    expect(document.components).toEqual({});
  });

  test('fills the component in for common operations only', async () => {
    await workspace.generate();
    const changes = loadContract('library', workspace.folder).operations.find(
      ({ operationId }) => operationId === 'listChanges',
    );
    expect(changes?.security).toEqual([
      [{ scheme: 'apiKey', scopes: [] }],
      [{ scheme: 'oauth', scopes: ['library:changes'] }],
    ]);
    expect(loadContract('door', workspace.folder).operations[0]?.path).toBe('/doors/{component}');
  });

  test('unites the scopes of a security scheme and keeps the words of the first', async () => {
    await workspace.generate();
    const { document } = loadContract('library', workspace.folder);
    expect(document.components?.securitySchemes).toEqual({
      apiKey: { type: 'http', scheme: 'bearer', description: 'A library key.' },
      oauth: {
        type: 'oauth2',
        flows: {
          clientCredentials: {
            tokenUrl: '/oauth2/token',
            scopes: { 'library:admin': 'Everything.', 'library:changes': 'Read the feed.' },
          },
        },
      },
    });
  });

  test('moves shared security and parameters down into the operations', async () => {
    await workspace.generate();
    const [getBook] = loadContract('library', workspace.folder).operations;
    expect(getBook?.security).toEqual([[{ scheme: 'apiKey', scopes: [] }]]);
    expect(getBook?.definition.parameters?.map(({ name, schema }) => [name, schema?.type])).toEqual([
      ['isbn', 'string'],
      ['shelf', 'integer'],
    ]);
  });

  test('keeps times in examples as they are written', async () => {
    await workspace.generate();
    expect(workspace.read('generated/library.json')).toContain('"borrowed_at": "2024-01-31T12:00:00Z"');
  });

  test.each([
    [
      'the same path and method',
      '/ashlar/v1/shelves:',
      '/v1/books/{id}:',
      'get /v1/books/{id} stands in both',
    ],
    ['the same operationId', 'listShelves', 'addBook', 'operationId addBook stands in both'],
    [
      'another component of the same name',
      'components:',
      'components:\n  schemas: { Book: { type: string } }',
      'components/schemas/Book differs between',
    ],
  ])('refuses %s and names both files', async (_name, from, to, message) => {
    const file = 'openapi/ashlar/library.yaml';
    workspace.write(file, workspace.read(file).replace(from, to));
    await expect(workspace.generate()).rejects.toThrow(
      new RegExp(`^${literally(message)}.*openapi/compat/library.yaml and openapi/ashlar/library.yaml$`),
    );
  });

  test('refuses a security scheme of another kind', async () => {
    const file = 'openapi/compat/library.yaml';
    workspace.write(file, workspace.read(file).replace('scheme: bearer', 'scheme: basic'));
    await expect(workspace.generate()).rejects.toThrow('components/securitySchemes/apiKey differs');
  });

  test('refuses to leave out an operation that there is not', async () => {
    const file = 'openapi/ashlar/door.yaml';
    workspace.write(file, workspace.read(file).replace('[listChanges]', '[listChange]'));
    await expect(workspace.generate()).rejects.toThrow('x-without of door names no operation: listChange');
  });

  test('refuses a reference to nothing and names the file', async () => {
    const file = 'openapi/ashlar/library.yaml';
    workspace.write(file, workspace.read(file).replace('responses/Refused', 'responses/Lost'));
    await expect(workspace.generate()).rejects.toThrow('openapi/ashlar/library.yaml: ');
  });
});

describe('event sources', () => {
  test.each([
    [
      'a component that is not the file’s',
      'component: library',
      'component: shop',
      'component must be library',
    ],
    ['another topic', 'ashlar.library.v1', 'library', 'topic must be ashlar.library.v1'],
    ['a type out of the pattern', 'library.book.returned.v1', 'book.returned', 'book.returned must be named'],
    [
      'a type without a summary',
      'summary: A book',
      'note: A book',
      'library.book.returned.v1 needs a summary',
    ],
    ['a keyword that is none', 'required: [isbn]', 'requird: [isbn]', 'unknown keyword: "requird"'],
    ['a reference to nothing', '#/schemas/Isbn', '#/schemas/Lost', '#/schemas/Lost names nothing'],
    [
      'a schema within itself',
      'type: string, minLength: 3',
      "$ref: '#/schemas/Isbn'",
      'refers back to itself',
    ],
  ])('refuse %s', async (_name, from, to, message) => {
    const file = 'openapi/events/library.yaml';
    workspace.write(file, workspace.read(file).replace(from, to));
    await expect(workspace.generate()).rejects.toThrow(
      new RegExp(`^openapi/events/library.yaml: .*${literally(message)}`),
    );
  });
});

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
