import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkAgainst, type Exchange } from '@ashlar/conformance';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

let folder: string;
let file: string;

/** A spec as it might be published: one operation, one answer, operations named by sentences. */
const spec = {
  openapi: '3.0.1',
  info: { title: 'Things', version: '1' },
  paths: {
    '/v1/payments': {
      post: {
        operationId: 'Create a thing',
        requestBody: { content: { 'application/json': { schema: { required: ['amount'] } } } },
        responses: {
          201: {
            content: { 'application/json': { schema: { properties: { amount: { type: 'integer' } } } } },
          },
          422: {},
        },
      },
    },
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'published-spec-'));
  file = join(folder, 'spec.json');
  await writeFile(file, JSON.stringify(spec));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const exchange = (method: string, path: string, status: number, json: unknown, body?: unknown): Exchange => ({
  method,
  path,
  body,
  answer: { status, headers: new Headers(), text: JSON.stringify(json), json },
});

test('what is as published is no deviation, and what is not under /v1/ is not looked at', () => {
  const check = checkAgainst(file);
  check.see(exchange('POST', '/v1/payments', 201, { amount: 1 }, { amount: 1 }));
  check.see(exchange('POST', '/v1/payments', 422, { code: 'P0102' }, {}));
  check.see(exchange('GET', '/ashlar/v1/changes', 200, {}));
  expect([...check.verdict().deviations]).toEqual([]);
  expect(check.verdict().seen).toBe(2);
});

test('another body, status, operation or accepted request is a deviation', () => {
  const check = checkAgainst(file);
  check.see(exchange('POST', '/v1/payments', 201, { amount: '1' }, {}));
  check.see(exchange('POST', '/v1/payments', 418, {}));
  check.see(exchange('GET', '/v1/refunds?page=1', 200, {}));
  check.see(exchange('GET', '/v1/refunds?page=2', 200, {}));
  expect([...check.verdict().deviations]).toEqual([
    ["POST /v1/payments request: / must have required property 'amount'", 1],
    ['POST /v1/payments 201: /amount must be integer', 1],
    ['POST /v1/payments 418: the contract has no 418 for POST /v1/payments', 1],
    ['GET /v1/refunds: no such operation', 2],
  ]);
});

test('an exception that a run did not need is told, one that it needed is not', () => {
  const check = checkAgainst(file);
  const before = check.verdict().unneeded;
  check.see(exchange('POST', '/v1/payments', 409, { code: 'P0191' }));
  const { deviations, unneeded } = check.verdict();
  expect([...deviations]).toEqual([]);
  expect(before.filter((exception) => !unneeded.includes(exception))).toHaveLength(1);
});
