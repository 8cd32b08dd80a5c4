import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { isObject, resolveRefs } from '../refs.ts';
import type { EventCatalogue, EventType } from '../types.ts';
import { sampleOf } from './sample.ts';

/**
 * Reads `events/<component>.yaml`: the facts a component publishes. References to the file's own `schemas` are resolved, and each type
 * gets an example that its schema accepts.
 * @param label how messages name the file
 * @throws {Error} naming the file and what is wrong: a field missing, a name out of the pattern, a schema that is none, no
 * example where only a person can give one.
 */
export function readEventSource(path: string, component: string, label: string): EventCatalogue {
  const source: unknown = parse(readFileSync(path, 'utf8'), { merge: true });
  const fail = (message: string) => new Error(`${label}: ${message}`);
  if (!isObject(source) || !isObject(source.types)) throw fail('component, topic and types are needed');
  if (source.component !== component) throw fail(`component must be ${component}`);
  const topic = `ashlar.${component}.v1`;
  if (source.topic !== topic) throw fail(`topic must be ${topic}`);

  const types = Object.entries(source.types).map(([type, entry]): EventType => {
    if (!new RegExp(`^${component}(\\.[a-z][a-z0-9_]*){2}\\.v[1-9][0-9]*$`).test(type)) {
      throw fail(`${type} must be named ${component}.<entity>.<past tense>.v1`);
    }
    if (!isObject(entry) || typeof entry.summary !== 'string' || !isObject(entry.data)) {
      throw fail(`${type} needs a summary and data`);
    }
    try {
      const schema = resolveRefs(entry.data, source) as Record<string, unknown>;
      const example = makeExample(schema, entry.example);
      return { type, summary: entry.summary, schemaId: `urn:ashlar:event:${type}`, schema, example };
    } catch (error) {
      throw fail(`${type}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  return { component, topic, types };
}

/** An example of the data that the schema accepts; `given` (from the source) is laid over what the schema itself suggests. */
function makeExample(schema: Record<string, unknown>, given: unknown): unknown {
  // Strict here, unlike when validating: a misspelt keyword in an event schema would otherwise check nothing.
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, keywords: ['example'] });
  addFormats.default(ajv);
  const check = ajv.compile(schema);
  const example = sampleOf(schema, given);
  if (!check(example))
    throw new Error(`its example is not valid: ${ajv.errorsText(check.errors, { dataVar: 'data' })}`);
  return example;
}
