import { until } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Swap } from '../src/domain/entities.ts';
import { forward, type StepName } from '../src/domain/swap.ts';
import { tokens } from '../src/wiring.ts';
import { type Registry, startRegistry } from './fixtures.ts';
import type { Fault, Side } from './hand-over-side.ts';
import {
  ask,
  assertWhole,
  ended,
  makeWorld,
  read,
  routed,
  start,
  traffic,
  type World,
} from './swap-world.ts';

let registry: Registry;
/** Stands in the way of a step. */
let atStep: (step: StepName, when: 'before' | 'after') => Promise<void> | void = () => {};
let attested = true;
let compatible = true;

beforeAll(async () => {
  registry = await startRegistry(
    (wiring) => {
      wiring.value(tokens.atStep, async (step, when) => atStep(step, when));
      wiring.value(tokens.gate, { isAttested: async () => attested, isCompatible: async () => compatible });
    },
    {
      SWAP_HOLD_MS: '3000',
      SWAP_CALL_MS: '1000',
      SWAP_PATIENCE_MS: '2000',
      SWAP_LEASE_MS: '5000',
      SWAP_STALL_MS: '3000',
      SWAP_COMPARE_MS: '500',
      SWAP_DIGEST_MS: '1000',
      SWAP_STANDBY_MS: '1000',
    },
  );
});

afterAll(() => registry.end());

afterEach(() => {
  atStep = () => {};
  attested = true;
  compatible = true;
});

const abort = (id: string) => registry.call('POST', `/ashlar/v1/swaps/${id}/abort`);

/** A swap under traffic whose sides have faults; it ends and is whole. */
async function played(
  faults: { old?: Fault[]; next?: Fault[] },
  meanwhile: (world: World, swap: Swap) => Promise<void> = async () => {},
): Promise<Swap> {
  const world = await makeWorld(registry);
  const live = traffic(registry, world);
  world.old.faults = faults.old ?? [];
  world.next.faults = faults.next ?? [];
  const swap = await start(registry, world);
  await meanwhile(world, swap);
  const done = await ended(registry, swap.id, 30_000);
  await live.stop();
  for (const side of [world.old, world.next]) {
    side.faults = [];
    await side.revive();
  }
  await assertWhole(registry, world, done, live.accepted);
  await world.end();
  return done;
}

/** The same as a list of what happened to which step. */
const failedAt = ({ steps }: Swap) => steps.find(({ state }) => state === 'failed')?.name;
const dead = (side: Side) => until(() => side.calls.length > 0 && !side.isUp(), { what: 'the side to die' });

describe('the new implementation', () => {
  test.each([
    ['describe', 'check'],
    ['role follower', 'enlist_candidate'],
    ['follow', 'seed'],
    ['digest', 'compare'],
  ])('refuses %s: the swap aborts at %s', async (on, step) => {
    const done = await played({ next: [{ on, how: 409, code: 'no_way' }] });
    expect([done.state, failedAt(done)]).toEqual(['aborted', step]);
    expect(done.outcome).toMatch(
      /answered 409 \(no_way: As planned\)\. here-\d+ serves department-\d+ as before\.$/,
    );
  });

  test.each([
    ['describe', 'check'],
    ['role follower', 'enlist_candidate'],
    ['follow', 'seed'],
    ['state', 'seed'],
    ['digest', 'compare'],
  ])('hangs at %s: the swap aborts at %s', async (on, step) => {
    const done = await played({ next: [{ on, how: 'hang' }] });
    expect([done.state, failedAt(done)]).toEqual(['aborted', step]);
    expect(done.outcome).toMatch(/did not answer in time\. here-\d+ serves/);
  });

  test.each(
    ['describe', 'role follower', 'follow', 'state', 'digest'].flatMap((on) => [
      [on, 'die' as const],
      [on, 'die-after' as const],
    ]),
  )('at %s does %s and stays away: the swap aborts', async (on, how) => {
    const done = await played({ next: [{ on, how: how as 'die' }] });
    expect(done.state).toBe('aborted');
    expect(done.outcome).toMatch(/(could not be reached|did not answer in time)\. here-\d+ serves/);
  });

  test.each(['die', 'die-after', 'hang', 'hang-after'] as const)(
    'does %s when it has got the department: it gets it once it is back',
    async (how) => {
      const done = await played({ next: [{ on: 'role primary', how, times: 1 }] }, async (world, { id }) => {
        await until(() => world.next.calls.includes('role primary'), { what: 'the commit' });
        if (how.startsWith('die')) {
          await dead(world.next);
          await until(async () => (await read(registry, id)).outcome, { what: 'an explanation' });
          expect((await read(registry, id)).outcome).toMatch(/could not be reached|did not answer/);
          expect((await abort(id)).json.code).toBe('committed');
          await world.next.revive();
        }
      });
      expect([done.state, done.new_epoch]).toEqual(['completed', 2]);
    },
  );

  test('comes back in time: the swap goes on', async () => {
    const done = await played({ next: [{ on: 'follow', how: 'die-after', times: 1 }] }, async (world) => {
      await dead(world.next);
      await world.next.revive();
    });
    expect(done.state).toBe('completed');
  });

  test('takes nothing over: the swap aborts', async () => {
    const done = await played({ next: [{ on: 'pull', how: 'hang' }] });
    expect([failedAt(done), done.outcome]).toEqual(['seed', expect.stringMatching(/did not come on/)]);
  });

  test('says another contract, another component or another key than it should', async () => {
    const world = await makeWorld(registry);
    world.next.component = 'others';
    const done = await ended(registry, (await start(registry, world)).id);
    expect(done.outcome).toMatch(/says that it is others/);
    await assertWhole(registry, world, done);
    world.next.component = world.component;
    await registry.call('PATCH', `/ashlar/v1/implementations/${world.nextId}`, {
      body: { contract_hash: 'b'.repeat(64) },
    });
    expect((await ended(registry, (await start(registry, world)).id)).outcome).toMatch(/another contract/);
    const { key_thumbprint: _, ...registered } = (
      await registry.call('GET', `/ashlar/v1/implementations/${world.oldId}`)
    ).json;
    await registry.call('PATCH', `/ashlar/v1/implementations/${world.nextId}`, {
      body: { key: registered.key, contract_hash: 'a'.repeat(64) },
    });
    const answer = await ask(registry, world, { key_thumbprint: world.old.thumbprint });
    expect((await ended(registry, String(answer.json.id))).outcome).toMatch(/not the one that was confirmed/);
    await world.end();
  });
});

