import { createEventValidator, createSchemaValidator, loadContract } from '@ashlar/contracts';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Swap } from '../src/domain/entities.ts';
import { forward } from '../src/domain/swap.ts';
import { tokens } from '../src/wiring.ts';
import { aDepartment, anImplementation, bind, type Registry, startRegistry } from './fixtures.ts';
import {
  ask,
  assertWhole,
  ended,
  makeWorld,
  openGate,
  read,
  routed,
  start,
  traffic,
  type World,
} from './swap-world.ts';

const contract = createSchemaValidator(loadContract('registry').document);
let registry: Registry;

beforeAll(async () => {
  // The gate has tests of its own.
  registry = await startRegistry((wiring) => wiring.value(tokens.gate, openGate));
});

afterAll(() => registry.end());

async function withWorld(work: (world: World) => Promise<void>, options = {}): Promise<void> {
  const world = await makeWorld(registry, options);
  try {
    await work(world);
  } finally {
    await world.end();
  }
}

const post = (path: string, ask_: Parameters<Registry['call']>[2] = {}) =>
  registry.call('POST', `/ashlar/v1/swaps/${path}`, { body: undefined, ...ask_ });

describe('a component that is swapped for all departments at once', () => {
  test('is swapped as *, and for no department', () =>
    withWorld(
      async (world) => {
        const live = traffic(registry, world);
        const alone = await ask(registry, { ...world, department: await aDepartment(registry) });
        expect([alone.status, alone.json.code]).toEqual([422, 'wrong_unit']);
        const begun = await start(registry, world);
        expect(contract.response('startSwap', 201, begun)).toEqual([]);
        const done = await ended(registry, begun.id);
        expect([done.state, done.outcome]).toEqual([
          'completed',
          expect.stringContaining('serves all departments from epoch 2 on'),
        ]);
        await until(() => live.accepted.length > 20, { what: 'traffic at the new one' });
        const back = await post(`${begun.id}/rollback`);
        expect((await ended(registry, String(back.json.id))).state).toBe('completed');
        await live.stop();
        expect((await routed(registry, world)).implementation_id).toBe(world.oldId);
      },
      { whole: true },
    ));
});

describe('a swap under traffic', () => {
  test('completes, loses nothing, and is swapped back', () =>
    withWorld(async (world) => {
      const live = traffic(registry, world);
      const begun = await start(registry, world);
      expect(contract.response('startSwap', 201, begun)).toEqual([]);
      expect(begun.steps.map(({ name }) => name)).toEqual([...forward]);
      const done = await ended(registry, begun.id);
      expect(contract.response('getSwap', 200, done)).toEqual([]);
      expect([done.state, done.outcome]).toEqual([
        'completed',
        expect.stringMatching(/from epoch 2 on.*can be swapped back/),
      ]);
      expect(done.steps.every(({ state }) => state === 'done')).toBe(true);
      expect(done).toMatchObject({ new_epoch: 2, standby: 'following', kind: 'swap' });
      expect(done.barrier?.held_ms).toBeLessThan(2000);
      await until(() => live.accepted.length > 40, { what: 'traffic at the new one' });

      const back = await post(`${begun.id}/rollback`);
      expect([back.status, back.json.kind]).toEqual([201, 'rollback']);
      const undone = await ended(registry, String(back.json.id));
      expect([undone.state, undone.new_epoch]).toEqual(['completed', 3]);
      await live.stop();
      const row = await routed(registry, world);
      expect([row.implementation_id, row.epoch]).toEqual([world.oldId, 3]);
      expect(world.old.role).toBe('primary');
      expect(world.next.role).toBe('follower');
      const last = new Map(live.accepted.map(({ id, value }) => [id, value]));
      for (const [id, value] of last) expect(world.old.things.get(id)?.value).toBe(value);
      await until(async () => (await read(registry, begun.id)).standby === 'ended', {
        what: 'the standby of the first to end',
      });
      const took = Date.parse(String(undone.ended_at)) - Date.parse(undone.created_at);
      expect(took).toBeLessThan(5000);
    }));

  test('gives orders whose numbers rise, and every step is audited and told', () =>
    withWorld(async (world) => {
      const swap = await ended(registry, (await start(registry, world)).id);
      const numbers = [...world.old.orders, ...world.next.orders].map(({ number }) => number);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(world.old.orders.map(({ role, epoch }) => [role, epoch])).toEqual([
        ['primary', 1],
        ['frozen', 1],
        ['follower', 2],
      ]);
      expect(world.next.orders.map(({ role, epoch }) => [role, epoch])).toEqual([
        ['follower', 1],
        ['primary', 2],
      ]);
      const token = await registry.token(world.department, 'registry:changes');
      const events = await until(
        async () => {
          const { json } = await registry.call('GET', '/ashlar/v1/changes?limit=500', { token });
          const all = json.events as { type: string; subject: string; sequence: number }[];
          return all.some(({ type }) => type === 'registry.swap.completed.v1') ? all : undefined;
        },
        { what: 'the events of the swap' },
      );
      expect(events.flatMap(createEventValidator('registry'))).toEqual([]);
      const own = events.filter(({ subject }) => subject === swap.id);
      expect(own.map(({ sequence }) => sequence)).toEqual(own.map((_, at) => at + 1));
      expect(own).toHaveLength(forward.length + 1);
      const audit = await registry.call('GET', '/ashlar/v1/audit?limit=100', {
        token: await registry.token(world.department),
      });
      const entries = (audit.json.entries as { resource: string; action: string }[]).filter(
        ({ resource }) => resource === `swaps/${swap.id}`,
      );
      expect(entries).toHaveLength(own.length);
      expect(entries[0]?.action).toBe('swap.completed');
    }));

  test('of a department that the default serves gives it a binding of its own first', () =>
    withWorld(
      async (world) => {
        const swap = await start(registry, world);
        expect(swap.epoch).toBe(2);
        const done = await ended(registry, swap.id);
        await assertWhole(registry, world, done);
        const { claims } = await routed(registry, world);
        expect(claims).toMatchObject({ department: world.department, epoch: 3 });
        const byDefault = await registry.call('GET', `/ashlar/v1/bindings/${world.component}/*`);
        expect(byDefault.json).toMatchObject({ implementation_id: world.oldId, epoch: 1 });
      },
      { pinned: false },
    ));
});

