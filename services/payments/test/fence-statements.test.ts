import { pastTheFence, statementsOfSource, statementsOfText, writing } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';

/** Statements that write without asking the fence, and why they may. */
const unfenced: Readonly<Record<string, string>> = {
  'skip-webhook-cursor': 'where this process stands in its own log',
  'count-next-payments': 'a count that is kept from the log, of whatever is in it',
  'prune-provider-notifications': 'ids that are past their time; they are not handed over',
};

const folders = ['store', 'providers', 'events', 'usecases'].map(
  (folder) => new URL(`../src/${folder}/`, import.meta.url),
);
const shared = [new URL('../../../packages/component/src/creation.ts', import.meta.url)];

test('every statement that writes heeds the fence in the same statement', async () => {
  const statements = await statementsOfSource(folders, shared);
  const names = statements.map(({ name }) => name);
  expect(statements.filter(({ name }, at) => names.indexOf(name) !== at)).toEqual([]);
  const known = writing(statements).map(({ name }) => name);
  // So that a scan that sees nothing does not pass.
  expect(known.length).toBeGreaterThan(60);
  expect(known).toEqual(
    expect.arrayContaining([
      'insert-payment',
      'move-payment',
      'lease-stuck',
      'sandbox-cancel',
      'lease-webhook-messages',
    ]),
  );
  const free = pastTheFence(statements).map(({ name }) => name);
  expect(free.sort()).toEqual(Object.keys(unfenced).sort());
});

test('the scan sees a statement that writes past the fence', () => {
  const text = 'const late = `update payment set status = $1`; const bad = { name: "bad", text: late };';
  expect(pastTheFence(statementsOfText(text)).map(({ name }) => name)).toEqual(['bad']);
});
