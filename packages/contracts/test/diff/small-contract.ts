import type { ContractBundle } from '@ashlar/contracts';

/** JSON that a test changes. */
// biome-ignore lint/suspicious/noExplicitAny: a test reaches for a place in a document that it knows
export type Draft = any;

/** A copy of a small contract, with a place for every kind of change, that `change` may change. */
export function smallContract(change: (draft: Draft) => void = () => {}): ContractBundle {
  const draft = structuredClone(contract);
  change(draft);
  return draft as unknown as ContractBundle;
}

const contract = {
  component: 'library',
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Library', version: '1.0.0' },
    paths: {
      '/v1/books': {
        get: {
          operationId: 'searchBooks',
          security: [{ key: [] }],
          parameters: [
            { name: 'title', in: 'query', schema: { type: 'string', maxLength: 100 } },
            { name: 'X-Reader', in: 'header', required: true, schema: { type: 'string' } },
            { name: 'sort', in: 'query', schema: { type: 'string', enum: ['new', 'old'] } },
          ],
          responses: {
            200: {
              description: 'Books.',
              headers: { ETag: { required: true, schema: { type: 'string' } } },
              content: {
                'application/json': {
                  schema: { type: 'array', items: { $ref: '#/components/schemas/Book' } },
                },
                'text/csv': { schema: { type: 'string' } },
              },
            },
            404: { description: 'None.' },
          },
        },
        post: {
          operationId: 'addBook',
          security: [{ oauth: ['books:write'] }],
          requestBody: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/NewBook' } } },
          },
          responses: { 201: { $ref: '#/components/responses/Book' } },
        },
      },
      '/v1/books/{bookId}': {
        parameters: [
          { name: 'bookId', in: 'path', required: true, schema: { type: 'string', pattern: '^b' } },
        ],
        delete: { operationId: 'removeBook', responses: { 204: { description: 'Gone.' } } },
      },
    },
    components: {
      responses: {
        Book: {
          description: 'One.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } },
        },
      },
      schemas: {
        NewBook: {
          type: 'object',
          required: ['title'],
          properties: {
            title: { type: 'string', maxLength: 100 },
            pages: { type: ['number', 'null'], minimum: 1 },
            binding: { type: 'string', enum: ['cloth', 'paper'] },
            due: { oneOf: [{ $ref: '#/components/schemas/Date' }, { type: 'integer' }] },
          },
        },
        Book: {
          allOf: [
            { $ref: '#/components/schemas/Ref' },
            {
              type: 'object',
              required: ['title', 'state'],
              properties: {
                title: { type: 'string', maxLength: 100 },
                state: { type: 'string', enum: ['in', 'out'] },
                pages: { type: 'integer' },
                lent: { type: 'string', format: 'date-time' },
                sequel: { $ref: '#/components/schemas/Book' },
                due: { oneOf: [{ $ref: '#/components/schemas/Date' }, { type: 'integer' }] },
                notes: { type: 'object', additionalProperties: { type: 'string' } },
              },
            },
          ],
        },
        Ref: { type: 'object', required: ['id'], properties: { id: { type: 'string', minLength: 2 } } },
        Date: { type: 'object', required: ['day'], properties: { day: { type: 'integer' } } },
      },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        oauth: {
          type: 'oauth2',
          flows: { clientCredentials: { tokenUrl: '/token', scopes: { 'books:write': '' } } },
        },
      },
    },
  },
  events: {
    component: 'library',
    topic: 'ashlar.library.v1',
    types: [
      {
        type: 'library.book.lent.v1',
        summary: 'Lent.',
        schemaId: 'urn:ashlar:event:library.book.lent.v1',
        schema: {
          type: 'object',
          required: ['book_id', 'state'],
          additionalProperties: false,
          properties: { book_id: { type: 'string' }, state: { enum: ['out'] }, until: { type: 'string' } },
        },
        example: { book_id: 'b1', state: 'out' },
      },
    ],
  },
  handover: {
    component: 'library',
    entities: {
      book: {
        profile: 'core',
        summary: 'A book.',
        digest: true,
        schema: {
          type: 'object',
          required: ['id'],
          properties: { id: { type: 'string' }, title: { type: 'string', maxLength: 100 } },
        },
      },
    },
  },
};
