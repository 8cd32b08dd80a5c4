import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { handOn, seconds } from './hand.ts';
import type { GateSubject } from './plan.ts';

const aDepartment = () => `gate-${crypto.randomUUID().slice(0, 8)}`;

/**
 * What holds of an implementation that is handed over for all departments at once. Whatever was handed to it would be all that it has, and an order would be heeded by one that serves: so nobody signs
 * either for a gate, which looks at what is refused. That both sides of a swap hold the same, the registry compares in each swap.
 */
export const wholeHandoverCases: readonly Case<GateSubject>[] = [
  {
    section: 'hand-over',
    name: 'no department is handed over by itself, whoever asks',
    async run(subject) {
      const hand = await handOn(subject, aDepartment());
      const { status } = await hand.call('', await hand.token('control'));
      assert.equal(status, 403, `how it stands for a department is answered ${status}`);
      const order = await hand.order('follower', 1);
      assert.equal(order.status, 403, `an order for a department is answered ${order.status}`);
      const snapshot = await hand.call('/snapshot', await hand.token('pull'));
      assert.equal(snapshot.status, 403, `a department's snapshot is answered ${snapshot.status}`);
    },
  },
  {
    section: 'hand-over',
    name: 'a token that is missing, forged, expired, for something else or of a department opens nothing of all of them',
    async run(subject) {
      const [all, hand] = [await handOn(subject, '*'), await handOn(subject, aDepartment())];
      const good = await hand.token('control');
      const forged = `${good.slice(0, -8)}${good.endsWith('AAAAAAAA') ? 'BBBBBBBB' : 'AAAAAAAA'}`;
      const over = { exp: seconds() - 120 };
      const wrong: [string, string | undefined, string][] = [
        ['no token', undefined, ''],
        ['a forged one', forged, ''],
        ['one of a department', good, ''],
        ['an expired one', await hand.token('control', over), ''],
        ['one for another implementation', await hand.token('control', { aud: ['somebody-else'] }), ''],
        ['a pull token of a department', await hand.token('pull'), '/snapshot'],
        ['a control token for pulling', good, '/feed?after=0'],
      ];
      for (const [what, token, path] of wrong) {
        const { status } = await all.call(path, token);
        assert.ok([401, 403].includes(status), `${what} is answered ${status}`);
      }
    },
  },
];
