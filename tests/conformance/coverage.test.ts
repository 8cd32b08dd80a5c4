import { readFileSync } from 'node:fs';
import { contentSuite, identitySuite, oneLoginSuite, paymentsSuite } from '@ashlar/conformance';
import { describe, expect, test } from '@jest/globals';

const README = readFileSync(new URL('../../packages/conformance/README.md', import.meta.url), 'utf8');
/** What a row says instead of cases when it has none. */
const NONE = /^not (offered|told from outside): \S/;

/** The rows of a table: the promise, and what it names as its cases. */
function readRows(table: string): { promise: string; names: string[] }[] {
  const start = README.indexOf(`<!-- coverage: ${table} -->`);
  const rows = README.slice(start, README.indexOf('<!-- /coverage -->', start));
  return [...rows.matchAll(/^\| ([\d.]+(?: \(\d+\))?|beside) \| (.+) \| (.+) \|$/gm)].map(
    ([, part, promise, names = '']) => ({
      promise: `${part} ${promise}`,
      names: names.split('<br>'),
    }),
  );
}

const isNamed = (one: string, by: string) =>
  by.endsWith('…') ? one.startsWith(by.slice(0, -1)) : one === by;

describe.each([
  ['payments', paymentsSuite, 50],
  ['identity', identitySuite, 20],
  ['one-login', oneLoginSuite, 30],
  ['content', contentSuite, 25],
] as const)('the table of %s', (table, suite, least) => {
  const cases = suite.map(({ section, name }) => `${section}: ${name}`);

  test('names in each row cases that are there, or says why there are none', () => {
    const rows = readRows(table);
    expect(rows.length).toBeGreaterThan(least);
    const lost = rows.flatMap(({ promise, names }) =>
      names
        .filter((name) => !NONE.test(name) && !cases.some((one) => isNamed(one, name)))
        .map((name) => `${promise}: ${name}`),
    );
    expect(lost).toEqual([]);
  });

  test('has each case in a row', () => {
    const names = readRows(table).flatMap((row) => row.names);
    expect(cases.filter((one) => !names.some((name) => isNamed(one, name)))).toEqual([]);
  });

  test('has no two cases of one name', () => {
    expect(cases.filter((one, n) => cases.indexOf(one) !== n)).toEqual([]);
  });
});
