import { readFileSync } from 'node:fs';
import { paymentsSuite } from '@ashlar/conformance';
import { expect, test } from '@jest/globals';

const README = new URL('../../packages/conformance/README.md', import.meta.url);
const cases = paymentsSuite.map(({ section, name }) => `${section}: ${name}`);
/** What a row says instead of cases when it has none. */
const NONE = /^not (offered|told from outside): \S/;

/** The rows of the table of payments: the promise, and what it names as its cases. */
function readRows(): { promise: string; names: string[] }[] {
  const [, table = ''] =
    /<!-- coverage: payments -->([\s\S]*)<!-- \/coverage -->/.exec(readFileSync(README, 'utf8')) ?? [];
  return [...table.matchAll(/^\| ([\d.]+|beside) \| (.+) \| (.+) \|$/gm)].map(
    ([, part, promise, names = '']) => ({
      promise: `${part} ${promise}`,
      names: names.split('<br>'),
    }),
  );
}

const isNamed = (one: string, by: string) =>
  by.endsWith('…') ? one.startsWith(by.slice(0, -1)) : one === by;

test('each row of the table names cases that are there, or says why there are none', () => {
  const rows = readRows();
  expect(rows.length).toBeGreaterThan(50);
  const lost = rows.flatMap(({ promise, names }) =>
    names
      .filter((name) => !NONE.test(name) && !cases.some((one) => isNamed(one, name)))
      .map((name) => `${promise}: ${name}`),
  );
  expect(lost).toEqual([]);
});

test('each case is in a row of the table', () => {
  const names = readRows().flatMap((row) => row.names);
  expect(cases.filter((one) => !names.some((name) => isNamed(one, name)))).toEqual([]);
});

test('no two cases have one name', () => {
  expect(cases.filter((one, n) => cases.indexOf(one) !== n)).toEqual([]);
});
