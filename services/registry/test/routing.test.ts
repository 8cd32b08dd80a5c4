import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Routing } from '../src/domain/entities.ts';
import {
  type Answer,
  aDepartment,
  anImplementation,
  bind,
  fresh,
  gatewayKey,
  made,
  type Registry,
  startRegistry,
} from './fixtures.ts';

let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry();
});

afterAll(() => registry.end());

const ask = (query = '') =>
  registry.call('GET', `/ashlar/v1/routing${query}`, {
    token: null,
    headers: { 'ashlar-gateway': gatewayKey },
  });
const table = async () => (await ask()).json as unknown as Routing;

describe('a gateway that waits for a newer table', () => {
  test('is answered at the change, and in less than a second', async () => {
    const component = fresh('component');
    const implementation = await anImplementation(registry, component);
    await made(registry, 'entry-points', { name: fresh('URL'), component, department: '*', port: 7200 });
    const { version } = await table();
    const waiting = [ask(`?after=${version}&wait=20`), ask(`?after=${version}&wait=20`)];
    await until(
      () =>
        registry.pool
          .query(`select from pg_stat_activity where application_name = 'registry-routing'`)
          .then(({ rowCount }) => rowCount),
      { what: 'the registry to listen' },
    );
    const began = performance.now();
    await bind(registry, { component, department: '*' }, implementation, 0);
    const answers = await Promise.all(waiting);
    expect(performance.now() - began).toBeLessThan(1000);
    for (const { status, json } of answers) {
      expect(status).toBe(200);
      expect(json.version).toBe(version + 1);
      expect(json.entry_points).toContainEqual(
        expect.objectContaining({ component, port: 7200, upstream: 'http://127.0.0.1:8180', epoch: 1 }),
      );
    }
  });

  test('is told when nothing has changed, and at once when its version is another one', async () => {
    const { version } = await table();
    expect(await ask(`?after=${version}`)).toMatchObject({ status: 204, text: '' });
    expect((await ask(`?after=${version}&wait=1`)).status).toBe(204);
    expect((await ask(`?after=${version + 1000}&wait=20`)).json.version).toBe(version);
  });

  test('is let go when the registry drains', async () => {
    const draining = await startRegistry();
    const waiting = draining.call('GET', '/ashlar/v1/routing?after=0&wait=30', {
      token: null,
      headers: { 'ashlar-gateway': gatewayKey },
    });
    await until(
      () =>
        draining.pool
          .query(
            `select from pg_stat_activity where application_name = 'registry-routing' and datname = current_database()`,
          )
          .then(({ rowCount }) => rowCount),
      { what: 'the wait to begin' },
    );
    draining.app.startDraining();
    expect((await waiting).status).toBe(204);
    await draining.end();
  });
});

test('an implementation that moves takes its entry points with it', async () => {
  const component = fresh('component');
  const implementation = await anImplementation(registry, component);
  await bind(registry, { component, department: '*' }, implementation, 0);
  await made(registry, 'entry-points', {
    name: fresh('URL'),
    component,
    department: '*',
    host: 'moving.example',
  });
  const body = { base_url: 'http://elsewhere:9000', version: '2' };
  await registry.call('PATCH', `/ashlar/v1/implementations/${implementation}`, { body });
  const routed = (await table()).entry_points.find((one) => one.component === component);
  expect(routed).toMatchObject({ upstream: 'http://elsewhere:9000', epoch: 1 });
});

type Move =
  | { kind: 'bind'; component: number; department: number; implementation: number; stale: boolean }
  | { kind: 'unbind'; component: number; department: number }
  | { kind: 'enter'; component: number; department: number }
  | { kind: 'leave'; at: number };

const index = (size: number) => fc.nat(size - 1);
const moves: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('bind' as const),
      component: index(2),
      department: index(3),
      implementation: index(2),
      stale: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('unbind' as const), component: index(2), department: index(3) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('enter' as const), component: index(2), department: index(3) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), at: fc.nat(9) }) },
);

interface Bound {
  implementation: string | undefined;
  epoch: number;
}

