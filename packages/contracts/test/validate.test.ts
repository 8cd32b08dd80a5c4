import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createEventValidator,
  createSchemaValidator,
  loadContract,
  type SchemaValidator,
} from '../src/index.ts';
import { createWorkspace, type Workspace } from './fixtures.ts';

let workspace: Workspace;
let validator: SchemaValidator;

beforeAll(async () => {
  workspace = createWorkspace();
  await workspace.generate();
  validator = createSchemaValidator(loadContract('library', workspace.folder).document);
});
afterAll(() => workspace.remove());

describe('the body validator', () => {
  test('accepts what the schema accepts, through references and recursion', () => {
    const book = { isbn: '123', borrowed_at: '2024-01-31T12:00:00Z', sequels: [{ isbn: '456' }] };
    expect(validator.request('addBook', book)).toEqual([]);
    expect(validator.response('getBook', 200, book)).toEqual([]);
    expect(validator.response('addBook', 201, [book])).toEqual([]);
  });

  test('says every place that is wrong', () => {
    const book = { isbn: 1, borrowed_at: 'yesterday', sequels: [{ isbn: '456', title: 'x' }] };
    expect(validator.request('addBook', book)).toEqual([
      '/isbn must be string',
      '/borrowed_at must match format "date-time"',
      '/sequels/0 must NOT have additional properties: "title"',
    ]);
  });

  test('distinguishes a missing body from one that is not expected', () => {
    expect(validator.request('addBook', undefined)).toEqual(['a body is missing']);
    expect(validator.request('getBook', undefined)).toEqual([]);
    expect(validator.request('getBook', {})).toEqual(['a body is not expected here']);
    expect(validator.response('getBook', 200, undefined)).toEqual(['a body is missing']);
    expect(validator.response('addBook', 204, undefined)).toEqual([]);
    expect(validator.response('addBook', 204, {})).toEqual(['a body is not expected here']);
  });

  test('finds a status by its number, its range or the default, else says that the contract lacks it', () => {
    expect(validator.response('getBook', 418, {})).toEqual(['the contract has no 418 for getBook']);
    expect(validator.response('listChanges', 410, { title: 'Gone' })).toEqual([]);
    expect(validator.response('listChanges', 410, {})).toEqual(["/ must have required property 'title'"]);
    expect(validator.response('addBook', 500, 'oh')).toEqual([]);
    expect(validator.response('addBook', 500, {})).toEqual(['the contract has no JSON body here']);
  });

  test('throws for an operation that there is not', () => {
    expect(() => validator.request('burnBook', {})).toThrow('no operation "burnBook"');
  });
});

describe('the event validator', () => {
  const event = {
    id: '1',
    source: '/library',
    type: 'library.book.borrowed.v1',
    dataschema: 'urn:ashlar:event:library.book.borrowed.v1',
    time: '2024-01-31T12:00:00Z',
    data: { isbn: '123' },
  };

  test('accepts an event of the catalogue, with unknown fields around the data', () => {
    expect(createEventValidator('library', workspace.folder)({ ...event, later: true })).toEqual([]);
  });

  test.each([
    ['no event at all', 'hello', '/ must be object'],
    ['a field of the envelope missing', { ...event, id: undefined }, "/ must have required property 'id'"],
    ['a time that is none', { ...event, time: 'now' }, '/time must match format "date-time"'],
    ['another source', { ...event, source: '/shop' }, '/source must be /library'],
    [
      'another schema',
      { ...event, dataschema: 'urn:x' },
      '/dataschema must be urn:ashlar:event:library.book.borrowed.v1',
    ],
    [
      'an unknown type',
      { ...event, type: 'library.book.burnt.v1' },
      '/type library.book.burnt.v1 is not in the catalogue of library',
    ],
    ['wrong data', { ...event, data: { isbn: '1' } }, '/data/isbn must NOT have fewer than 3 characters'],
    [
      'data that must not be there',
      { ...event, data: { isbn: '123', who: 'x' } },
      '/data must NOT have additional properties: "who"',
    ],
  ])('refuses %s', (_name, value, problem) => {
    expect(createEventValidator('library', workspace.folder)(value)).toEqual([problem]);
  });

  test('refuses every event of a component that publishes nothing', () => {
    expect(createEventValidator('door', workspace.folder)(event)).toEqual([
      '/type library.book.borrowed.v1 is not in the catalogue of door',
    ]);
  });

  test('holds a CloudEvents envelope against the committed standard', () => {
    const check = createEventValidator('payments');
    const whole = {
      specversion: '1.0',
      id: '018f3a1e-7c00-7000-8000-000000000001',
      source: '/payments',
      type: 'payments.payment.created.v1',
      subject: '0123456789abcdefghijklmnop',
      time: '2024-01-31T12:00:00.000Z',
      datacontenttype: 'application/json',
      dataschema: 'urn:ashlar:event:payments.payment.created.v1',
      department: 'demo',
      service: 'licences',
      sequence: 1,
      position: 1,
      data: {},
    };
    const envelope = (value: object) => check(value).filter((problem) => !problem.startsWith('/data '));
    expect(envelope(whole)).toEqual([]);
    for (const field of Object.keys(whole).filter((name) => name !== 'type')) {
      expect(envelope({ ...whole, [field]: undefined })).not.toEqual([]);
    }
    expect(envelope({ ...whole, specversion: '0.3' })).toEqual([
      '/specversion must be equal to constant: "1.0"',
    ]);
    expect(envelope({ ...whole, sequence: 0 })).toEqual(['/sequence must be >= 1']);
  });
});
