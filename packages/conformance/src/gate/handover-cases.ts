import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { type Answer, send } from '../http.ts';
import type { Case } from '../suite.ts';
import { type Counterpart, startCounterpart } from './counterpart.ts';
import { caughtUp, digestOf, type Hand, handOn, seconds } from './hand.ts';
import {
  assertFenced,
  assertHolds,
  assertRecords,
  idsOf,
  schemasOf,
  withoutStrange,
} from './handover-checks.ts';
import type { GateSubject, Item, MadeUpDepartment, MutatingCall } from './plan.ts';

/** How many write while the department is frozen. */
const WRITERS = 50;
/** How long a follower is listened to. */
const MUTE_MS = 1500;

/** A made-up department that the candidate follows from the gate. */
interface Adopted {
  readonly hand: Hand;
  readonly made: MadeUpDepartment;
  readonly counterpart: Counterpart;
  /** Where the gate's log of it ends. */
  readonly position: number;
}

/** A thing of a kind that no contract knows. */
const strange = (department: string, position = 0): Item => ({
  entity: 'gate_keepsake',
  id: `keepsake-of-${department}`,
  sequence: 3,
  position,
  record: { words: 'kept as it is', nested: { list: [1, 'two', null], 'odd key': true } },
});

/** What holds of an implementation that takes a department over and hands it on. The gate is the registry, and its counterpart. */
export const handoverCases: readonly Case<GateSubject>[] = [
  handover(
    'it takes a department over, with what it does not know, and hands the same on',
    async ({ hand, made }, subject) => {
      assert.ok((await hand.state()).role === 'follower');
      await hand.turn('primary', 2);
      const items = await hand.snapshot();
      assertHolds(items, [...made.items, strange(hand.department)]);
      assertRecords(items, subject);
      assert.deepEqual(withoutStrange(await hand.digest()), digestOf(items, schemasOf(subject)));
    },
  ),
  handover(
    'of the feed it takes what is newer, and what is gone; what is older changes nothing',
    async ({ hand, made, counterpart, position }) => {
      const { changed } = made;
      counterpart.change(hand.department, { ...changed, position: position + 1 });
      const stale = made.items.find(
        ({ entity, id }) => entity === changed.entity && id === changed.id,
      ) as Item;
      counterpart.change(hand.department, { ...stale, position: position + 2 });
      counterpart.change(hand.department, {
        ...strange(hand.department, position + 3),
        sequence: 4,
        record: null,
      });
      await caughtUp(hand, position + 3);
      await hand.turn('primary', 2);
      const items = await hand.snapshot();
      assertHolds(items, [changed]);
      assert.ok(
        items.every(({ entity, record }) => entity !== 'gate_keepsake' || record === null),
        'what is gone is still handed on',
      );
    },
  ),
  handover(
    'a follower writes nothing for the department, and says so with 421',
    async ({ hand, made }, subject) => {
      const before = withoutStrange(await hand.digest());
      assertFenced(await write(subject, made.create()), hand.department, 'follower');
      assert.deepEqual(withoutStrange(await hand.digest()), before, 'the refused call changed something');
    },
  ),
  handover(
    'a follower tells nobody anything; what its predecessor had still to tell goes out once it is primary',
    async ({ hand, made, counterpart, position }, { profile }) => {
      const untold = made.untold?.(counterpart.receiver(hand.department)) ?? [];
      untold.forEach((item, n) => {
        counterpart.change(hand.department, { ...item, position: position + 1 + n });
      });
      await caughtUp(hand, position + untold.length);
      // Long enough for whoever looks every second.
      await setTimeout(MUTE_MS);
      assert.equal(counterpart.told(hand.department), 0, 'the follower told somebody');
      if (profile === 'core' || untold.length === 0) return;
      await hand.turn('primary', 2);
      for (const deadline = Date.now() + 10_000; Date.now() < deadline; await setTimeout(50))
        if (counterpart.told(hand.department) > 0) return;
      assert.fail('as primary it did not tell what was still to be told');
    },
  ),
  handover(
    'as primary it writes for the department, and its log goes on after the predecessor’s',
    async ({ hand, made, position }, subject) => {
      await hand.turn('primary', 2);
      const call = made.create();
      const answer = await write(subject, call);
      assert.ok(
        answer.status < 300,
        `the department’s own key is answered ${answer.status}: ${answer.text.slice(0, 200)}`,
      );
      const entity = call.entity(answer);
      const { path, ask } = made.read(entity);
      assert.equal((await send(`${subject.baseUrl}${path}`, ask)).status, 200);
      const { position: barrier } = await hand.turn('frozen', 2);
      assert.ok(barrier > position, `after a write its log stands at ${barrier}, not after ${position}`);
      assert.ok(
        (await hand.snapshot()).some((item) => item.entity === made.creates && item.id === entity),
        'what it wrote is not handed on',
      );
    },
  ),
  handover(
    'frozen it serves reads and writes nothing, and says so with 421',
    async ({ hand, made }, subject) => {
      await hand.turn('primary', 2);
      const call = made.create();
      const entity = call.entity(await write(subject, call));
      const { position } = await hand.turn('frozen', 2);
      const before = withoutStrange(await hand.digest());
      assertFenced(await write(subject, made.create()), hand.department, 'frozen');
      const { path, ask } = made.read(entity);
      assert.equal(
        (await send(`${subject.baseUrl}${path}`, ask)).status,
        200,
        'a frozen department cannot be read',
      );
      assert.deepEqual(withoutStrange(await hand.digest()), before, 'the refused call changed something');
      assert.equal((await hand.state()).position, position, 'its log moved while it was frozen');
      await hand.turn('primary', 2);
      assert.ok(
        (await write(subject, made.create())).status < 300,
        'turned back to primary it does not write',
      );
    },
  ),
  handover(
    `frozen in the middle of ${WRITERS} writers, it has exactly what it accepted`,
    async ({ hand, made }, subject) => {
      await hand.turn('primary', 2);
      const had = idsOf(await hand.snapshot(), made);
      const accepted: string[] = [];
      const odd: number[] = [];
      let stop = false;
      const writer = async () => {
        while (!stop) {
          const call = made.create();
          const answer = await write(subject, call);
          if (answer.status < 300) accepted.push(call.entity(answer));
          else if (answer.status === 421) return;
          else if (answer.status !== 503 && answer.status !== 429) odd.push(answer.status);
        }
      };
      const writers = Array.from({ length: WRITERS }, writer);
      for (const deadline = Date.now() + 5000; accepted.length < WRITERS && Date.now() < deadline; )
        await setTimeout(5);
      const { position: barrier } = await hand.turn('frozen', 2);
      await setTimeout(100);
      stop = true;
      await Promise.all(writers);
      assert.deepEqual(odd, [], 'writers were told something else');
      const items = await hand.snapshot();
      const has = idsOf(items, made).filter((id) => !had.includes(id));
      assert.deepEqual(has.sort(), [...accepted].sort(), 'what it has is not what it accepted');
      assert.equal(
        (await hand.state()).position,
        barrier,
        'the barrier was answered before the log was complete',
      );
      const beyond = items.filter(({ position }) => position > barrier);
      assert.deepEqual(
        beyond.map(({ id }) => id),
        [],
        'it has changes beyond the barrier',
      );
    },
  ),
  handover(
    'a token that is missing, forged, expired, for something else or of another department opens nothing',
    async ({ hand }) => {
      const good = await hand.token('control');
      const forged = `${good.slice(0, -8)}${good.endsWith('AAAAAAAA') ? 'BBBBBBBB' : 'AAAAAAAA'}`;
      const wrong: [string, string | undefined, string][] = [
        ['no token', undefined, ''],
        ['a forged one', forged, ''],
        ['an expired one', await hand.token('control', { exp: seconds() - 120 }), ''],
        ['one for another implementation', await hand.token('control', { aud: ['somebody-else'] }), ''],
        ['one of another department', await hand.token('control', { department: 'gate-elsewhere' }), ''],
        ['one of another component', await hand.token('control', { component: 'elsewhere' }), ''],
        ['a pull token for control', await hand.token('pull'), ''],
        ['a control token for pulling', good, '/snapshot'],
        ['an expired pull token', await hand.token('pull', { exp: seconds() - 120 }), '/feed?after=0'],
      ];
      for (const [what, token, path] of wrong) {
        const { status } = await hand.call(path, token);
        assert.ok([401, 403].includes(status), `${what} is answered ${status}`);
      }
    },
  ),
  handover(
    'an order that is stale, of an older epoch, expired or for somebody else changes nothing; the same again is answered alike',
    async ({ hand }) => {
      const first = await hand.order('primary', 2, { number: 10 });
      assert.equal(first.status, 200, first.text);
      const again = await hand.order('primary', 2, { number: 10 });
      assert.deepEqual([again.status, (again.json as { role?: string }).role], [200, 'primary']);
      const wrong: [string, Answer, number[], string?][] = [
        ['a lower number', await hand.order('frozen', 2, { number: 9 }), [409], 'stale_order'],
        ['a lower epoch', await hand.order('frozen', 1, { number: 11 }), [409], 'wrong_epoch'],
        [
          'an expired order',
          await hand.order('frozen', 2, { number: 12, exp: seconds() - 120 }),
          [401, 403, 409],
        ],
        [
          'an order for another implementation',
          await hand.order('frozen', 2, { number: 13, implementation: 'somebody-else' }),
          [401, 403, 409],
        ],
        [
          'an order of another department',
          await hand.order('frozen', 2, { number: 14, department: 'gate-elsewhere' }),
          [401, 403, 409],
        ],
      ];
      for (const [what, { status, json }, statuses, code] of wrong) {
        assert.ok(statuses.includes(status), `${what} is answered ${status}`);
        if (code) assert.equal((json as { code?: string }).code, code);
      }
      assert.equal((await hand.state()).role, 'primary', 'one of them changed the role');
    },
  ),
];