describe('what is refused', () => {
  test('says why, and changes nothing', () =>
    withWorld(async (world) => {
      const cases: [object, number, string][] = [
        [{ expected_epoch: 2 }, 409, 'epoch_conflict'],
        [
          { implementation_id: world.oldId, key_thumbprint: world.old.thumbprint },
          422,
          'same_implementation',
        ],
        [{ key_thumbprint: world.old.thumbprint }, 422, 'key_not_confirmed'],
        [{ implementation_id: await anImplementation(registry, 'other') }, 422, 'invalid'],
        [{ department: await aDepartment(registry), component: 'nothing' }, 422, 'invalid'],
        [{ department: '*' }, 422, 'wrong_unit'],
      ];
      for (const [changes, status, code] of cases) {
        const answer = await ask(registry, world, changes);
        expect([changes, answer.status, answer.json.code]).toEqual([changes, status, code]);
      }
      const foreign = await registry.token(await aDepartment(registry));
      const { component, department, nextId: implementation_id, next } = world;
      const body = {
        component,
        department,
        implementation_id,
        expected_epoch: 1,
        key_thumbprint: next.thumbprint,
      };
      expect((await registry.call('POST', '/ashlar/v1/swaps', { body, token: foreign })).status).toBe(403);
      expect((await registry.call('GET', `/ashlar/v1/swaps?department=${department}`)).json.swaps).toEqual(
        [],
      );
      expect((await routed(registry, world)).epoch).toBe(1);
    }));

  test('of operators who start at once, one does; nothing else changes the binding meanwhile, nor takes an implementation away', () =>
    withWorld(async (world) => {
      world.next.faults = [{ on: 'pull', how: 'hang' }];
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ask(registry, world)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
      for (const { status, json } of answers) if (status === 409) expect(json.code).toBe('swap_in_progress');
      const swap = answers.find(({ status }) => status === 201)?.json as unknown as Swap;
      const name = { component: world.component, department: world.department };
      expect((await bind(registry, name, world.nextId, 1)).json.code).toBe('swap_in_progress');
      const unbound = await registry.call(
        'DELETE',
        `/ashlar/v1/bindings/${world.component}/${world.department}?expected_epoch=1`,
      );
      expect(unbound.json.code).toBe('swap_in_progress');
      const removed = await registry.call('DELETE', `/ashlar/v1/implementations/${world.nextId}`);
      expect(removed.json.referred_by).toEqual([{ kind: 'swap', resource: `swaps/${swap.id}` }]);
      expect((await post(`${swap.id}/finish`)).json.code).toBe('unfinished');
      await until(() => world.next.calls.includes('follow'), { what: 'the seeding to begin' });

      const aborting = await post(`${swap.id}/abort`);
      expect([aborting.status, contract.response('abortSwap', 200, aborting.json)]).toEqual([200, []]);
      const done = await ended(registry, swap.id);
      expect(done.outcome).toBe(
        `test-client wanted it aborted. ${swap.from.name} serves ${world.department} as before.`,
      );
      expect(world.next.calls).toContain('unfollow');
      expect((await post(`${swap.id}/abort`)).status).toBe(200);
      await assertWhole(registry, world, done);
      expect((await bind(registry, name, world.nextId, 1)).json.code).toBe('fenced');
      expect((await post(`${swap.id}/rollback`)).json.code).toBe('no_standby');
    }));

  test('a key replays what it began, also after that has ended', () =>
    withWorld(async (world) => {
      const headers = { 'idempotency-key': world.department };
      const [one, other] = await Promise.all([
        ask(registry, world, {}, headers),
        ask(registry, world, {}, headers),
      ]);
      expect(one.json.id).toBe(other.json.id);
      const done = await ended(registry, String(one.json.id));
      const again = await ask(registry, world, {}, headers);
      expect([again.status, again.headers['idempotent-replayed'], again.json.id]).toEqual([
        201,
        'true',
        done.id,
      ]);
      expect((await ask(registry, world, { expected_epoch: 2 }, headers)).json.code).toBe(
        'idempotency_key_reused',
      );
      expect((await post(`${done.id}/abort`)).json.code).toBe('ended');
      const key = { headers: { 'idempotency-key': `back-${world.department}` } };
      const back = await post(`${done.id}/rollback`, key);
      expect((await post(`${done.id}/rollback`, key)).json.id).toBe(back.json.id);
      await ended(registry, String(back.json.id));
      expect((await post(`${done.id}/rollback`, key)).json.id).toBe(back.json.id);
      expect((await post(`${done.id}/rollback`)).json.code).toBe('no_standby');
    }));
});

