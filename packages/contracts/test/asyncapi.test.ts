import specs from '@asyncapi/specs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import {
  type AsyncApiDocument,
  createEventValidator,
  listComponents,
  loadAsyncApi,
  loadEvents,
} from '../src/index.ts';
import { lookUp } from '../src/refs.ts';
import { createWorkspace, type Workspace } from './fixtures.ts';

const isAsyncApi: ValidateFunction = createAjv().compile(specs.schemasWithoutId['3.0.0'] as object);

let workspace: Workspace;

beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace.remove());

describe('the committed AsyncAPI documents', () => {
  test('are there for every component that publishes something', () => {
    expect(publishing()).toEqual(expect.arrayContaining(['identity', 'messaging', 'payments']));
    for (const component of publishing()) expect(problemsOf(loadAsyncApi(component))).toEqual([]);
  });

  test('have every event type of the component, and no other', () => {
    for (const component of publishing()) {
      const { topic, types } = loadEvents(component);
      const names = types.map(({ type }) => type);
      const { channels, operations, components } = loadAsyncApi(component);
      expect(Object.keys(components.messages)).toEqual(names);
      expect(channels).toEqual({ [component]: expect.objectContaining({ address: topic }) });
      expect(Object.keys(channels[component]?.messages ?? {})).toEqual(names);
      expect(operations.publish).toMatchObject({
        action: 'send',
        messages: names.map((name) => ({ $ref: `#/channels/${component}/messages/${name}` })),
      });
    }
  });

  test('refer only to what they have', () => {
    for (const component of publishing()) {
      const document = loadAsyncApi(component);
      const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)];
      expect(references.length).toBeGreaterThan(0);
      for (const [, reference = ''] of references) expect(lookUp(document, reference)).toBeDefined();
    }
  });

  test('have examples that are events, by their own schema and by the platform’s', () => {
    for (const component of publishing()) {
      const document = loadAsyncApi(component);
      const isEvent = createEventValidator(component);
      for (const { name, payload, headers, examples } of Object.values(document.components.messages)) {
        expect(examples).toHaveLength(1);
        for (const example of examples) {
          expect([name, ...isEvent(example.payload)]).toEqual([name]);
          expect([name, ...errorsOf(compile(document, payload), example.payload)]).toEqual([name]);
          expect([name, ...errorsOf(compile(document, headers), example.headers)]).toEqual([name]);
        }
      }
    }
  });

  test('have schemas that refuse another type, and data of another form', () => {
    const document = loadAsyncApi('payments');
    const message = document.components.messages['payments.payment.captured.v1'];
    const example = message?.examples[0]?.payload as Record<string, unknown>;
    const check = compile(document, message?.payload ?? {});
    expect(errorsOf(check, example)).toEqual([]);
    expect(errorsOf(check, { ...example, type: 'payments.payment.expired.v1' })).toEqual([
      '/type must be equal to constant',
    ]);
    expect(errorsOf(check, { ...example, data: { amount: 'much' } })).not.toEqual([]);
  });

  test('are checked by a schema that refuses what AsyncAPI does not have', () => {
    const document = loadAsyncApi('payments');
    expect(problemsOf({ ...document, asyncapi: '2.6.0' })).not.toEqual([]);
    const operations = { publish: { ...document.operations.publish, action: 'shout' } };
    expect(problemsOf({ ...document, operations })).not.toEqual([]);
  });
});

describe('generating AsyncAPI', () => {
  test('makes one document for each component that publishes something', async () => {
    await workspace.generate();
    const document = loadAsyncApi('library', workspace.folder);
    expect(problemsOf(document)).toEqual([]);
    expect(document.info).toMatchObject({ title: 'Events of library', version: '1.2.0' });
    expect(() => loadAsyncApi('door', workspace.folder)).toThrow('known are: library');
  });

  test('lays the example of a type over what the schema suggests', async () => {
    edit('summary: A book came back.', 'summary: A book came back.\n    example: { isbn: "978-0" }');
    await workspace.generate();
    const [borrowed, returned] = loadEvents('library', workspace.folder).types;
    expect(borrowed?.example).toEqual({ isbn: 'isbn' });
    expect(returned?.example).toEqual({ isbn: '978-0' });
  });

  test.each([
    [
      'an example that the schema does not accept',
      'summary: A book came back.',
      'summary: A book came back.\n    example: { isbn: 1 }',
      'its example is not valid: data/isbn must be string',
    ],
    [
      'a pattern without an example',
      'minLength: 3',
      "pattern: '^[0-9]$'",
      '/isbn has a pattern and needs examples',
    ],
    [
      'a keyword that tools for AsyncAPI do not know',
      'type: object',
      'type: object\n      unevaluatedProperties: false',
      'library.book.borrowed.v1: unevaluatedProperties is not in JSON Schema draft-07',
    ],
  ])('refuses %s', async (_name, from, to, message) => {
    edit(from, to);
    await expect(workspace.generate()).rejects.toThrow(message);
  });
});

function publishing(): string[] {
  return listComponents().filter((component) => countTypes(component) > 0);
}

function countTypes(component: string): number {
  try {
    return loadEvents(component).types.length;
  } catch {
    return 0;
  }
}

function problemsOf(document: unknown): string[] {
  return errorsOf(isAsyncApi, document);
}

function errorsOf(check: ValidateFunction, value: unknown): string[] {
  return check(value)
    ? []
    : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function compile({ components }: AsyncApiDocument, schema: object): ValidateFunction {
  return createAjv().compile({ ...schema, components });
}

function createAjv(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv;
}

function edit(from: string, to: string): void {
  const file = 'openapi/events/library.yaml';
  workspace.write(
    file,
    workspace.read(file).replace(from, () => to),
  );
}
