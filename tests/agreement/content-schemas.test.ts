import { expect, test } from '@jest/globals';
import type { AnySchemaObject } from 'ajv';
import { readDocumentTypes } from '../../services/content/src/providers/document-types.ts';
import { createCompiler } from '../../services/content/src/providers/schema-compiler.ts';
import { summarise } from '../../services/content/src/providers/schema-errors.ts';
import { findDifferences, type Judge } from './schema-differences.ts';

const { standard } = readDocumentTypes(new URL('../../services/content/schemas/', import.meta.url), {
  bytes: 0,
  parts: 0,
  ms: 0,
});
const options = { runs: 400, seed: 7 };
const { compile } = createCompiler();

function judgeBy(schema: object): Judge {
  const validate = compile(schema);
  return (body) =>
    validate(body) ? [] : summarise('', validate.errors ?? []).map(({ fragment }) => fragment);
}

test.each([...standard.keys()])(
  '%s differs in nothing from itself, and bodies of it are made that fit',
  (name) => {
    const schema = standard.get(name)?.schema as AnySchemaObject;
    const judge = judgeBy(schema);
    const { accepted, refused, differences } = findDifferences(
      schema,
      [],
      { one: judge, other: judge },
      options,
    );
    expect(differences).toEqual([]);
    expect(Math.min(accepted, refused)).toBeGreaterThan(0);
  },
);

// What the comparison with the official schemas must not overlook.
test.each<[string, (schema: AnySchemaObject) => unknown]>([
  ['a member that is not required any more', ({ required }) => required.pop()],
  ['a member more', ({ properties }) => Object.assign(properties, { odd: {} })],
  ['a word less of an enumeration', ({ properties: { phase } }) => phase.enum.pop()],
  ['text that may be anything', ({ definitions: { time } }) => Object.assign(time, { format: 'any' })],
  ['ids that may come twice', ({ definitions: { ids } }) => Object.assign(ids, { uniqueItems: false })],
  [
    'details that may have more',
    ({ definitions: { details } }) => Object.assign(details, { additionalProperties: true }),
  ],
  ['a path without a rule', ({ definitions: { path } }) => path.allOf.splice(0, 1)],
])('the comparison finds %s', (_what, plant) => {
  const schema = standard.get('transaction')?.schema as AnySchemaObject;
  const planted = structuredClone(schema);
  plant(planted);
  const judges = { one: judgeBy(schema), other: judgeBy(planted) };
  expect(findDifferences(schema, [], judges, { ...options, runs: 1500 }).differences).not.toEqual([]);
});
