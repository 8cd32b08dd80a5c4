import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { breakingChanges } from '../../src/domain/breaking.ts';
import type { Schema } from '../../src/domain/schema.ts';
import { createCompiler } from '../../src/providers/schema-compiler.ts';

const object = (properties: object, more: object = {}): Schema => ({ type: 'object', properties, ...more });
const closed = { additionalProperties: false };

describe('breaks nothing', () => {
  test.each<[string, Schema, Schema]>([
    ['other words', object({ a: { description: 'x' } }), object({ a: { title: 'y' } })],
    ['a member more that is optional', object({}, closed), object({ a: { type: 'string' } }, closed)],
    ['a type more', object({ a: { type: 'string' } }), object({ a: { type: ['null', 'string'] } })],
    ['any number for a whole one', object({ a: { type: 'integer' } }), object({ a: { type: 'number' } })],
    ['a value more', object({ a: { enum: [1] } }), object({ a: { enum: [2, 1] } })],
    ['a bound that is wider', object({ a: { maxLength: 3 } }), object({ a: { maxLength: 4, minLength: 0 } })],
    ['less that is required', object({}, { required: ['a'] }), object({})],
    [
      'the same by a reference',
      object({ a: { type: 'null' } }),
      object({ a: { $ref: '#/definitions/n' } }, { definitions: { n: { type: 'null' } } }),
    ],
  ])('%s', (_what, before, after) => {
    expect(breakingChanges(before, after)).toEqual([]);
  });
});

describe('breaks', () => {
  test.each<[string, Schema, Schema, string]>([
    ['a member less', object({ a: {} }), object({}), '#/a is gone'],
    [
      'a type less',
      object({ a: {} }),
      object({ a: { type: 'string' } }),
      '#/a may not be array or boolean or integer or null or number or object any more',
    ],
    [
      'a member more where any was free',
      object({}),
      object({ a: { type: 'string' } }),
      '#/a was anything so far',
    ],
    ['nothing else any more', object({}), object({}, closed), '# may not have other members any more'],
    [
      'a tighter bound within a list',
      object({ a: { items: { minLength: 1 } } }),
      object({ a: { items: { minLength: 2 } } }),
      '#/a/* has a narrower minLength',
    ],
    [
      'another pattern',
      object({ a: { pattern: 'a' } }),
      object({ a: { pattern: 'b' } }),
      '#/a has another pattern',
    ],
    [
      'another choice',
      object({ a: { anyOf: [{}] } }),
      object({ a: { anyOf: [{ type: 'null' }] } }),
      '#/a has another anyOf, which cannot be compared',
    ],
  ])('%s', (_what, before, after, change) => {
    expect(breakingChanges(before, after)).toContain(change);
  });
});

test('whatever fitted before fits after a change that is said to break nothing', () => {
  const { compile } = createCompiler();
  const leaf = fc.constantFrom<Schema>(
    ...[
      {},
      { type: 'string' },
      { type: ['string', 'null'] },
      { type: 'integer' },
      { type: 'number', minimum: 1 },
    ],
    ...[
      { enum: ['a', 1] },
      { enum: ['a', 1, null] },
      { maxLength: 1 },
      { maxLength: 2, minLength: 1 },
      { pattern: '^a' },
    ],
    ...[{ not: { type: 'null' } }, { anyOf: [{ type: 'string' }, { minimum: 2 }] }],
  );
  const schema = fc.letrec<{ any: Schema }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record(
        { type: fc.constant('array'), items: tie('any'), minItems: fc.nat(2) },
        { requiredKeys: ['type'] },
      ),
      fc.record(
        {
          properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any')),
          required: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1 }),
          additionalProperties: fc.oneof(fc.boolean(), tie('any')),
        },
        { requiredKeys: [] },
      ),
    ),
  })).any;
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, 'a', 'ab', '', 1, 2, 0.5, true),
      fc.array(tie('any'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('any')),
    ),
  })).any;
  let compared = 0;
  fc.assert(
    fc.property(schema, schema, fc.array(value, { minLength: 5, maxLength: 12 }), (before, after, values) => {
      if (breakingChanges(before, after).length > 0) return;
      compared += 1;
      const [fitted, fits] = [compile(before), compile(after)];
      for (const one of values) expect([one, !fitted(one) || fits(one)]).toEqual([one, true]);
    }),
    { numRuns: 1500 },
  );
  expect(compared).toBeGreaterThan(50);
});
