import { until } from '@ashlar/testkit';
import type { JSONWebKeySet } from 'jose';
import type { Routing, Swap } from '../src/domain/entities.ts';
import type { Gate } from '../src/domain/ports.ts';
import {
  type Answer,
  aDepartment,
  anImplementation,
  bind,
  fresh,
  gatewayKey,
  made,
  type Registry,
} from './fixtures.ts';
import { type Side, startSide } from './hand-over-side.ts';

/** Two implementations of a component and a department that the first one serves. */
export interface World {
  readonly component: string;
  readonly department: string;
  readonly old: Side;
  readonly next: Side;
  readonly oldId: string;
  readonly nextId: string;
  /** Ends the implementations. */
  end(): Promise<void>;
}

/** Lets every implementation take over. */
export const openGate: Gate = { isAttested: async () => true, isCompatible: async () => true };

type Calls = Pick<Registry, 'call'>;

/** Makes one; `whole`: of identity, which is swapped for all departments at once; `pinned: false` lets the default serve the department, `keyed: false` registers the old one without its key. */
export async function makeWorld(
  registry: Calls,
  { pinned = true, keyed = true, whole = false } = {},
): Promise<World> {
  const jwks = async () =>
    (await registry.call('GET', '/ashlar/v1/keys', { token: null })).json as unknown as JSONWebKeySet;
  const [old, next] = await Promise.all([startSide(jwks), startSide(jwks)]);
  const component = whole ? 'identity' : fresh('things');
  old.component = component;
  next.component = component;
  const register = (side: Side, key = {}) =>
    anImplementation(registry, component, { base_url: side.url, ...key });
  const oldId = await register(old, keyed ? { key: old.key } : {});
  const nextId = await register(next, { key: next.key });
  const department = whole ? '*' : await aDepartment(registry);
  await made(registry, 'entry-points', {
    name: fresh('URL'),
    component,
    department,
    prefix: `/${whole ? component : department}`,
  });
  const bound = await bind(registry, { component, department: pinned ? department : '*' }, oldId, 0);
  if (bound.status !== 200) throw new Error(`binding answers ${bound.text}`);
  for (let count = 1; count <= 20; count += 1) old.write(`thing-${count}`, 'as it was');
  const end = async () => {
    await Promise.all([old.die(), next.die()]);
  };
  return { component, department, old, next, oldId, nextId, end };
}

/** Asks for a swap to the second implementation; `changes` of the body. */
export function ask(
  registry: Calls,
  { component, department, next, nextId }: World,
  changes: object = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const body = {
    component,
    department,
    implementation_id: nextId,
    expected_epoch: 1,
    key_thumbprint: next.thumbprint,
    ...changes,
  };
  return registry.call('POST', '/ashlar/v1/swaps', { body, headers });
}

/** Starts one; throws unless it is 201. */
export async function start(registry: Calls, world: World): Promise<Swap> {
  const answer = await ask(registry, world);
  if (answer.status !== 201) throw new Error(`The swap is ${answer.status} ${answer.text}`);
  return answer.json as unknown as Swap;
}

/** Reads a swap. */
export async function read(registry: Calls, id: string): Promise<Swap> {
  return (await registry.call('GET', `/ashlar/v1/swaps/${id}`)).json as unknown as Swap;
}

/** Waits until a swap has ended. */
export function ended(registry: Calls, id: string, timeoutMs = 20_000): Promise<Swap> {
  return until(
    async () => {
      const swap = await read(registry, id);
      if (swap.ended_at !== undefined) return swap;
      throw new Error(
        JSON.stringify({
          state: swap.state,
          outcome: swap.outcome,
          steps: swap.steps.filter(({ state }) => state === 'running'),
        }),
      );
    },
    { what: 'the swap to end', timeoutMs },
  );
}

/** What gateways are told of the department. */
export async function routed(registry: Calls, { department }: World) {
  const headers = { 'ashlar-gateway': gatewayKey };
  const { json } = await registry.call('GET', '/ashlar/v1/routing', { token: null, headers });
  const row = (json as unknown as Routing).entry_points.find((one) => one.department === department);
  if (!row?.grant) throw new Error('The department is not routed');
  const grant = JSON.parse(Buffer.from(row.grant.split('.')[1] ?? '', 'base64url').toString());
  return { ...row, claims: grant as { epoch: number; implementation: string; department: string } };
}

/** Changes things all the time as a gateway's callers would, and keeps what was accepted. */
export function traffic(registry: Calls, world: World) {
  const accepted: { id: string; value: string }[] = [];
  let going = true;
  const run = async () => {
    for (let count = 0; going; count += 1) {
      const { claims } = await routed(registry, world);
      const side = claims.implementation === world.nextId ? world.next : world.old;
      const write = { id: `live-${count % 7}`, value: `change ${count}` };
      if (side.write(write.id, write.value, claims.epoch)) accepted.push(write);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  };
  const running = run();
  return {
    accepted,
    async stop() {
      going = false;
      await running;
    },
  };
}

/**
 * What must hold of a swap that has ended, whatever happened on the way: one implementation serves, writes at its epoch and has everything that was accepted; the other
 * does not write; gateways hold nothing.
 */
export async function assertWhole(
  registry: Calls,
  world: World,
  swap: Swap,
  accepted: { id: string; value: string }[] = [],
) {
  const row = await routed(registry, world);
  const won = swap.state === 'completed';
  const [serving, other] = won ? [world.next, world.old] : [world.old, world.next];
  const problems: string[] = [];
  const check = (holds: boolean, what: string) => holds || problems.push(what);
  check(swap.state === 'completed' || swap.state === 'aborted', `it is ${swap.state}`);
  check(row.implementation_id === (won ? world.nextId : world.oldId), 'the wrong one is bound');
  check(row.epoch === row.claims.epoch, 'the grant is for another epoch');
  check(row.epoch === (won ? swap.epoch + 1 : swap.epoch), `the epoch is ${row.epoch}`);
  check(row.held === undefined, 'calls are held');
  check(
    serving.role === 'primary' || (!won && serving.role === 'standalone'),
    `the serving one is ${serving.role}`,
  );
  check(other.role !== 'primary', 'both write');
  check(serving.write('after', 'all', row.epoch), 'the serving one does not write');
  check(other.role === 'standalone' || !other.write('after', 'all', row.epoch), 'the other one writes');
  check((swap.outcome ?? '').length > 20, `its outcome is “${swap.outcome}”`);
  const last = new Map(accepted.map(({ id, value }) => [id, value]));
  for (const [id, value] of last) check(serving.things.get(id)?.value === value, `${id} is lost`);
  for (let count = 1; count <= 20; count += 1)
    check(serving.things.has(`thing-${count}`), `thing-${count} is lost`);
  if (problems.length > 0) throw new Error(`${problems.join('; ')}: ${JSON.stringify(swap)}`);
}