test('the table resolves as a simple model says, epochs rise by one, and the version never falls', async () => {
  const departments = ['*', await aDepartment(registry), await aDepartment(registry)];
  let port = 10_000;
  const play = async (steps: readonly Move[]) => {
    const components = [fresh('component'), fresh('component')];
    const implementations = await Promise.all(
      components.map((component) =>
        Promise.all(
          [1, 2].map((at) =>
            anImplementation(registry, component, { base_url: `http://${component}:${at}` }),
          ),
        ),
      ),
    );
    const bound = new Map<string, Bound>();
    const entries: { id: string; component: string; department: string }[] = [];
    let version = (await table()).version;
    for (const step of steps) {
      const answer = await take(step, {
        components,
        departments,
        implementations,
        bound,
        entries,
        port: port++,
      });
      const now = await table();
      expect(now.version - version).toBe(answer.changed ? 1 : 0);
      version = now.version;
      const shown = now.entry_points
        .filter(({ component }) => components.includes(component))
        .map(({ id, implementation_id, epoch }) => ({ id, implementation_id, epoch }));
      expect(shown).toEqual(entries.map((entry) => ({ id: entry.id, ...resolved(entry, bound) })));
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(moves, { minLength: 8, maxLength: 20 }), play), { numRuns: 12 });
}, 120_000);

interface World {
  components: string[];
  departments: string[];
  implementations: string[][];
  bound: Map<string, Bound>;
  entries: { id: string; component: string; department: string }[];
  port: number;
}

/** Makes a move in the registry and in the model, and holds the two answers together. */
async function take(step: Move, world: World): Promise<{ changed: boolean }> {
  if (step.kind === 'leave') return leave(step.at, world);
  const component = world.components[step.component] ?? '';
  const department = world.departments[step.department] ?? '';
  if (step.kind === 'enter') return enter({ component, department }, world);
  const name = `${component}/${department}`;
  const before = world.bound.get(name) ?? { implementation: undefined, epoch: 0 };
  if (step.kind === 'unbind') return unbind({ component, department }, before, world);
  const implementation = world.implementations[step.component]?.[step.implementation] ?? '';
  const answer = await bind(
    registry,
    { component, department },
    implementation,
    before.epoch + (step.stale ? 7 : 0),
  );
  if (step.stale) {
    expect([answer.status, answer.json.epoch]).toEqual([409, before.epoch]);
    return { changed: false };
  }
  const changed = before.implementation !== implementation;
  const epoch = before.epoch + (changed ? 1 : 0);
  expect([answer.status, answer.json.epoch]).toEqual([200, epoch]);
  world.bound.set(name, { implementation, epoch });
  return { changed };
}

async function enter(where: { component: string; department: string }, world: World) {
  const { id } = await made(registry, 'entry-points', { name: fresh('URL'), ...where, port: world.port });
  world.entries.push({ id: String(id), ...where });
  return { changed: true };
}

async function leave(at: number, { entries }: World) {
  const [entry] = entries.splice(at, 1);
  if (entry) await registry.call('DELETE', `/ashlar/v1/entry-points/${entry.id}`);
  return { changed: entry !== undefined };
}

async function unbind(where: { component: string; department: string }, before: Bound, world: World) {
  const name = `${where.component}/${where.department}`;
  const path = `/ashlar/v1/bindings/${name}?expected_epoch=${before.epoch || 1}`;
  const answer: Answer = await registry.call('DELETE', path);
  const without = new Map(world.bound).set(name, { ...before, implementation: undefined });
  const stranded = world.entries.some(
    (entry) =>
      entry.component === where.component &&
      resolved(entry, world.bound).implementation_id !== undefined &&
      resolved(entry, without).implementation_id === undefined,
  );
  const expected = before.implementation === undefined ? 404 : stranded ? 409 : 204;
  expect(answer.status).toBe(expected);
  if (expected === 204) world.bound.set(name, { implementation: undefined, epoch: before.epoch + 1 });
  return { changed: expected === 204 };
}

function resolved(
  { component, department }: { component: string; department: string },
  bound: ReadonlyMap<string, Bound>,
) {
  const candidates = [bound.get(`${component}/${department}`), bound.get(`${component}/*`)];
  const found = candidates.find((one) => one?.implementation !== undefined);
  return { implementation_id: found?.implementation, epoch: found?.epoch };
}