function handover(
  name: string,
  check: (adopted: Adopted, subject: GateSubject) => Promise<void>,
): Case<GateSubject> {
  return {
    section: 'hand-over',
    name,
    async run(subject) {
      const make = subject.plan.made;
      assert.ok(make, 'there is no made-up department of this component');
      const counterpart = await startCounterpart();
      try {
        await check(await adopt(subject, counterpart, make), subject);
      } finally {
        await counterpart.close();
      }
    },
  };
}

/** Has the candidate follow a new department from the gate, until it is level. */
async function adopt(
  subject: GateSubject,
  counterpart: Counterpart,
  make: NonNullable<GateSubject['plan']['made']>,
): Promise<Adopted> {
  const hand = await handOn(subject, `gate-${crypto.randomUUID().slice(0, 8)}`);
  const made = make(hand.department);
  const position = Math.max(...made.items.map((item) => item.position), 0) + 1;
  counterpart.hold(hand.department, [...made.items, strange(hand.department)], position);
  await hand.turn('follower', 1);
  const answer = await hand.follow(counterpart.url);
  assert.equal(answer.status, 200, `follow answers ${answer.status}: ${answer.text.slice(0, 300)}`);
  await caughtUp(hand, position);
  return { hand, made, counterpart, position };
}

function write(subject: GateSubject, { path, ask }: MutatingCall): Promise<Answer> {
  return send(`${subject.baseUrl}${path}`, ask);
}
