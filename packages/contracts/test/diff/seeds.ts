import type { Draft } from './small-contract.ts';

/** A change to the small contract: what it does, and the one change that must be found (kind, and what `where` says). */
export type Seed = readonly [kind: string, where: string, change: (draft: Draft) => void];

const schemas = (draft: Draft) => draft.openapi.components.schemas;
const search = (draft: Draft) => draft.openapi.paths['/v1/books'].get;
const add = (draft: Draft) => draft.openapi.paths['/v1/books'].post;
const book = (draft: Draft) => schemas(draft).Book.allOf[1];
const asked = (draft: Draft) => schemas(draft).NewBook;
const lent = (draft: Draft) => draft.events.types[0].schema;
const kept = (draft: Draft) => draft.handover.entities.book.schema;

/** Each breaks somebody who kept to the old contract. */
export const BREAKS: readonly Seed[] = [
  ['operation-removed', 'DELETE /v1/books/{bookId}', (d) => delete d.openapi.paths['/v1/books/{bookId}']],
  ['response-removed', 'GET /v1/books · 404', (d) => delete search(d).responses[404]],
  [
    'response-added',
    'POST /v1/books · 202',
    (d) => Object.assign(add(d).responses, { 202: { description: 'Later.' } }),
  ],
  ['response-media-removed', 'text/csv', (d) => delete search(d).responses[200].content['text/csv']],
  ['response-header-removed', 'header etag', (d) => delete search(d).responses[200].headers],
  ['response-header-optional', 'header etag', (d) => delete search(d).responses[200].headers.ETag.required],
  [
    'response-field-removed',
    'GET /v1/books · 200 application/json · /*/pages',
    (d) => delete book(d).properties.pages,
  ],
  [
    'response-field-removed',
    '201 application/json · /id',
    (d) => Object.assign(schemas(d).Ref, { properties: {}, required: [] }),
  ],
  ['response-field-optional', '/*/state', (d) => book(d).required.pop()],
  ['response-type-widened', '/*/pages', (d) => Object.assign(book(d).properties.pages, { type: 'number' })],
  [
    'response-type-widened',
    '/title',
    (d) => Object.assign(book(d).properties.title, { type: ['string', 'null'] }),
  ],
  ['response-type-widened', '/title', (d) => delete book(d).properties.title.type],
  ['response-enum-widened', '/state', (d) => book(d).properties.state.enum.push('lost')],
  ['response-enum-widened', '/state', (d) => delete book(d).properties.state.enum],
  ['response-format-widened', '/lent', (d) => delete book(d).properties.lent.format],
  ['response-alternative-added', '/due', (d) => book(d).properties.due.oneOf.push({ type: 'string' })],
  [
    'response-type-widened',
    '/notes/{any}',
    (d) => Object.assign(book(d).properties.notes, { additionalProperties: true }),
  ],
  [
    'response-fields-closed',
    '/notes',
    (d) => Object.assign(book(d).properties.notes, { additionalProperties: false }),
  ],
  [
    'response-field-removed',
    '/due/day',
    (d) => Object.assign(schemas(d).Date, { properties: {}, required: [] }),
  ],
  [
    'response-rule-unclear',
    '/notes',
    (d) => Object.assign(book(d).properties.notes, { propertyNames: { minLength: 2 } }),
  ],
  ['parameter-removed', 'query parameter title', (d) => search(d).parameters.shift()],
  [
    'parameter-required',
    'query parameter title',
    (d) => Object.assign(search(d).parameters[0], { required: true }),
  ],
  [
    'parameter-required',
    'query parameter year',
    (d) => search(d).parameters.push({ name: 'year', in: 'query', required: true }),
  ],
  [
    'parameter-style-changed',
    'query parameter title',
    (d) => Object.assign(search(d).parameters[0], { style: 'spaceDelimited' }),
  ],
  ['request-enum-narrowed', 'query parameter sort', (d) => search(d).parameters[2].schema.enum.pop()],
  [
    'request-enum-narrowed',
    'query parameter title',
    (d) => Object.assign(search(d).parameters[0].schema, { enum: ['a'] }),
  ],
  [
    'request-limit-narrowed',
    'query parameter title',
    (d) => Object.assign(search(d).parameters[0].schema, { maxLength: 50 }),
  ],
  [
    'request-limit-narrowed',
    'path parameter bookId',
    (d) => Object.assign(d.openapi.paths['/v1/books/{bookId}'].parameters[0].schema, { pattern: '^c' }),
  ],
  [
    'request-enum-narrowed',
    'request application/json · /binding',
    (d) => asked(d).properties.binding.enum.pop(),
  ],
  ['request-field-required', '/binding', (d) => asked(d).required.push('binding')],
  ['request-field-required', '/shelf', (d) => asked(d).required.push('shelf')],
  ['request-field-removed', '/binding', (d) => delete asked(d).properties.binding],
  [
    'request-type-narrowed',
    '/pages',
    (d) => Object.assign(asked(d).properties.pages, { type: ['integer', 'null'] }),
  ],
  ['request-type-narrowed', '/pages', (d) => Object.assign(asked(d).properties.pages, { type: 'number' })],
  ['request-limit-narrowed', '/pages', (d) => Object.assign(asked(d).properties.pages, { maximum: 9 })],
  ['request-limit-narrowed', '/title', (d) => Object.assign(asked(d).properties.title, { format: 'uri' })],
  [
    'request-fields-closed',
    'request application/json',
    (d) => Object.assign(asked(d), { additionalProperties: false }),
  ],
  ['request-alternative-removed', '/due', (d) => asked(d).properties.due.oneOf.pop()],
  ['request-field-required', '/due/month', (d) => schemas(d).Date.required.push('month')],
  ['request-body-required', 'request body', (d) => Object.assign(add(d).requestBody, { required: true })],
  ['request-body-removed', 'request body', (d) => delete add(d).requestBody],
  [
    'request-media-removed',
    'application/json',
    (d) => Object.assign(add(d).requestBody, { content: { 'text/csv': {} } }),
  ],
  [
    'security-changed',
    'POST /v1/books',
    (d) => Object.assign(add(d), { security: [{ oauth: ['books:all'] }] }),
  ],
  ['security-changed', 'GET /v1/books', (d) => Object.assign(search(d), { security: [{ oauth: [] }] })],
  [
    'security-changed',
    'DELETE',
    (d) => Object.assign(d.openapi.paths['/v1/books/{bookId}'].delete, { security: [{ key: [] }] }),
  ],
  ['security-opened', 'GET /v1/books', (d) => Object.assign(search(d), { security: [] })],
  [
    'security-scheme-changed',
    'key',
    (d) => Object.assign(d.openapi.components.securitySchemes.key, { scheme: 'basic' }),
  ],
  ['event-removed', 'library.book.lent.v1', (d) => d.events.types.pop()],
  ['event-removed', 'library.book.lent.v1', (d) => Object.assign(d, { events: null })],
  [
    'event-topic-changed',
    'ashlar.library.v1',
    (d) => Object.assign(d.events, { topic: 'ashlar.library.v2' }),
  ],
  [
    'event-field-removed',
    'data /book_id',
    (d) => Object.assign(lent(d), { required: ['state'], properties: { state: { enum: ['out'] } } }),
  ],
  ['event-field-optional', '/book_id', (d) => lent(d).required.shift()],
  ['event-enum-widened', '/state', (d) => lent(d).properties.state.enum.push('late')],
  ['entity-removed', 'hand-over book', (d) => Object.assign(d, { handover: null })],
  [
    'entity-digest-changed',
    'hand-over book',
    (d) => Object.assign(d.handover.entities.book, { digest: false }),
  ],
  ['record-field-removed', 'hand-over book · /title', (d) => delete kept(d).properties.title],
  ['record-field-required', '/title', (d) => kept(d).required.push('title')],
  ['record-limit-narrowed', '/title', (d) => Object.assign(kept(d).properties.title, { maxLength: 9 })],
  ['record-limit-widened', '/title', (d) => Object.assign(kept(d).properties.title, { maxLength: 900 })],
];

