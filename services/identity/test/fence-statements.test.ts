import { pastTheFence, statementsOfSource, writing } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';

/** Statements that write without asking the fence, and why they may. */
const unfenced: Readonly<Record<string, string>> = {
  'rotate-signing-keys-${table}': 'the part that logs it asks, which is given to it (rotateToldKeys)',
  'insert-audit-entry': 'the audit is this installation’s own: it goes on while another one writes',
  'chain-audit-entries': 'the same',
  'delete-old-audit-entries': 'the same',
  'insert-first-audit-key': 'the same',
  'insert-naming-keys': 'its own keys, at its first start',
  'insert-first-signing-keys-${table}': 'its own keys, at its first start',
};

const folders = ['store', 'providers', 'events', 'usecases', 'engine', 'profiles', 'pages'].map(
  (folder) => new URL(`../src/${folder}/`, import.meta.url),
);
const shared = ['creation', 'signing-keys'].map(
  (file) => new URL(`../../../packages/component/src/${file}.ts`, import.meta.url),
);

test('every statement that writes heeds the fence in the same statement', async () => {
  const statements = await statementsOfSource(folders, shared);
  const names = statements.map(({ name }) => name);
  expect(statements.filter(({ name }, at) => names.indexOf(name) !== at)).toEqual([]);
  const known = writing(statements).map(({ name }) => name);
  // So that a scan that sees nothing does not pass.
  expect(known.length).toBeGreaterThan(40);
  expect(known).toEqual(
    expect.arrayContaining(['upsert-engine-record', 'consume-engine-record', 'take-mails', 'insert-client']),
  );
  // What says who asked: the audit has it from there.
  const logging = statements.filter(({ text }) => text.includes('insert into change_log'));
  const nameless = logging.filter(({ text }) => !text.includes(':origin')).map(({ name }) => name);
  expect(nameless).toEqual(['insert-audit-head']);
  const free = pastTheFence(statements).map(({ name }) => name);
  expect(free.sort()).toEqual(Object.keys(unfenced).sort());
});
