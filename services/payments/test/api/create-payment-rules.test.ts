import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { firstCreateError, readCreateRequest } from '../../src/api/create-payment-rules.ts';
import { usualFeatures } from '../../src/domain/features.ts';
import { aPaymentBody } from '../fixtures.ts';

const test_ = { live: false, features: usualFeatures, idempotencyKey: undefined };
const validator = createSchemaValidator(loadContract('payments').document);
const long = (length: number) => 'x'.repeat(length);
const agreement = 'a'.repeat(26);
const recurring = { authorisation_mode: 'agreement', agreement_id: agreement, return_url: undefined };

type Row = readonly [
  name: string,
  changes: object,
  status: number,
  code: string,
  field: string | undefined,
  description: string,
];

const invalid = (field: string, why: string) => `Invalid attribute value: ${field}. ${why}`;
const rows: readonly Row[] = [
  ...['amount', 'reference', 'description', 'return_url'].flatMap((field): Row[] =>
    [undefined, null].map((value) => [
      `${field} ${value}`,
      { [field]: value },
      400,
      'P0101',
      field,
      `Missing mandatory attribute: ${field}`,
    ]),
  ),
  [
    'reference blank',
    { reference: '  ' },
    400,
    'P0101',
    'reference',
    'Missing mandatory attribute: reference',
  ],
  [
    'return_url empty',
    { return_url: '' },
    400,
    'P0101',
    'return_url',
    'Missing mandatory attribute: return_url',
  ],
  ...['1', 1.5, true, {}, 3_000_000_000].map(
    (amount): Row => [
      `amount ${JSON.stringify(amount)}`,
      { amount },
      400,
      'P0102',
      'amount',
      invalid('amount', 'Must be a valid numeric format'),
    ],
  ),
  [
    'amount too large',
    { amount: 10_000_001 },
    422,
    'P0102',
    'amount',
    invalid('amount', 'Must be less than or equal to 10000000'),
  ],
  [
    'amount negative',
    { amount: -1 },
    422,
    'P0102',
    'amount',
    invalid('amount', 'Must be greater than or equal to 1'),
  ],
  [
    'amount zero',
    { amount: 0 },
    422,
    'P0102',
    'amount',
    invalid(
      'amount',
      'Must be greater than or equal to 1. Refer to https://docs.payments.service.gov.uk/making_payments/#amount',
    ),
  ],
  ...(
    [
      ['reference', 255],
      ['description', 255],
      ['email', 254],
    ] as const
  ).map(
    ([field, most]): Row => [
      `${field} of ${most + 1}`,
      { [field]: long(most + 1) },
      422,
      'P0102',
      field,
      invalid(field, `Must be less than or equal to ${most} characters length`),
    ],
  ),
  [
    'return_url of 2001',
    { return_url: `https://service.example/${long(1977)}` },
    422,
    'P0102',
    'return_url',
    invalid('return_url', 'Must be less than or equal to 2000 characters length'),
  ],
  ...['<', '>', '|', '\0', '\ud800'].flatMap((character): Row[] =>
    ['reference', 'description'].map((field) => [
      `${field} with ${JSON.stringify(character)}`,
      { [field]: `a${character}b` },
      400,
      'P0102',
      field,
      invalid(field, 'Must be a valid string format'),
    ]),
  ),
  [
    'reference a number',
    { reference: 1 },
    400,
    'P0102',
    'reference',
    invalid('reference', 'Must be a valid string format'),
  ],
  [
    'language unknown',
    { language: 'fr' },
    422,
    'P0102',
    'language',
    invalid('language', 'Must be "en" or "cy"'),
  ],
  ...[null, 1, '', false].map(
    (language): Row => [
      `language ${JSON.stringify(language)}`,
      { language },
      400,
      'P0102',
      'language',
      invalid('language', 'Must be "en" or "cy"'),
    ],
  ),
  ...['delayed_capture', 'moto'].flatMap((field): Row[] =>
    ['true', null, 1].map((value) => [
      `${field} ${JSON.stringify(value)}`,
      { [field]: value },
      400,
      'P0102',
      field,
      invalid(field, 'Must be true or false'),
    ]),
  ),
  ['email a number', { email: 1 }, 400, 'P0102', 'email', invalid('email', 'Field must be a string')],
  [
    'return_url a number',
    { return_url: 1 },
    400,
    'P0102',
    'return_url',
    invalid('return_url', 'Must be a valid URL format'),
  ],
  ...[
    'nowhere',
    'ftp://service.example',
    'https://',
    'https://a b.example',
    'https://host',
    'javascript:alert(1)',
    'http://user@service.example',
    'http://:secret@service.example',
    'https://service.example\\@evil.example',
  ].map(
    (url): Row => [
      `return_url ${url}`,
      { return_url: url },
      422,
      'P0102',
      'return_url',
      invalid('return_url', 'Must be a valid URL format'),
    ],
  ),
  [
    'cardholder_name a number',
    { prefilled_cardholder_details: { cardholder_name: 1 } },
    400,
    'P0102',
    'cardholder_name',
    invalid('cardholder_name', 'Field must be a string'),
  ],
  [
    'postcode of 26',
    { prefilled_cardholder_details: { billing_address: { postcode: long(26) } } },
    422,
    'P0102',
    'postcode',
    invalid('postcode', 'Must be less than or equal to 25 characters length'),
  ],
  [
    'metadata null',
    { metadata: null },
    422,
    'P0102',
    'metadata',
    invalid('metadata', 'Value must not be null'),
  ],
  ...['text', [], 1].map(
    (metadata): Row => [
      `metadata ${JSON.stringify(metadata)}`,
      { metadata },
      422,
      'P0102',
      'metadata',
      invalid('metadata', 'Must be an object of JSON key-value pairs'),
    ],
  ),
  [
    'metadata with everything wrong',
    { metadata: { [long(31)]: null, a: {}, A: long(101) } },
    422,
    'P0102',
    'metadata',
    invalid(
      'metadata',
      'Keys must be between 1 and 30 characters long. Values must be of type String, Boolean or Number. Values must be no greater than 100 characters long. Must not have null values. Must have case insensitive unique keys',
    ),
  ],
  [
    'metadata that would come back as another number',
    { metadata: { number: 2 ** 53 } },
    422,
    'P0102',
    'metadata',
    invalid('metadata', 'Values must be of type String, Boolean or Number'),
  ],
  [
    'metadata of 16 pairs',
    { metadata: Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`k${n}`, n])) },
    422,
    'P0102',
    'metadata',
    invalid('metadata', 'Cannot have more than 15 key-value pairs'),
  ],
  [
    'moto',
    { moto: true },
    422,
    'P0196',
    undefined,
    'MOTO payments are not enabled for this account. Please contact support if you would like to process MOTO payments - https://www.payments.service.gov.uk/support/ .',
  ],
  [
    'mode unknown',
    { authorisation_mode: 'external' },
    422,
    'P0102',
    'authorisation_mode',
    invalid('authorisation_mode', 'Must be one of web, moto_api, agreement'),
  ],
  [
    'mode a number',
    { authorisation_mode: 1 },
    400,
    'P0102',
    'authorisation_mode',
    invalid('authorisation_mode', 'Must be one of web, moto_api, agreement'),
  ],
  [
    'moto_api with return_url',
    { authorisation_mode: 'moto_api' },
    400,
    'P0104',
    'return_url',
    'Unexpected attribute: return_url',
  ],
  [
    'moto_api',
    { authorisation_mode: 'moto_api', return_url: undefined },
    422,
    'P0195',
    undefined,
    'Using authorisation_mode of moto_api is not allowed for this account',
  ],
  [
    'moto_api with set_up_agreement',
    { authorisation_mode: 'moto_api', return_url: undefined, set_up_agreement: agreement },
    400,
    'P0104',
    'set_up_agreement',
    'Unexpected attribute: set_up_agreement',
  ],
  [
    'agreement_id in web mode',
    { agreement_id: agreement },
    400,
    'P0104',
    'agreement_id',
    'Unexpected attribute: agreement_id',
  ],
  [
    'agreement mode without one',
    { ...recurring, agreement_id: undefined },
    400,
    'P0101',
    'agreement_id',
    'Missing mandatory attribute: agreement_id',
  ],
  [
    'agreement mode with return_url',
    { ...recurring, return_url: 'https://service.example' },
    400,
    'P0104',
    'return_url',
    'Unexpected attribute: return_url',
  ],
  [
    'agreement mode with email',
    { ...recurring, email: 'a@b.example' },
    400,
    'P0104',
    'email',
    'Unexpected attribute: email',
  ],
  [
    'agreement mode',
    recurring,
    422,
    'P0942',
    undefined,
    'Recurring card payments are currently disabled for this service. Contact support with your error code - https://www.payments.service.gov.uk/support/',
  ],
  [
    'agreement_payment_type without an agreement',
    { agreement_payment_type: 'recurring' },
    400,
    'P0104',
    'agreement_payment_type',
    'Unexpected attribute: agreement_payment_type',
  ],
  [
    'agreement mode with set_up_agreement',
    { ...recurring, set_up_agreement: agreement },
    400,
    'P0104',
    'set_up_agreement',
    'Unexpected attribute: set_up_agreement',
  ],
  [
    'set_up_agreement short',
    { set_up_agreement: 'a' },
    422,
    'P0102',
    'set_up_agreement',
    invalid('set_up_agreement', 'Field [set_up_agreement] length must be 26'),
  ],
];

