import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { lintContracts } from '../contract-lint.ts';

const real = fileURLToPath(new URL('../../openapi', import.meta.url));
let base: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'contract-lint-'));
  cpSync(join(real, 'ashlar/common.yaml'), join(base, 'openapi/ashlar/common.yaml'));
});
afterEach(() => rmSync(base, { recursive: true }));

describe('the contract lint', () => {
  test('has no finding in the committed contracts', async () => {
    expect(await lintContracts(real)).toEqual([]);
  });

  test('has no finding in a contract that keeps the house rules', async () => {
    expect(await lintWith(sound)).toEqual([]);
  });

  test.each([
    ['an operation without an id', 'operationId: createThing', 'operationid: createThing', /operationId/],
    ['an operation without a summary', 'summary: Create a thing', 'description: Makes it', /summary/],
    ['a path that is not kebab-case', '/ashlar/v1/things', '/ashlar/v1/someThings', /house\/path/],
    ['a writing path outside /ashlar/v1', '/ashlar/v1/things', '/things', /house\/path/],
    ['a form outside /ashlar/v1 that is of no page', 'x-page: true', 'deprecated: true', /house\/path/],
    ['a page that leads nowhere', "'303'", "'304'", /a success must be declared \(house\/success\)/],
    ['a field that is not snake_case', 'made_at:', 'madeAt:', /madeAt must be snake_case \(house\/names\)/],
    ['a query parameter that is not snake_case', 'dry_run', 'dryRun', /dryRun must be snake_case/],
    [
      'an error that is no problem document',
      'content: { application/problem+json:',
      'content: { application/json:',
      /409 must be application\/problem\+json/,
    ],
    ['security without 403', "'403'", "'404'", /403 must be declared/],
    ['security that is not stated', 'security: [{ oauth: [things:admin] }]', 'deprecated: true', /security/],
    ['oauth without scopes', '[things:admin]', '[]', /oauth must name the scopes/],
    [
      'a POST without an idempotency key',
      "$ref: './common.yaml#/components/parameters/IdempotencyKey'",
      '{ name: Other-Key, in: header, description: Not it., schema: { type: string } }',
      /Idempotency-Key/,
    ],
    ['a request that may be wrong without its 400', "'400':", "'410':", /400 must be declared/],
    [
      'a time without its format',
      'format: date-time',
      'format: date',
      /made_at must have the format date-time/,
    ],
    [
      'a scope that is not declared',
      '[things:admin]',
      '[things:delete]',
      /things:delete.*scope is not defined/,
    ],
    ['a reference to nothing', "schemas/Thing' }", "schemas/Nothing' }", /resolve/],
  ])('finds %s', async (_name, good, bad, finding) => {
    expect(sound).toContain(good);
    expect((await lintWith(sound.replace(good, bad))).join('\n')).toMatch(finding);
  });

  test('says the file and the line', async () => {
    const bad = sound.replace('made_at:', 'madeAt:');
    const line = bad.split('\n').findIndex((text) => text.includes('madeAt:')) + 1;
    expect(await lintWith(bad)).toContainEqual(
      expect.stringMatching(`^openapi/ashlar/things.yaml:${line}: madeAt`),
    );
  });

  test('names both files when two contradict each other', async () => {
    const again = sound.replace(/^ {2}\/ashlar.*$/m, '  /ashlar/v1/other-things:');
    mkdirSync(join(base, 'openapi/compat'));
    writeFileSync(join(base, 'openapi/compat/things.yaml'), again.replaceAll('./common', '../ashlar/common'));
    expect((await lintWith(sound)).join()).toMatch(
      'operationId createThing stands in both openapi/compat/things.yaml and openapi/ashlar/things.yaml',
    );
  });

  test('leaves the style of an existing standard alone, but not its validity', async () => {
    const compat = readFileSync(join(real, 'compat/payments.yaml'), 'utf8');
    cpSync(join(real, 'compat'), join(base, 'openapi/compat'), { recursive: true });
    expect(await lintContracts(join(base, 'openapi'))).toEqual([]);
    writeFileSync(join(base, 'openapi/compat/payments.yaml'), compat.replace('responses:', 'replies:'));
    expect((await lintContracts(join(base, 'openapi'))).join('\n')).toMatch(/replies.*\(struct\)/);
  });
});

async function lintWith(contract: string): Promise<string[]> {
  writeFileSync(join(base, 'openapi/ashlar/things.yaml'), contract);
  return lintContracts(join(base, 'openapi'));
}

const sound = `openapi: 3.1.0
info: { title: Things, version: 1.0.0, license: { name: MIT, identifier: MIT } }
servers: [{ url: / }]
tags: [{ name: things, description: All about things. }]
paths:
  /ashlar/v1/things:
    post:
      operationId: createThing
      tags: [things]
      summary: Create a thing
      security: [{ oauth: [things:admin] }]
      parameters:
        - $ref: './common.yaml#/components/parameters/IdempotencyKey'
        - { name: dry_run, in: query, description: Only try., schema: { type: boolean } }
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }
      responses:
        '201': { description: Made. }
        '400': { $ref: './common.yaml#/components/responses/BadRequest' }
        '401': { $ref: './common.yaml#/components/responses/Unauthorised' }
        '403': { $ref: './common.yaml#/components/responses/Forbidden' }
        '409': { $ref: '#/components/responses/Plain' }
  /things/order:
    post:
      operationId: orderThing
      x-page: true
      tags: [things]
      summary: Order a thing
      security: []
      requestBody:
        content: { application/x-www-form-urlencoded: { schema: { type: object } } }
      responses:
        '303': { description: The way on. }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows: { clientCredentials: { tokenUrl: /oauth2/token, scopes: { 'things:admin': Everything. } } }
  responses:
    Plain:
      description: Not now.
      content: { application/problem+json: { schema: { $ref: './common.yaml#/components/schemas/Problem' } } }
  schemas:
    Thing:
      type: object
      properties:
        made_at: { type: string, format: date-time }
`;
