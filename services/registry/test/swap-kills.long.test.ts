import { freePort, spawnService, until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { backward, forward, type StepName } from '../src/domain/swap.ts';
import { tokens } from '../src/wiring.ts';
import { type Ground, makeGround, type Registry, startRegistry } from './fixtures.ts';
import { assertWhole, ended, makeWorld, openGate, read, start } from './swap-world.ts';

let ground: Ground;
/** Whoever stands in for the registry at the moment. */
let current: Registry['call'];
const registry: Pick<Registry, 'call'> = { call: (...ask) => current(...ask) };

beforeAll(async () => {
  ground = await makeGround();
});

afterAll(() => ground.drop());

/** Calls a registry in a process of its own. */
function callerOf(root: string): Registry['call'] {
  return async (method, path, { token, body, headers } = {}) => {
    const claims = { audience: 'registry', scope: 'registry:admin', department: '*' };
    const bearer = token === undefined ? await ground.issuer.mint(claims) : token;
    const answer = await fetch(`${root}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = text.startsWith('{') ? JSON.parse(text) : {};
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text, json };
  };
}

test.each<StepName>([...forward, ...backward])(
  'a registry that is killed when %s is done and not yet stored: another one takes the swap up',
  async (step) => {
    const port = await freePort();
    const root = `http://127.0.0.1:${port}`;
    const env = { ...ground.env, PORT: String(port), PAUSE_AT: `${step} after`, SWAP_LEASE_MS: '600' };
    const entry = 'test/paused-registry.ts';
    const first = await spawnService({
      folder: 'services/registry',
      entry,
      env,
      readyUrl: `${root}/health/ready`,
    });
    current = callerOf(root);
    const world = await makeWorld(registry);
    const aborts = (backward as readonly string[]).includes(step);
    if (aborts) world.old.faults = [{ on: 'role frozen', how: 409, code: 'no_way' }];
    const { id } = await start(registry, world);
    await until(() => first.output().includes(`PAUSED ${step}`), {
      what: `the pause at ${step}`,
      timeoutMs: 20_000,
    });
    const before = await read(registry, id);
    expect(before.ended_at).toBeUndefined();
    await first.kill('SIGKILL');

    const second = await startRegistry(
      (wiring) => wiring.value(tokens.gate, openGate),
      { SWAP_LEASE_MS: '600', SWAP_PATIENCE_MS: '5000' },
      ground,
    );
    current = second.call;
    const done = await ended(registry, id, 20_000);
    world.old.faults = [];
    await assertWhole(registry, world, done);
    if (aborts) expect(done.state).toBe('aborted');
    if (before.new_epoch !== undefined) expect(done.state).toBe('completed');
    await second.end();
    await world.end();
  },
  60_000,
);
