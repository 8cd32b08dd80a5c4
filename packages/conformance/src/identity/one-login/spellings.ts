import assert from 'node:assert/strict';
import { send } from '../../http.ts';
import type { Case } from '../../suite.ts';
import { begin, type OneLoginSubject } from './subject.ts';

const spellings = ['authorize/', 'authorize//', '/authorize', '%61uthorize', 'Authorize'];

/** What a request may not be had by. */
export const spellingCases: readonly Case<OneLoginSubject>[] = spellings.map((spelling) => ({
  section: 'authorize',
  name: `a level that the client may not ask for is not to be had at /${spelling} either`,
  async run(subject) {
    const { start } = begin(subject, { vtr: '["Cl.Cm.P3"]' });
    const address = start.replace(`${subject.issuer}authorize`, `${subject.issuer}${spelling}`);
    assert.notEqual(address, start);
    const { status, headers } = await send(address);
    const location = headers.get('location');
    if (location === null) {
      assert.ok(status >= 400, `status ${status}`);
      return;
    }
    const { searchParams } = new URL(location, subject.issuer);
    assert.equal(searchParams.get('error_description'), 'Request vtr is not permitted');
  },
}));