/** None of them breaks anybody. */
export const COMPATIBLE: readonly Seed[] = [
  [
    'operation-added',
    'PUT /v1/books',
    (d) => Object.assign(d.openapi.paths['/v1/books'], { put: { operationId: 'x', responses: {} } }),
  ],
  [
    'response-added',
    'GET /v1/books · 410',
    (d) => Object.assign(search(d).responses, { 410: { description: 'Gone.' } }),
  ],
  [
    'response-media-added',
    'text/html',
    (d) => Object.assign(search(d).responses[200].content, { 'text/html': {} }),
  ],
  ['response-field-added', '/shelf', (d) => Object.assign(book(d).properties, { shelf: { type: 'string' } })],
  ['response-enum-narrowed', '/state', (d) => book(d).properties.state.enum.pop()],
  ['response-limit-widened', '/title', (d) => delete book(d).properties.title.maxLength],
  ['response-limit-narrowed', '/title', (d) => Object.assign(book(d).properties.title, { maxLength: 9 })],
  ['response-field-required', '/pages', (d) => book(d).required.push('pages')],
  ['response-alternative-removed', '/due', (d) => book(d).properties.due.oneOf.pop()],
  [
    'parameter-added',
    'query parameter year',
    (d) => search(d).parameters.push({ name: 'year', in: 'query' }),
  ],
  ['request-enum-widened', 'query parameter sort', (d) => search(d).parameters[2].schema.enum.push('best')],
  ['request-field-added', '/shelf', (d) => Object.assign(asked(d).properties, { shelf: { type: 'string' } })],
  ['request-field-optional', '/title', (d) => asked(d).required.pop()],
  [
    'request-type-widened',
    '/title',
    (d) => Object.assign(asked(d).properties.title, { type: ['string', 'null'] }),
  ],
  ['request-limit-widened', '/title', (d) => Object.assign(asked(d).properties.title, { maxLength: 900 })],
  ['request-alternative-added', '/due', (d) => asked(d).properties.due.oneOf.push({ type: 'boolean' })],
  ['request-media-added', 'text/csv', (d) => Object.assign(add(d).requestBody.content, { 'text/csv': {} })],
  ['security-added', 'POST /v1/books', (d) => add(d).security.push({ key: [] })],
  [
    'event-added',
    'library.book.lost.v1',
    (d) => d.events.types.push({ ...d.events.types[0], type: 'library.book.lost.v1' }),
  ],
  ['event-field-added', '/shelf', (d) => Object.assign(lent(d).properties, { shelf: { type: 'string' } })],
  ['entity-added', 'hand-over shelf', (d) => Object.assign(d.handover.entities, { shelf: { schema: {} } })],
  ['record-field-added', '/shelf', (d) => Object.assign(kept(d).properties, { shelf: { type: 'string' } })],
];

