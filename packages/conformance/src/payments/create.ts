import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import {
  assertError,
  call,
  create,
  type Payment,
  type PaymentsSubject,
  paymentBody,
  RETURN_URL,
} from './subject.ts';

type Refusal = readonly [
  name: string,
  changes: Record<string, unknown>,
  status: number,
  code: string,
  field?: string,
  description?: string,
];

const invalid = (field: string, why: string) => `Invalid attribute value: ${field}. ${why}`;
const missing = (field: string) => `Missing mandatory attribute: ${field}`;
const long = (length: number) => 'x'.repeat(length);
const pairs = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, 'v']));

/** The first error of a body, in the standard's words. */
const REFUSALS: readonly Refusal[] = [
  ...['amount', 'reference', 'description', 'return_url'].flatMap((field): Refusal[] => [
    [`${field} left out`, { [field]: undefined }, 400, 'P0101', field, missing(field)],
    [`${field} null`, { [field]: null }, 400, 'P0101', field, missing(field)],
  ]),
  ['reference blank', { reference: '' }, 400, 'P0101', 'reference', missing('reference')],
  [
    'amount a string',
    { amount: '100' },
    400,
    'P0102',
    'amount',
    invalid('amount', 'Must be a valid numeric format'),
  ],
  [
    'amount a fraction',
    { amount: 10.5 },
    400,
    'P0102',
    'amount',
    invalid('amount', 'Must be a valid numeric format'),
  ],
  [
    'amount above 10000000',
    { amount: 10_000_001 },
    422,
    'P0102',
    'amount',
    invalid('amount', 'Must be less than or equal to 10000000'),
  ],
  [
    'amount below 0',
    { amount: -1 },
    422,
    'P0102',
    'amount',
    invalid('amount', 'Must be greater than or equal to 1'),
  ],
  [
    'reference of 256',
    { reference: long(256) },
    422,
    'P0102',
    'reference',
    invalid('reference', 'Must be less than or equal to 255 characters length'),
  ],
  [
    'description of 256',
    { description: long(256) },
    422,
    'P0102',
    'description',
    invalid('description', 'Must be less than or equal to 255 characters length'),
  ],
  [
    'description with <',
    { description: 'a<b' },
    400,
    'P0102',
    'description',
    invalid('description', 'Must be a valid string format'),
  ],
  [
    'reference with |',
    { reference: 'a|b' },
    400,
    'P0102',
    'reference',
    invalid('reference', 'Must be a valid string format'),
  ],
  [
    'e-mail of 255',
    { email: `${long(250)}@b.cd` },
    422,
    'P0102',
    'email',
    invalid('email', 'Must be less than or equal to 254 characters length'),
  ],
  [
    'language of another country',
    { language: 'fr' },
    422,
    'P0102',
    'language',
    invalid('language', 'Must be "en" or "cy"'),
  ],
  [
    'language not a string',
    { language: 7 },
    400,
    'P0102',
    'language',
    invalid('language', 'Must be "en" or "cy"'),
  ],
  [
    'delayed_capture not boolean',
    { delayed_capture: 'yes' },
    400,
    'P0102',
    'delayed_capture',
    invalid('delayed_capture', 'Must be true or false'),
  ],
  [
    'return_url not an address',
    { return_url: 'nowhere' },
    422,
    'P0102',
    'return_url',
    invalid('return_url', 'Must be a valid URL format'),
  ],
  ['return_url of 2001', { return_url: `https://service.example/${long(1977)}` }, 422, 'P0102', 'return_url'],
  [
    'metadata with 16 pairs',
    { metadata: pairs(16) },
    422,
    'P0102',
    'metadata',
    invalid('metadata', 'Cannot have more than 15 key-value pairs'),
  ],
  [
    'metadata with a long key',
    { metadata: { [long(31)]: 'v' } },
    422,
    'P0102',
    'metadata',
    invalid('metadata', 'Keys must be between 1 and 30 characters long'),
  ],
  [
    'metadata with a long value',
    { metadata: { key: long(101) } },
    422,
    'P0102',
    'metadata',
    invalid('metadata', 'Values must be no greater than 100 characters long'),
  ],
  [
    'metadata with a nested value',
    { metadata: { key: {} } },
    422,
    'P0102',
    'metadata',
    invalid('metadata', 'Values must be of type String, Boolean or Number'),
  ],
];

const refusals: Case<PaymentsSubject>[] = REFUSALS.map(
  ([name, changes, status, code, field, description]) => ({
    section: 'create-errors',
    name: `${name} is ${status} ${code}`,
    async run(subject) {
      const answer = await call(subject, 'createPayment', '/v1/payments', { body: paymentBody(changes) });
      assertError(answer, status, { code, ...(field && { field }), ...(description && { description }) });
    },
  }),
);

/** Creating a payment: the reply, its links, and every refusal. */
export const createCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'create',
    name: 'a payment is created with its state, links and headers',
    async run(subject) {
      const answer = await call(subject, 'createPayment', '/v1/payments', { body: paymentBody() });
      assert.equal(answer.status, 201);
      const payment = answer.json as Payment;
      assert.match(payment.payment_id, /^[0-9a-z]{26}$/);
      assert.deepEqual(payment.state, { status: 'created', finished: false });
      assert.match(String(payment.created_date), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.equal(answer.headers.get('location'), payment._links.self?.href);
      assert.equal(answer.headers.get('pragma'), 'no-cache');
      assert.match(answer.headers.get('cache-control') ?? '', /no-store/);
      const { amount, reference, description, return_url, language, delayed_capture, moto } = payment;
      assert.deepEqual(
        { amount, reference, description, return_url, language, delayed_capture, moto },
        {
          amount: 1450,
          reference: 'REF-1',
          description: 'A fishing licence',
          return_url: RETURN_URL,
          language: 'en',
          delayed_capture: false,
          moto: false,
        },
      );
    },
  },
  {
    section: 'create',
    name: 'metadata keeps its types, and members without a value are left out',
    async run(subject) {
      const metadata = { number: 123, fraction: 1.23, truth: true, text: 'x', empty: '' };
      const payment = await create(subject, { metadata });
      assert.deepEqual(payment.metadata, metadata);
      assert.ok(!('email' in payment), 'an e-mail that was not given is shown');
      assert.ok(!Object.values(payment).includes(null), 'a null member is shown');
    },
  },
  {
    section: 'create',
    name: 'unknown members of the body are ignored',
    async run(subject) {
      await create(subject, { something_new: 1 });
    },
  },
  {
    section: 'create-errors',
    name: 'a body that is not JSON is 400 P0197',
    async run(subject) {
      const answer = await call(subject, 'createPayment', '/v1/payments', { text: '{"amount": 1' });
      assertError(answer, 400, { code: 'P0197', description: 'Unable to parse JSON' });
    },
  },
  {
    section: 'create-errors',
    name: 'of several errors the first in the standard’s order is told',
    async run(subject) {
      const body = { reference: long(300), description: 'a<b' };
      const answer = await call(subject, 'createPayment', '/v1/payments', { body });
      assertError(answer, 400, { code: 'P0101', field: 'amount' });
    },
  },
  ...refusals,
];
