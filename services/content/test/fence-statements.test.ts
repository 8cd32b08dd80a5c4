import { pastTheFence, statementsOfSource, writing } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';

/** Statements that write without asking the fence, and why they may: none of it is a department's. */
const unfenced: Readonly<Record<string, string>> = {
  'empty-department': 'of the test profile, which is in no platform',
  'number-editions': 'of the test profile, which is in no platform',
  'replica-apply': 'of a replica, in a database of its own',
  'replica-end-snapshot': 'of a replica, in a database of its own',
  'replica-empty': 'of a replica, in a database of its own',
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
  expect(known).toEqual(
    expect.arrayContaining([
      'store-change',
      'reserve-path',
      'release-path',
      'put-publish-intent',
      'delete-publish-intent',
      'insert-token',
      'revoke-preview-link',
    ]),
  );
  const free = pastTheFence(statements).map(({ name }) => name);
  expect(free.sort()).toEqual(Object.keys(unfenced).sort());
});