/** Other ways to write the same contract. */
export const SAME: readonly (readonly [name: string, change: (draft: Draft) => void])[] = [
  [
    'the name of a path parameter',
    (d) => {
      const item = d.openapi.paths['/v1/books/{bookId}'];
      delete d.openapi.paths['/v1/books/{bookId}'];
      d.openapi.paths['/v1/books/{id}'] = { ...item, parameters: [{ ...item.parameters[0], name: 'id' }] };
    },
  ],
  [
    'words',
    (d) => Object.assign(book(d).properties.title, { description: 'Its title.', examples: ['Emma'] }),
  ],
  [
    'a schema written where it was referred to',
    (d) =>
      Object.assign(d.openapi.components.responses.Book.content['application/json'], {
        schema: structuredClone(schemas(d).Book),
      }),
  ],
  [
    'a schema without its allOf',
    (d) => {
      const { Ref, Book } = schemas(d);
      const own = Book.allOf[1];
      schemas(d).Book = {
        type: 'object',
        required: [...Ref.required, ...own.required],
        properties: { ...Ref.properties, ...own.properties },
      };
    },
  ],
  [
    'the order of members, values and parameters',
    (d) => {
      search(d).parameters.reverse();
      book(d).required.reverse();
      book(d).properties.state.enum.reverse();
    },
  ],
  ['the case of a header', (d) => Object.assign(search(d).parameters[1], { name: 'x-reader' })],
  ['a constant for a list of one', (d) => Object.assign(lent(d).properties, { state: { const: 'out' } })],
  [
    'anyOf for oneOf',
    (d) => Object.assign(book(d).properties, { due: { anyOf: book(d).properties.due.oneOf } }),
  ],
];