describe('the old implementation', () => {
  test.each([
    ['describe', 'check'],
    ['role primary', 'enlist_old'],
    ['digest', 'compare'],
  ])('dies at %s and comes back later: the swap aborts at %s', async (on, step) => {
    const done = await played({ old: [{ on, how: 'die', times: 1 }] }, async (world, { id }) => {
      await dead(world.old);
      await until(async () => (await read(registry, id)).state.startsWith('abort'), { what: 'the abort' });
      await world.old.revive();
    });
    expect([done.state, failedAt(done)]).toEqual(['aborted', step]);
  });

  test.each(['die', 'die-after', 'hang', 'hang-after'] as const)(
    'does %s when it is to stop writing: it writes again before the swap has aborted',
    async (how) => {
      const done = await played(
        { old: [{ on: 'role frozen', how, ...(how.startsWith('die') && { times: 1 }) }] },
        async (world, { id }) => {
          if (!how.startsWith('die')) return;
          await dead(world.old);
          await until(async () => (await read(registry, id)).state === 'aborting', { what: 'the abort' });
          expect((await read(registry, id)).ended_at).toBeUndefined();
          await world.old.revive();
        },
      );
      expect([done.state, failedAt(done)]).toEqual(['aborted', 'freeze']);
    },
  );

  test('is slow to stamp its log: the same order is given again', async () => {
    const fault = { on: 'role frozen', how: 503, code: 'log_not_stamped' };
    const done = await played({ old: [{ ...fault, times: 3 }] });
    expect(done.state).toBe('completed');
    const never = await played({ old: [fault] });
    expect([never.state, never.outcome]).toEqual([
      'aborted',
      expect.stringMatching(/^Calls had been held for 3000 ms.*log_not_stamped/),
    ]);
  });

  test.each(['die', 'die-after', 'hang'] as const)(
    'does %s when it is to follow: the swap completes, and it is told on',
    async (how) => {
      const done = await played({ old: [{ on: 'role follower', how, times: 3 }] }, async () => {});
      expect([done.state, done.standby]).toEqual(['completed', 'wanted']);
    },
  );

  test('follows once it is back', async () => {
    const world = await makeWorld(registry);
    world.old.faults = [{ on: 'role follower', how: 'die', times: 1 }];
    const { id } = await start(registry, world);
    expect((await ended(registry, id)).standby).toBe('wanted');
    await world.old.revive();
    await registry.pool.query('update swap set standby_due = now() where id = $1', [id]);
    await until(async () => (await read(registry, id)).standby === 'following', { what: 'the standby' });
    expect([world.old.role, world.old.epoch, world.old.following()?.source]).toEqual([
      'follower',
      2,
      world.next.url,
    ]);
    await world.end();
  });
});

test('both die while calls are held, and come back: the old one serves', async () => {
  const faults = { old: [{ on: 'role frozen', how: 'die-after' as const, times: 1 }] };
  const done = await played(faults, async (world, { id }) => {
    await dead(world.old);
    await world.next.die();
    await until(async () => (await read(registry, id)).state === 'aborting', { what: 'the abort' });
    await world.old.revive();
    await world.next.revive();
  });
  expect(done.state).toBe('aborted');
});

