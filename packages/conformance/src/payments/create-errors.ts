import type { Case } from '../suite.ts';
import { METADATA_REFUSALS } from './create-errors-metadata.ts';
import { invalid, type Refusal } from './refusal.ts';
import { assertError, call, create, fresh, type PaymentsSubject, paymentBody } from './subject.ts';

const missing = (field: string) => ({
  status: 400 as const,
  code: 'P0101',
  field,
  description: `Missing mandatory attribute: ${field}`,
});
const unexpected = (field: string) => ({
  status: 400 as const,
  code: 'P0104',
  field,
  description: `Unexpected attribute: ${field}`,
});
const long = (length: number, start = '') => start + 'x'.repeat(length - start.length);
const atMost = (field: string, length: number) =>
  invalid(422, field, `Must be less than or equal to ${length} characters length`);

const MISSING: readonly Refusal[] = [
  ...['amount', 'reference', 'description', 'return_url'].flatMap((field): Refusal[] => [
    { name: `${field} left out`, refused: { [field]: undefined }, ...missing(field) },
    { name: `${field} null`, refused: { [field]: null }, ...missing(field) },
  ]),
  ...['reference', 'description', 'return_url'].map(
    (field): Refusal => ({ name: `${field} blank`, refused: { [field]: '' }, ...missing(field) }),
  ),
];

const AMOUNTS: readonly Refusal[] = [
  ...['100', 10.5, true, 1e30].map(
    (amount): Refusal => ({
      name: `amount ${JSON.stringify(amount)}`,
      refused: { amount },
      accepted: { amount: 100 },
      ...invalid(400, 'amount', 'Must be a valid numeric format'),
    }),
  ),
  {
    name: 'amount above 10000000',
    refused: { amount: 10_000_001 },
    accepted: { amount: 10_000_000 },
    ...invalid(422, 'amount', 'Must be less than or equal to 10000000'),
  },
  {
    name: 'amount below 0',
    refused: { amount: -1 },
    accepted: { amount: 1 },
    ...invalid(422, 'amount', 'Must be greater than or equal to 1'),
  },
];

const TEXTS: readonly Refusal[] = ['reference', 'description'].flatMap((field): Refusal[] => [
  {
    name: `${field} of 256`,
    refused: { [field]: long(256) },
    accepted: { [field]: long(255, fresh('R')) },
    ...atMost(field, 255),
  },
  ...['a<b', 'a>b', 'a|b', 7].map(
    (text): Refusal => ({
      name: `${field} ${text}`,
      refused: { [field]: text },
      accepted: { [field]: fresh('a-b') },
      ...invalid(400, field, 'Must be a valid string format'),
    }),
  ),
]);

const ADDRESSES: readonly Refusal[] = [
  ...['nowhere', 'ftp://service.example/', 'https://a b.example/'].map(
    (url): Refusal => ({
      name: `return_url ${url}`,
      refused: { return_url: url },
      accepted: { return_url: 'http://localhost:3000/back?a=b' },
      ...invalid(422, 'return_url', 'Must be a valid URL format'),
    }),
  ),
  {
    name: 'return_url of 2001',
    refused: { return_url: long(2001, 'https://service.internal/') },
    accepted: { return_url: long(2000, 'https://service.internal/') },
    ...atMost('return_url', 2000),
  },
  {
    name: 'e-mail of 255',
    refused: { email: long(255, 'a@b.cd') },
    accepted: { email: long(254, 'a@b.cd') },
    ...atMost('email', 254),
  },
];

const CHOICES: readonly Refusal[] = [
  {
    name: 'language of another country',
    refused: { language: 'fr' },
    accepted: { language: 'cy' },
    ...invalid(422, 'language', 'Must be "en" or "cy"'),
  },
  {
    name: 'language not a string',
    refused: { language: 7 },
    accepted: { language: 'en' },
    ...invalid(400, 'language', 'Must be "en" or "cy"'),
  },
  ...['delayed_capture', 'moto'].map(
    (field): Refusal => ({
      name: `${field} not boolean`,
      refused: { [field]: 'yes' },
      accepted: { [field]: false },
      ...invalid(400, field, 'Must be true or false'),
    }),
  ),
];

const AGREEMENTS: readonly Refusal[] = [
  { name: 'agreement_id on the web', refused: { agreement_id: long(26) }, ...unexpected('agreement_id') },
  {
    name: 'agreement_payment_type without an agreement',
    refused: { agreement_payment_type: 'instalment' },
    ...unexpected('agreement_payment_type'),
  },
  {
    name: 'set_up_agreement of 25',
    refused: { set_up_agreement: long(25) },
    ...invalid(422, 'set_up_agreement', 'Field [set_up_agreement] length must be 26'),
  },
  {
    name: 'set_up_agreement unknown',
    refused: { set_up_agreement: '0'.repeat(26) },
    status: 400,
    code: 'P0103',
    field: 'set_up_agreement',
    description: 'Invalid attribute value: set_up_agreement. Agreement ID does not exist',
  },
];

const PREFILLED: readonly Refusal[] = [
  {
    name: 'cardholder_name of 256',
    refused: { prefilled_cardholder_details: { cardholder_name: long(256) } },
    accepted: { prefilled_cardholder_details: { cardholder_name: long(255) } },
    ...atMost('cardholder_name', 255),
  },
  ...(
    [
      ['line1', 255],
      ['line2', 255],
      ['city', 255],
      ['postcode', 25],
    ] as const
  ).map(
    ([line, most]): Refusal => ({
      name: `${line} of ${most + 1}`,
      refused: { prefilled_cardholder_details: { billing_address: { [line]: long(most + 1) } } },
      accepted: { prefilled_cardholder_details: { billing_address: { [line]: long(most) } } },
      ...atMost(line, most),
    }),
  ),
];

/** What `POST /v1/payments` refuses: each with its error, and the nearest body beside it, which is accepted and shown as it was given. */
export const createErrorCases: readonly Case<PaymentsSubject>[] = [
  ...MISSING,
  ...AMOUNTS,
  ...TEXTS,
  ...ADDRESSES,
  ...CHOICES,
  ...AGREEMENTS,
  ...PREFILLED,
  ...METADATA_REFUSALS,
].map(({ name, refused, accepted, status, ...error }) => ({
  section: 'create-errors',
  name: `${name} is ${status} ${error.code}; put right it is accepted`,
  async run(subject) {
    const body = paymentBody(refused);
    assertError(await call(subject, 'createPayment', '/v1/payments', { body }), status, error);
    await create(subject, accepted);
  },
}));