describe('what is wrong with a new payment', () => {
  test.each(rows)('%s', (_name, changes, status, code, field, description) => {
    const body = JSON.parse(JSON.stringify(aPaymentBody(changes as Record<string, unknown>)));
    expect(firstCreateError(body, test_)).toEqual({ status, code, ...(field && { field }), description });
  });

  test('a number in metadata that no double holds', () => {
    const body = aPaymentBody({ metadata: JSON.parse('{"number": 1e400}') });
    expect(firstCreateError(body, test_)).toMatchObject({ status: 422, field: 'metadata' });
  });

  test.each([
    ['types before lengths', { reference: long(300), delayed_capture: 1 }, 'delayed_capture'],
    ['amount before reference', { amount: 'x', reference: undefined }, 'amount'],
    ['lengths before the account’s rules', { reference: long(300), moto: true }, 'reference'],
    ['presence before the account’s rules', { return_url: undefined, moto: true }, 'return_url'],
  ])('%s', (_name, changes, field) => {
    expect(firstCreateError(aPaymentBody(changes), test_)?.field).toBe(field);
  });

  test.each([
    ['', 'Header [Idempotency-Key] can have a size between 1 and 255'],
    [long(256), 'Header [Idempotency-Key] can have a size between 1 and 255'],
    ['two words', 'Header [Idempotency-Key] can only contain alphanumeric characters and hyphens'],
  ])('an Idempotency-Key %p', (idempotencyKey, description) => {
    expect(firstCreateError(aPaymentBody(), { ...test_, idempotencyKey })).toEqual({
      status: 422,
      code: 'P0102',
      header: 'Idempotency-Key',
      description,
    });
  });

  test('what depends on the account is looked at in the standard’s order', () => {
    const everything = { amount: 0, moto: true, authorisation_mode: 'moto_api', return_url: undefined };
    const body = aPaymentBody(everything);
    const disabled = { ...usualFeatures, payments: false };
    const codes = [
      disabled,
      usualFeatures,
      { ...usualFeatures, zero_amount: true },
      { ...usualFeatures, zero_amount: true, moto_api: true },
      { ...usualFeatures, zero_amount: true, moto_api: true, moto: true },
    ].map((features) => firstCreateError(body, { ...test_, features })?.code);
    expect(codes).toEqual(['P0941', 'P0102', 'P0195', 'P0196', undefined]);
    const insecure = aPaymentBody({ return_url: 'http://service.example', moto: true });
    expect(firstCreateError(insecure, { ...test_, live: true })?.code).toBe('P0920');
  });

  test('nothing can be paid where a provider has a least amount', () => {
    const features = { ...usualFeatures, zero_amount: true };
    const context = { ...test_, features, leastAmount: 30 };
    for (const amount of [0, 29])
      expect(firstCreateError(aPaymentBody({ amount }), context)?.code).toBe('P0102');
    expect(firstCreateError(aPaymentBody({ amount: 30 }), context)).toBeUndefined();
  });

  test('an account that may take payments by mail and phone can ask for them either way', () => {
    const features = { ...usualFeatures, moto: true, moto_api: true };
    const byPhone = aPaymentBody({ moto: true });
    const byApi = aPaymentBody({ authorisation_mode: 'moto_api', return_url: undefined });
    for (const body of [byPhone, byApi])
      expect(firstCreateError(body, { ...test_, features })).toBeUndefined();
    expect(readCreateRequest(byPhone)).toMatchObject({ moto: true, authorisationMode: 'web' });
    expect(readCreateRequest(byApi)).toMatchObject({
      moto: true,
      authorisationMode: 'moto_api',
      returnUrl: null,
    });
  });

  test('a live account sends payers to https only', () => {
    const body = aPaymentBody({ return_url: 'http://service.example' });
    expect(firstCreateError(body, test_)).toBeUndefined();
    expect(firstCreateError(body, { ...test_, live: true })).toEqual({
      status: 422,
      code: 'P0920',
      field: 'return_url',
      description: invalid('return_url', 'Must begin with https:// for a live gateway account'),
    });
  });

  test.each([
    'https://service.gov.uk/a?b=c',
    'http://localhost:3000',
    'http://10.0.0.1/x',
    'http://app.internal',
    'http://box.local/',
  ])('a payer can be sent to %s', (url) => {
    expect(firstCreateError(aPaymentBody({ return_url: url }), test_)).toBeUndefined();
  });

  test.each([null, [], 'text', 1])('the body %p has no amount', (body) => {
    expect(firstCreateError(body, test_)?.field).toBe('amount');
  });

  test('an invalid country is left out without an error', () => {
    const body = aPaymentBody({
      prefilled_cardholder_details: {
        cardholder_name: 'J',
        billing_address: { country: 'Wales', city: 'Leeds' },
      },
    });
    expect(firstCreateError(body, test_)).toBeUndefined();
    expect(readCreateRequest(body).prefilled).toEqual({
      cardholder_name: 'J',
      billing_address: { city: 'Leeds' },
    });
  });
});

