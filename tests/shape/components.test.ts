import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ComponentFacts,
  loadAsyncApi,
  loadComponents,
  loadContract,
  loadEvents,
} from '@ashlar/contracts';
import { topicPartitions } from '@ashlar/contracts/generate';
import { describe, expect, test } from '@jest/globals';
import { eventContentType } from '../../packages/events/src/envelope.ts';
import { defaultPartitions } from '../../packages/events/src/topics.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const components = loadComponents();
const topics = components.flatMap(({ topics: { produces } }) => produces);

test('every service says what it is', () => {
  expect(components.map(({ id }) => id)).toEqual(readdirSync(join(root, 'services')).sort());
});

describe.each(components)('component.yaml of $id', (facts) => {
  test('names the sources of its contract, all that there are', () => {
    const found = ['compat', 'ashlar', 'events'].flatMap((kind) => {
      const file = `openapi/${kind}/${facts.id}.yaml`;
      return existsSync(join(root, file)) ? [[kind, file]] : [];
    });
    expect(facts.contract).toEqual(Object.fromEntries(found));
    expect(facts.standard !== undefined).toBe(facts.contract.compat !== undefined);
  });

  test('produces the topic of its events, and consumes topics that somebody produces', () => {
    const produces = facts.contract.events === undefined ? [] : [loadEvents(facts.id).topic];
    expect(facts.topics.produces).toEqual(produces);
    expect(topics).toEqual(expect.arrayContaining([...facts.topics.consumes]));
    expect(facts.topics.consumes.length > 0).toBe(hasConsumers(facts));
  });

  test('has the scopes that its contract grants, and that its operations ask for', () => {
    const { document, operations } = loadContract(facts.id);
    const schemes = Object.values(document.components?.securitySchemes ?? {}) as Scheme[];
    const granted = schemes.flatMap(({ flows }) =>
      Object.values(flows ?? {}).flatMap(({ scopes }) => Object.keys(scopes ?? {})),
    );
    // What the registry's own tokens are for is no scope of OAuth.
    const asked = operations.flatMap(({ security }) =>
      security.flat().flatMap(({ scheme, scopes }) => (scheme === 'handover' ? [] : scopes)),
    );
    expect(Object.keys(facts.scopes).sort()).toEqual([...new Set(granted)].sort());
    expect(Object.keys(facts.scopes)).toEqual(expect.arrayContaining([...new Set(asked)]));
  });

  test('says what it keeps if it has a database, and where it tells its health', () => {
    expect(facts.data.length > 0).toBe(existsSync(join(root, 'services', facts.id, 'migrations')));
    const readiness = loadContract(facts.id).operations.find(
      ({ operationId }) => operationId === 'readiness',
    );
    expect(facts.health).toBe(readiness?.path);
  });
});

test('what AsyncAPI says of the bus is what the bus does', () => {
  expect(topicPartitions).toBe(defaultPartitions);
  for (const { id } of components.filter(({ contract }) => contract.events !== undefined)) {
    expect(loadAsyncApi(id).defaultContentType).toBe(eventContentType);
  }
});

interface Scheme {
  flows?: Record<string, { scopes?: Record<string, string> }>;
}

function hasConsumers({ id }: ComponentFacts): boolean {
  const wiring = join(root, 'services', id, 'src');
  return ['app.ts', 'workers.ts', 'wiring.ts', 'events/consumers.ts'].some((file) => {
    const path = join(wiring, file);
    return existsSync(path) && /\bsubscribe\(/.test(readFileSync(path, 'utf8'));
  });
}