test('a swap is watched live: each change once, from the revision that the watcher has', () =>
  withWorld(async (world) => {
    const root = registry.app.server.listening
      ? `http://127.0.0.1:${(registry.app.server.address() as { port: number }).port}`
      : await registry.app.listen({ host: '127.0.0.1', port: 0 });
    const headers = {
      authorization: `Bearer ${await registry.token(world.department)}`,
      accept: 'text/event-stream',
    };
    const watch = async (id: string, more = {}) => {
      const answer = await fetch(`${root}/ashlar/v1/swaps/${id}`, { headers: { ...headers, ...more } });
      expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
      return [...(await answer.text()).matchAll(/id: (\d+)\nevent: swap\ndata: (.*)\n\n/g)].map(
        ([, id_, data]) => ({
          id: Number(id_),
          swap: JSON.parse(data ?? '') as Swap,
        }),
      );
    };
    const { id } = await start(registry, world);
    const events = await watch(id);
    expect(events.at(-1)?.swap.state).toBe('completed');
    for (const { id: revision, swap } of events) {
      expect(swap.revision).toBe(revision);
      expect(contract.response('getSwap', 200, swap)).toEqual([]);
    }
    const ids = events.map((event) => event.id);
    expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
    const last = ids.at(-1) ?? 0;
    expect((await watch(id, { 'last-event-id': String(last - 1) })).map((event) => event.id)).toEqual([last]);
    expect((await watch(id, { 'last-event-id': '999999' })).map((event) => event.id)).toEqual([last]);
  }));

test('a standby that need not follow any longer is told so, and cannot be swapped back to', () =>
  withWorld(async (world) => {
    const { id } = await ended(registry, (await start(registry, world)).id);
    expect((await post(`${id}/finish`)).json.standby).toBe('ending');
    await until(async () => (await read(registry, id)).standby === 'ended', { what: 'the standby to end' });
    expect(world.old.following()).toBeNull();
    expect((await post(`${id}/finish`)).json.standby).toBe('ended');
    expect((await post(`${id}/rollback`)).json.code).toBe('no_standby');
  }));

test('an old one without a registered key is not said to be one to swap back to, and follows once its key is registered', () =>
  withWorld(
    async (world) => {
      const done = await ended(registry, (await start(registry, world)).id);
      expect([done.state, done.standby]).toEqual(['completed', 'wanted']);
      expect(done.outcome).toContain('was registered without a key and did not follow');
      expect(done.outcome).not.toContain('can be swapped back');
      expect(world.old.calls).not.toContain('follow');
      expect((await post(`${done.id}/rollback`)).json.code).toBe('no_standby');

      const body = { key: world.old.key };
      await registry.call('PATCH', `/ashlar/v1/implementations/${world.oldId}`, { body });
      await until(async () => (await read(registry, done.id)).standby === 'following', {
        what: 'the old one to follow',
      });
      const { old, next } = world;
      expect(next.write('late', 'after the key', 2)).toBe(true);
      const back = await ended(registry, String((await post(`${done.id}/rollback`)).json.id));
      expect([back.state, old.things.get('late')?.value]).toEqual(['completed', 'after the key']);
    },
    { keyed: false },
  ));

