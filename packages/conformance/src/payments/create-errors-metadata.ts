import { invalid, type Refusal } from './refusal.ts';

const pairs = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, `v${n}`]));
const long = (length: number) => 'x'.repeat(length);

/** What of metadata is refused, why, and the nearest that is not (payments standard, metadata). Several faults are told in one error. */
const FAULTS: readonly (readonly [name: string, refused: unknown, accepted: unknown, why: string])[] = [
  ['with 16 pairs', pairs(16), pairs(15), 'Cannot have more than 15 key-value pairs'],
  [
    'with a key of 31',
    { [long(31)]: 'v' },
    { [long(30)]: 'v' },
    'Keys must be between 1 and 30 characters long',
  ],
  ['with a key of 0', { '': 'v' }, { k: 'v' }, 'Keys must be between 1 and 30 characters long'],
  [
    'with a value of 101',
    { key: long(101) },
    { key: long(100) },
    'Values must be no greater than 100 characters long',
  ],
  ['with a nested value', { key: {} }, { key: '' }, 'Values must be of type String, Boolean or Number'],
  ['with a list', { key: [1] }, { key: 1 }, 'Values must be of type String, Boolean or Number'],
  ['with a null value', { key: null }, { key: false }, 'Must not have null values'],
  [
    'with keys alike but for their case',
    { Key: 1, key: 2 },
    { Key: 1, kez: 2 },
    'Must have case insensitive unique keys',
  ],
  [
    'with several faults',
    { [long(31)]: null },
    { k: 'v' },
    'Keys must be between 1 and 30 characters long. Must not have null values',
  ],
  ['that is a list', [1], { key: 1.5 }, 'Must be an object of JSON key-value pairs'],
  ['that is a text', 'text', { key: 'text' }, 'Must be an object of JSON key-value pairs'],
  ['null', null, { key: true }, 'Value must not be null'],
];

/** The same, as bodies. */
export const METADATA_REFUSALS: readonly Refusal[] = FAULTS.map(([name, refused, accepted, why]) => ({
  name: `metadata ${name}`,
  refused: { metadata: refused },
  accepted: { metadata: accepted },
  ...invalid(422, 'metadata', why),
}));