describe('what the two hold differs', () => {
  test('while traffic flows', async () => {
    const world = await makeWorld(registry);
    world.next.things.set('thing-99', { sequence: 1, value: 'never was', position: 1 });
    const done = await ended(registry, (await start(registry, world)).id);
    expect([failedAt(done), done.outcome]).toEqual([
      'compare',
      expect.stringMatching(/they differ in thing\./),
    ]);
    await assertWhole(registry, world, done);
    await world.end();
  });

  test('while calls are held', async () => {
    const world = await makeWorld(registry);
    atStep = (step, when) => {
      if (step !== 'compare_again' || when !== 'before') return;
      const thing = world.next.things.get('thing-3');
      if (thing) world.next.things.set('thing-3', { ...thing, value: 'bent', position: 99 });
    };
    const done = await ended(registry, (await start(registry, world)).id);
    expect([done.state, failedAt(done)]).toEqual(['aborted', 'compare_again']);
    await assertWhole(registry, world, done);
    await world.end();
  });

  test('changes at every comparison: each part is found the same at some time, and calls need not wait for it', async () => {
    const world = await makeWorld(registry);
    let written = 0;
    world.old.onDigest = () => {
      if (world.old.role === 'primary') world.old.write(`thing-${1 + (written++ % 20)}`, `change ${written}`);
    };
    const done = await ended(registry, (await start(registry, world)).id);
    expect(done.state).toBe('completed');
    expect(written).toBeGreaterThan(0);
    expect(done.steps.find(({ name }) => name === 'compare')?.detail).toMatch(
      /^The same (up to|at) position/,
    );
    await assertWhole(registry, world, done);
    await world.end();
  });

  test('never stands still: everything is compared while calls are held', async () => {
    const world = await makeWorld(registry);
    atStep = async (step, when) => {
      if (when !== 'before') return;
      if (step === 'hold') world.next.faults = [];
      if (step !== 'compare' || world.next.faults.length > 0) return;
      world.next.faults = [{ on: 'pull', how: 'hang' }];
      await until(() => !world.next.isPulling(), { what: 'the last pull to end' });
      world.old.write('thing-1', 'another');
    };
    const done = await ended(registry, (await start(registry, world)).id);
    expect(done.state).toBe('completed');
    expect(done.steps.find(({ name }) => name === 'compare')?.detail).toMatch(
      /everything is compared while calls are held/,
    );
    await assertWhole(registry, world, done);
    await world.end();
  });
});

test('calls are held no longer than they may be', async () => {
  const world = await makeWorld(registry);
  let held: unknown;
  atStep = async (step, when) => {
    if (step === 'freeze' && when === 'before') {
      world.next.faults = [{ on: 'pull', how: 'hang' }];
      await until(() => !world.next.isPulling(), { what: 'the last pull to end' });
      world.old.write('thing-1', 'not taken over', 1);
      held = (await routed(registry, world)).held;
    }
  };
  const done = await ended(registry, (await start(registry, world)).id);
  expect(held).toEqual({ until: expect.any(String) });
  expect([done.state, failedAt(done)]).toEqual(['aborted', 'catch_up']);
  expect(done.outcome).toMatch(
    /^Calls had been held for 3000 ms, which is as long as they may\. .* has not applied everything yet\./,
  );
  world.next.faults = [];
  await assertWhole(registry, world, done);
  await world.end();
});

describe('an operator wants it aborted', () => {
  test.each(forward.slice(0, forward.indexOf('commit') + 1))('at %s: it is', async (at) => {
    const world = await makeWorld(registry);
    let id = '';
    let asked = false;
    atStep = async (step, when) => {
      if (step !== at || when !== 'after' || asked) return;
      asked = true;
      // The commit has been stored already when its step ends.
      const answer = await abort(id || (await latest(world)));
      expect(at === 'commit' ? answer.json.code : answer.status).toBe(at === 'commit' ? 'committed' : 200);
    };
    ({ id } = await start(registry, world));
    const done = await ended(registry, id);
    expect(done.state).toBe(at === 'commit' ? 'completed' : 'aborted');
    await assertWhole(registry, world, done);
    await world.end();
  });

  const latest = async ({ department }: World) => {
    const { json } = await registry.call('GET', `/ashlar/v1/swaps?department=${department}`);
    return (json.swaps as Swap[])[0]?.id ?? '';
  };
});

test('what the gate says counts when the swap is asked for, and again when it begins', async () => {
  const world = await makeWorld(registry);
  attested = false;
  expect((await ask(registry, world)).json.code).toBe('not_attested');
  attested = true;
  compatible = false;
  expect((await ask(registry, world)).json.code).toBe('not_compatible');
  compatible = true;
  atStep = () => {
    attested = false;
  };
  const done = await ended(registry, (await start(registry, world)).id);
  expect(done.outcome).toMatch(/has not passed the conformance gate lately/);
  await assertWhole(registry, world, done);
  await world.end();
});

test('numbers go on above those that an implementation has seen, also where the registry was set back', async () => {
  const world = await makeWorld(registry);
  world.old.order = 40;
  const done = await ended(registry, (await start(registry, world)).id);
  expect(done.state).toBe('completed');
  expect(Math.min(...world.old.orders.map(({ number }) => number))).toBeGreaterThan(40);
  await assertWhole(registry, world, done);
  await world.end();
});