test('a standby that was kept from following goes on from where both held the same, not from a snapshot', () =>
  withWorld(async (world) => {
    const first = await ended(registry, (await start(registry, world)).id);
    world.old.forgetFollow();
    world.old.followedFrom.length = 0;
    const back = await ended(registry, String((await post(`${first.id}/rollback`)).json.id));
    expect([back.state, world.old.followedFrom]).toEqual(['completed', [first.barrier?.position]]);
  }));

test('a standby with much that changed since its barrier is compared while traffic flows', () =>
  withWorld(async (world) => {
    const first = await ended(registry, (await start(registry, world)).id);
    for (let count = 0; count < 3000; count += 1) world.next.write(`many-${count}`, 'as it is', 2);
    const live = traffic(registry, world);
    world.next.faults = [{ on: 'role frozen', how: 500 }];
    const tried = await ended(registry, String((await post(`${first.id}/rollback`)).json.id));
    world.next.faults = [];
    const back = await ended(registry, String((await post(`${first.id}/rollback`)).json.id));
    await live.stop();
    const said = ({ steps }: Swap) => steps.find(({ name }) => name === 'compare')?.detail ?? '';
    expect([tried.state, said(tried)]).toEqual([
      'aborted',
      expect.stringMatching(/^The same (up to|at) position/),
    ]);
    expect([back.state, said(back)]).toEqual([
      'completed',
      expect.stringMatching(/^(Few things changed|The same)/),
    ]);
    expect(Number(/position (\d+)/.exec(said(back))?.[1])).toBeGreaterThan(3000);
  }));

test('a swap to a standby that aborts leaves it a standby', () =>
  withWorld(async (world) => {
    const first = await ended(registry, (await start(registry, world)).id);
    world.old.faults = [{ on: 'digest', how: 500 }];
    const { old, oldId } = world;
    const again = await ask(registry, world, {
      ...{ implementation_id: oldId, key_thumbprint: old.thumbprint, expected_epoch: 2 },
    });
    expect((await ended(registry, String(again.json.id))).state).toBe('aborted');
    old.faults = [];
    expect([old.calls.includes('unfollow'), old.following()?.phase]).toEqual([false, 'feed']);
    const back = await ended(registry, String((await post(`${first.id}/rollback`)).json.id));
    expect(back.state).toBe('completed');
  }));

test('a standby that follows for a later swap is not let go with an earlier one', () =>
  withWorld(async (world) => {
    const first = await ended(registry, (await start(registry, world)).id);
    await ended(registry, String((await post(`${first.id}/rollback`)).json.id));
    const again = await ask(registry, world, { expected_epoch: 3 });
    expect((await ended(registry, String(again.json.id))).standby).toBe('following');
    // As where nobody had come to it before.
    await registry.pool.query(`update swap set standby = 'ending', standby_due = now() where id = $1`, [
      first.id,
    ]);
    await until(async () => (await read(registry, first.id)).standby === 'ended', { what: 'it to be over' });
    expect(world.old.calls).not.toContain('unfollow');
    expect(world.old.following()).not.toBeNull();
  }));

test('a standby that follows gets a new token in good time', () =>
  withWorld(async (world) => {
    const { id } = await ended(registry, (await start(registry, world)).id);
    const follows = () => world.old.calls.filter((call) => call === 'follow').length;
    const before = follows();
    await registry.pool.query(`update swap set standby_due = now() where id = $1`, [id]);
    await until(() => follows() > before, { what: 'the token to be renewed' });
    expect((await read(registry, id)).standby).toBe('following');
  }));

test('a department sees its own swaps, newest first', () =>
  withWorld(async (world) => {
    const first = await ended(registry, (await start(registry, world)).id);
    const back = await ended(registry, String((await post(`${first.id}/rollback`)).json.id));
    const token = await registry.token(world.department);
    const list = async (query: string) =>
      (await registry.call('GET', `/ashlar/v1/swaps?${query}`, { token })).json;
    const page = await list('limit=1');
    expect(contract.response('listSwaps', 200, page)).toEqual([]);
    const rest = await list(`limit=1&cursor=${page.next_cursor}`);
    expect([...(page.swaps as Swap[]), ...(rest.swaps as Swap[])].map(({ id }) => id)).toEqual([
      back.id,
      first.id,
    ]);
    const foreign = await registry.token(await aDepartment(registry));
    expect((await registry.call('GET', `/ashlar/v1/swaps/${first.id}`, { token: foreign })).status).toBe(404);
    expect((await post(`${first.id}/abort`, { token: foreign })).status).toBe(404);
  }));