describe('the rules and the contract', () => {
  const text = fc.string({ maxLength: 300 });
  const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constant({}), fc.double());
  const near = (...good: unknown[]) => fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...good) }, value);
  const aBody = fc.record(
    {
      amount: fc.oneof(fc.integer({ min: -2, max: 10_000_002 }), value),
      reference: near('REF-1', long(255)),
      description: near('A licence'),
      return_url: near('https://service.example/return', 'http://localhost'),
      language: near('en', 'cy'),
      delayed_capture: near(true, false),
      moto: near(false),
      email: near('a@b.example', ''),
      metadata: fc.oneof(fc.dictionary(text, value, { maxKeys: 3 }), fc.constant({ a: 1, b: true, c: 'x' })),
      authorisation_mode: near('web'),
      set_up_agreement: value,
      agreement_payment_type: near('recurring'),
      prefilled_cardholder_details: fc.record(
        { cardholder_name: near('J'), billing_address: fc.record({ line1: near('1'), country: near('GB') }) },
        { requiredKeys: [] },
      ),
      something_else: value,
    },
    { requiredKeys: ['amount', 'reference', 'description', 'return_url'] },
  );

  test('whatever passes the rules satisfies the schema, apart from what the standard ignores', () => {
    let passed = 0;
    fc.assert(
      fc.property(aBody, (body) => {
        if (firstCreateError(body, test_)) return;
        passed += 1;
        expect(validator.request('createPayment', withoutIgnored(body))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect(passed).toBeGreaterThan(20);
  });
});

// The reference implementation reads null as absent, and a set_up_agreement that is no text as none.
function withoutIgnored(body: Record<string, unknown>): unknown {
  const { set_up_agreement: _ignored, ...rest } = body;
  return JSON.parse(JSON.stringify(rest, (_key, value) => (value === null ? undefined : value)));
}
