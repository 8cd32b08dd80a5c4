import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { isObject } from '../refs.ts';
import type { HandoverEntity, HandoverSchemas } from '../types.ts';

/**
 * Reads `handover/<component>.yaml`: the records that a component hands to its successor.
 * @param label how messages name the file
 * @throws {Error} naming the file and what is wrong: another component, no entities, a profile that there is not, a schema that is none.
 */
export function readHandoverSource(path: string, component: string, label: string): HandoverSchemas {
  // Records have the same kinds of members over and over; the files are our own.
  const source: unknown = parse(readFileSync(path, 'utf8'), { merge: true, maxAliasCount: -1 });
  const fail = (message: string) => new Error(`${label}: ${message}`);
  if (!isObject(source) || !isObject(source.entities)) throw fail('component and entities are needed');
  if (source.component !== component) throw fail(`component must be ${component}`);
  const entities = Object.entries(source.entities).map(([name, entity]): [string, HandoverEntity] => {
    if (!/^[a-z][a-z0-9_]*$/.test(name)) throw fail(`${name} must be snake_case`);
    if (!isObject(entity) || !isObject(entity.schema)) throw fail(`${name} needs a schema`);
    if (entity.profile !== 'core' && entity.profile !== 'full') {
      throw fail(`the profile of ${name} must be core or full`);
    }
    try {
      compile(entity.schema);
    } catch (error) {
      throw fail(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    const { profile, summary, digest, schema } = entity;
    return [name, { profile, summary: String(summary ?? ''), digest: digest !== false, schema }];
  });
  if (source.whole !== undefined && source.whole !== true) throw fail('whole is true or left out');
  const whole = source.whole === true ? { whole: true as const } : {};
  return { component, ...whole, entities: Object.fromEntries(entities) };
}

/** Strict: a misspelt keyword would otherwise check nothing. */
function compile(schema: Record<string, unknown>): void {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    keywords: ['example', 'x-digest'],
  });
  addFormats.default(ajv);
  ajv.compile(schema);
}
