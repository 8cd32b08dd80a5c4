import type { Prefilled } from '../domain/entities.ts';
import type { PayError } from './errors.ts';
import { type Body, invalid, stringRule, tooLong } from './rule.ts';

const addressLengths = { line1: 255, line2: 255, city: 255, postcode: 25 } as const;
const addressFields = ['line1', 'line2', 'city', 'postcode', 'country'] as const;
const mostPairs = 15;
const longestKey = 30;
const longestValue = 100;

/** Prefilled details have to be texts. What is no object is ignored, as the reference implementation does. */
export function prefilledTypeErrors(body: Body): PayError | undefined {
  const details = asObject(body.prefilled_cardholder_details);
  const address = asObject(details.billing_address);
  const notText = 'Field must be a string';
  const error = stringRule('cardholder_name', notText)(details, undefined);
  if (error) return error;
  for (const field of addressFields) {
    const wrong = stringRule(field, notText)(address, undefined);
    if (wrong) return wrong;
  }
  return undefined;
}

/** Prefilled details have their longest lengths. */
export function prefilledLengthErrors(body: Body): PayError | undefined {
  const details = asObject(body.prefilled_cardholder_details);
  const address = asObject(details.billing_address);
  const error = tooLong('cardholder_name', details.cardholder_name, 255);
  if (error) return error;
  for (const [field, most] of Object.entries(addressLengths)) {
    const wrong = tooLong(field, address[field], most);
    if (wrong) return wrong;
  }
  return undefined;
}

/** Keeps the prefilled details that say something; null when none does. */
export function readPrefilled(value: unknown): Prefilled | null {
  const details = asObject(value);
  const given = asObject(details.billing_address);
  const address: Record<string, string> = {};
  for (const field of addressFields) {
    const line = given[field];
    // A country that is none makes the page fall back to its default, without an error.
    const usable = field === 'country' ? /^[A-Z]{2}$/i.test(String(line)) : true;
    if (typeof line === 'string' && line !== '' && usable) address[field] = line;
  }
  const name = details.cardholder_name;
  const prefilled: Prefilled = {
    ...(typeof name === 'string' && name !== '' && { cardholder_name: name }),
    ...(Object.keys(address).length > 0 && { billing_address: address }),
  };
  return Object.keys(prefilled).length > 0 ? prefilled : null;
}

/** Everything that is wrong with the metadata, in one error. */
export function metadataError(body: Body): PayError | undefined {
  if (!('metadata' in body) || body.metadata === undefined) return undefined;
  const { metadata } = body;
  if (metadata === null) return invalid(422, 'metadata', 'Value must not be null');
  if (typeof metadata !== 'object' || Array.isArray(metadata)) {
    return invalid(422, 'metadata', 'Must be an object of JSON key-value pairs');
  }
  const faults = metadataFaults(Object.entries(metadata));
  return faults.length > 0 ? invalid(422, 'metadata', faults.join('. ')) : undefined;
}

function metadataFaults(pairs: readonly (readonly [string, unknown])[]): string[] {
  const keys = pairs.map(([key]) => key);
  const values = pairs.map(([, value]) => value);
  const checks: readonly (readonly [boolean, string])[] = [
    [pairs.length > mostPairs, `Cannot have more than ${mostPairs} key-value pairs`],
    [
      keys.some((key) => key.length < 1 || key.length > longestKey),
      `Keys must be between 1 and ${longestKey} characters long`,
    ],
    [
      values.some((value) => value !== null && !isScalar(value)),
      'Values must be of type String, Boolean or Number',
    ],
    [
      values.some((value) => typeof value !== 'object' && String(value).length > longestValue),
      `Values must be no greater than ${longestValue} characters long`,
    ],
    [values.some((value) => value === null), 'Must not have null values'],
    [
      new Set(keys.map((key) => key.toLowerCase())).size < keys.length,
      'Must have case insensitive unique keys',
    ],
  ];
  return checks.filter(([wrong]) => wrong).map(([, fault]) => fault);
}

/** A number that could not come back as it was sent is none: infinite, or a whole one beyond 2^53. */
function isScalar(value: unknown): boolean {
  if (typeof value === 'number')
    return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return typeof value === 'string' || typeof value === 'boolean';
}

function asObject(value: unknown): Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {};
}
