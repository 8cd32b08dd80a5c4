import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import type { ComponentFacts } from '../types.ts';

/**
 * Reads `component.yaml` of every folder in `services`, by name. A folder without one is passed over.
 * @throws {Error} naming the file and what is missing, misspelt or of another form
 */
export function readComponents(services: string): ComponentFacts[] {
  const check = new Ajv2020({ allErrors: true }).compile<ComponentFacts>(form);
  return readdirSync(services)
    .sort()
    .filter((folder) => existsSync(join(services, folder, 'component.yaml')))
    .map((folder) => {
      const facts: unknown = parse(readFileSync(join(services, folder, 'component.yaml'), 'utf8'));
      const file = `services/${folder}/component.yaml`;
      if (!check(facts))
        throw new Error(`${file}: ${new Ajv2020().errorsText(check.errors, { dataVar: '' })}`);
      if (facts.id !== folder) throw new Error(`${file}: id must be ${folder}`);
      return facts;
    });
}

const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text };

const form = {
  type: 'object',
  required: ['id', 'summary', 'contract', 'topics', 'scopes', 'data', 'health'],
  additionalProperties: false,
  properties: {
    id: text,
    summary: text,
    standard: text,
    contract: {
      type: 'object',
      additionalProperties: false,
      properties: { compat: text, ashlar: text, events: text },
    },
    topics: {
      type: 'object',
      required: ['produces', 'consumes'],
      additionalProperties: false,
      properties: { produces: texts, consumes: texts },
    },
    scopes: { type: 'object', additionalProperties: text },
    data: {
      type: 'array',
      items: {
        type: 'object',
        required: ['kind'],
        additionalProperties: false,
        properties: { kind: text, personal: text, kept: text },
      },
    },
    health: text,
  },
};
