import { diffContracts, loadBundle } from '@ashlar/contracts';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { operationsOf, placesOf } from './places.ts';
import type { Draft } from './small-contract.ts';

const original = loadBundle('payments');
const verdict = (draft: Draft) => diffContracts(original, draft);
const draftOf = (): Draft => structuredClone(original);
const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;
const any = fc.nat();

/** Breaks anywhere in a large contract: where one can be made, and how. Each answers the kind that must be found. */
const BREAKERS: Record<string, (draft: Draft, at: number) => string> = {
  'an operation is removed': ({ openapi }, at) => {
    const path = pick(Object.keys(openapi.paths), at);
    delete openapi.paths[path][pick(Object.keys(openapi.paths[path]), at)];
    return 'operation-removed';
  },
  'an answer is removed': ({ openapi }, at) => {
    const { responses } = pick(operationsOf(openapi), at);
    delete responses[pick(Object.keys(responses), at)];
    return 'response-removed';
  },
  'a parameter is newly required': ({ openapi }, at) => {
    const operation = pick(operationsOf(openapi), at);
    operation.parameters = [...(operation.parameters ?? []), { name: 'zz', in: 'query', required: true }];
    return 'parameter-required';
  },
  'other scopes are asked for': ({ openapi }, at) => {
    pick(operationsOf(openapi), at).security = [{ nobody: ['has:this'] }];
    return 'security-changed';
  },
  'a field of an answer is removed': ({ openapi }, at) => {
    const { schema } = pick(placesWith(openapi, 'response', 'properties'), at);
    const name = pick(Object.keys(schema.properties), at);
    delete schema.properties[name];
    schema.required = schema.required?.filter((one: string) => one !== name);
    return 'response-field-removed';
  },
  'a field of an answer is no longer required': ({ openapi }, at) => {
    const { schema } = pick(placesWith(openapi, 'response', 'required'), at);
    schema.required.splice(at % schema.required.length, 1);
    return 'response-field-optional';
  },
  'a list of values of an answer grows': ({ openapi }, at) => {
    pick(placesWith(openapi, 'response', 'enum'), at).schema.enum.push('zz');
    return 'response-enum-widened';
  },
  'a type of an answer widens': ({ openapi }, at) => {
    const { schema } = pick(placesWith(openapi, 'response', 'type'), at);
    schema.type = [schema.type, 'boolean', 'null'].flat();
    return 'response-type-widened';
  },
  'a list of values of a request shrinks': ({ openapi }, at) => {
    const { schema } = pick(placesWith(openapi, 'request', 'enum'), at);
    schema.enum.splice(at % schema.enum.length, 1);
    return 'request-enum-narrowed';
  },
  'a field of a request is newly required': ({ openapi }, at) => {
    const { schema } = pick(placesWith(openapi, 'request', 'properties'), at);
    schema.required = [...(schema.required ?? []), 'zz'];
    return 'request-field-required';
  },
  'a limit of a request tightens': ({ openapi }, at) => {
    pick(placesWith(openapi, 'request', 'maxLength'), at).schema.maxLength -= 1;
    return 'request-limit-narrowed';
  },
  'an event is removed': ({ events }, at) => {
    events.types.splice(at % events.types.length, 1);
    return 'event-removed';
  },
  'a required field of an event is removed': ({ events }, at) => {
    const { schema } = pick(events.types as Draft[], at);
    const name = schema.required.shift();
    delete schema.properties[name];
    return 'event-field-removed';
  },
};

describe('in a contract as large as the one of payments', () => {
  test.each(Object.entries(BREAKERS))('%s, wherever it is: found', (_name, seed) => {
    fc.assert(
      fc.property(any, (at) => {
        const draft = draftOf();
        const kind = seed(draft, at);
        const { compatible, changes } = verdict(draft);
        expect(compatible).toBe(false);
        expect(changes.filter(({ breaking }) => breaking).map((change) => change.kind)).toContain(kind);
      }),
      { numRuns: 5 },
    );
  });

  test('an optional field, wherever it is added, breaks nobody', () => {
    fc.assert(
      fc.property(any, fc.constantFrom('request', 'response'), (at, side) => {
        const draft = draftOf();
        pick(placesWith(draft.openapi, side, 'properties'), at).schema.properties.zz = { type: 'string' };
        const { compatible, changes } = verdict(draft);
        expect(changes.filter(({ breaking }) => breaking)).toEqual([]);
        expect(compatible).toBe(true);
        expect(changes.length).toBeGreaterThan(0);
      }),
      { numRuns: 10 },
    );
  });

  test('what is compatible one way round and adds something is not compatible the other way round', () => {
    fc.assert(
      fc.property(any, (at) => {
        const draft = draftOf();
        pick(placesWith(draft.openapi, 'response', 'properties'), at).schema.properties.zz = {
          type: 'string',
        };
        expect(diffContracts(draft, original).compatible).toBe(false);
      }),
      { numRuns: 5 },
    );
  });
});

function placesWith(openapi: Draft, side: string, keyword: string) {
  const found = placesOf(openapi).filter(
    (place) =>
      place.side === side && place.schema[keyword] !== undefined && place.schema[keyword].length !== 0,
  );
  expect(found.length).toBeGreaterThan(3);
  return found.filter(
    ({ schema }) => typeof schema[keyword] !== 'object' || Object.keys(schema[keyword]).length > 0,
  );
}
