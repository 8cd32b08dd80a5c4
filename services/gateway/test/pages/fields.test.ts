import type { OpenApiDocument } from '@ashlar/contracts';
import { describe, expect, test } from '@jest/globals';
import { listFields } from '../../src/pages/fields.ts';

describe('the fields of a schema', () => {
  test('are listed with type, meaning and rules, inner ones after what holds them', () => {
    const fields = listFields({
      type: 'object',
      required: ['state'],
      properties: {
        state: {
          type: 'object',
          description: 'How it stands.',
          required: ['status'],
          properties: { status: { type: 'string', enum: ['open', 'shut'] } },
        },
        ids: { type: 'array', maxItems: 3, items: { type: 'string', format: 'uuid' } },
        count: { type: ['integer', 'null'], minimum: 0, default: 1 },
      },
    });
    expect(fields).toEqual([
      { name: 'state', type: 'object', required: true, meaning: 'How it stands.', rules: [] },
      { name: 'state.status', type: 'text', required: true, meaning: '', rules: ['one of: open, shut'] },
      { name: 'ids', type: 'list of: UUID', required: false, meaning: '', rules: ['at most 3 items'] },
      {
        name: 'count',
        type: 'whole number or nothing',
        required: false,
        meaning: '',
        rules: ['at least 0', '1 when left out'],
      },
    ]);
  });

  test('follow references and what is laid together, and end where a schema holds itself', () => {
    const document = {
      components: {
        schemas: {
          Base: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
          Tree: {
            type: 'object',
            properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
          },
        },
      },
    } as unknown as OpenApiDocument;
    const schema = {
      allOf: [
        { $ref: '#/components/schemas/Base' },
        { properties: { tree: { $ref: '#/components/schemas/Tree' } } },
      ],
    };
    expect(listFields(schema, document).map(({ name, required }) => [name, required])).toEqual([
      ['id', true],
      ['tree', false],
      ['tree.children', false],
    ]);
  });
});
