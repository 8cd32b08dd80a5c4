import { pastTheFence, statementsOfSource, writing } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';

/** Statements that write without asking the fence, and why they may: none of it is a department's. */
const unfenced: Readonly<Record<string, string>> = {
  'add-providers': 'the providers of this implementation',
  'change-providers': 'the providers of this implementation',
  'add-provider-errors': 'how the providers of this implementation do',
  'delete-provider-errors': 'how the providers of this implementation do',
  'delete-provider-troubles': 'how the providers of this implementation do',
  'keep-early-receipt': 'what its providers told of messages that are not there',
  'delete-early-receipts': 'what its providers told of messages that are not there',
  'take-watch': 'whose turn it is among its processes',
  'take-slot': 'how much its providers take a second, of all departments together',
  'keep-received-mail': 'the mailbox of a test platform',
  'secure-rewrap': 'keys of its own around those of messages, which stay as they are',
  'insert-first-evidence-key': 'its own key',
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
  expect(known.length).toBeGreaterThan(40);
  expect(known).toEqual(
    expect.arrayContaining(['lease-to-send', 'record-sent', 'lease-callbacks', 'record-secure-move']),
  );
  const free = pastTheFence(statements).map(({ name }) => name);
  expect(free.sort()).toEqual(Object.keys(unfenced).sort());
});
