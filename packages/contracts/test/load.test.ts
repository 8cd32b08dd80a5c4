import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listComponents, loadContract, loadEvents } from '../src/index.ts';
import { createWorkspace, type Workspace } from './fixtures.ts';

let workspace: Workspace;

beforeAll(async () => {
  workspace = createWorkspace();
  await workspace.generate();
});
afterAll(() => workspace.remove());

describe('a contract', () => {
  test('is found by the component’s name', () => {
    expect(listComponents(workspace.folder)).toEqual(['door', 'library']);
    expect(loadContract('door', workspace.folder).component).toBe('door');
  });

  test.each(['shop', 'events', '../generated/door', ''])(
    'is not found for %j, and the known ones are named',
    (name) => {
      expect(() => loadContract(name, workspace.folder)).toThrow('known are: door, library');
    },
  );

  test('says who validates', () => {
    const { operations } = loadContract('library', workspace.folder);
    expect(operations.slice(0, 2).map(({ validation }) => validation)).toEqual(['own', 'contract']);
  });

  test('has operations without references, except inside component schemas', () => {
    const { operations, document } = loadContract('library', workspace.folder);
    const [getBook, addBook, listShelves] = operations;
    const book = document.components?.schemas?.Book;
    expect(addBook?.definition.requestBody?.content['application/json']?.schema).toBe(book);
    expect(addBook?.definition.responses['201']?.content?.['application/json']?.schema?.items).toBe(book);
    expect(getBook?.definition.parameters?.[0]?.schema).toEqual({ type: 'string', minLength: 3 });
    expect(listShelves?.definition.responses['403']?.description).toBe('Refused.');
    expect(book).toHaveProperty('properties.isbn', { $ref: '#/components/schemas/Isbn' });
  });

  test('is a fresh copy each time', () => {
    expect(loadContract('door', workspace.folder).document).not.toBe(
      loadContract('door', workspace.folder).document,
    );
  });
});

describe('an event catalogue', () => {
  test('gives the topic and each type with a self-contained schema', () => {
    const { topic, types } = loadEvents('library', workspace.folder);
    expect(topic).toBe('ashlar.library.v1');
    expect(types.map(({ type, schemaId }) => [type, schemaId])).toEqual([
      ['library.book.borrowed.v1', 'urn:ashlar:event:library.book.borrowed.v1'],
      ['library.book.returned.v1', 'urn:ashlar:event:library.book.returned.v1'],
    ]);
    expect(types[1]?.schema).toHaveProperty('properties.isbn', { type: 'string', minLength: 3 });
  });

  test.each(['door', 'constructor'])('is refused for %s, which publishes nothing', (name) => {
    expect(() => loadEvents(name, workspace.folder)).toThrow('known are: library');
  });
});

describe('the committed contracts', () => {
  test('have what every component answers', () => {
    expect(listComponents()).toEqual(expect.arrayContaining(['gateway', 'payments']));
    for (const component of listComponents()) {
      const ids = loadContract(component).operations.map(({ operationId }) => operationId);
      expect(ids).toEqual(expect.arrayContaining(['liveness', 'readiness', 'metrics']));
    }
  });

  test('let departments read the changes of payments with a key or a scope, and the gateway keep none', () => {
    const changes = (component: string) =>
      loadContract(component).operations.find(({ operationId }) => operationId === 'listChanges');
    expect(changes('gateway')).toBeUndefined();
    expect(changes('payments')?.security).toEqual([
      [{ scheme: 'apiKey', scopes: [] }],
      [{ scheme: 'oauth', scopes: ['payments:changes'] }],
    ]);
  });
});
