import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { WrongCall } from '../src/commands/run.ts';
import { swapCommand } from '../src/commands/swap.ts';
import type { Swap } from '../src/commands/swap-words.ts';
import { aSwap, aTerminal, type Reply, type StubRegistry, send, startStub } from './stub-registry.ts';

const thumbprint = 'k'.repeat(43);
const green = {
  id: 'b',
  component: 'payments',
  name: 'green',
  version: '2.0.0',
  base_url: 'http://green.test',
  key_thumbprint: thumbprint,
};
const toGreen = ['start', '--component', 'payments', '--department', 'demo', '--to', 'green'];
const { id } = aSwap();
const at = (second: number) => `2026-11-29T12:00:0${second}.000Z`;
const done = { started_at: at(0), ended_at: at(1), state: 'done' } as const;

let registry: StubRegistry;
beforeEach(async () => {
  registry = await startStub();
  registry.replies.set('GET /implementations', [200, { implementations: [green] }]);
  registry.replies.set('GET /bindings/payments/*', [200, { implementation_id: 'a', epoch: 3 }]);
});
afterEach(() => registry.close());

function call(args: readonly string[], how: Parameters<typeof aTerminal>[1] = {}) {
  const { terminal, said } = aTerminal({ REGISTRY_URL: registry.url, REGISTRY_TOKEN: 't' }, how);
  return { code: swapCommand(args, terminal), said };
}

/** Answers a watcher with these states, one stream after the other. */
function streams(...all: readonly (readonly Swap[])[]): void {
  let next = 0;
  registry.replies.set(`GET /swaps/${id}`, (request, response: ServerResponse) => {
    if (request.headers.accept !== 'text/event-stream') return send(response, [200, all[0]?.[0] ?? {}]);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const swap of all[next] ?? []) {
      response.write(`id: ${swap.revision}\nevent: swap\ndata: ${JSON.stringify(swap)}\n\n`);
    }
    next += 1;
    return response.end();
  });
}

const seeding = aSwap({
  state: 'seeding',
  revision: 2,
  steps: [
    { name: 'check', ...done },
    { name: 'seed', state: 'running', started_at: at(1) },
  ],
  progress: { records: 1200, position: 40, of: 90 },
});
const completed = aSwap({
  state: 'completed',
  revision: 3,
  new_epoch: 4,
  steps: [
    { name: 'check', ...done },
    { name: 'seed', ...done },
  ],
  barrier: { position: 90, held_ms: 84 },
  outcome: 'green answers since epoch 4.',
  standby: 'following',
});
const aborted = aSwap({
  state: 'aborted',
  revision: 3,
  steps: [{ name: 'check', ...done, state: 'failed', detail: 'green is away' }],
  outcome: 'green did not answer; blue goes on.',
});

describe('swap start', () => {
  test('tells the registry what was confirmed, and ends with 0 when the swap has completed', async () => {
    registry.replies.set('POST /swaps', [201, aSwap()]);
    streams([seeding], [seeding, completed]);
    const { code, said } = call([...toGreen, '--thumbprint', thumbprint]);
    expect(await code).toBe(0);
    expect(registry.asked.find((ask) => ask.startsWith('POST'))).toBe(
      `POST /swaps ${JSON.stringify({
        component: 'payments',
        department: 'demo',
        implementation_id: 'b',
        expected_epoch: 3,
        key_thumbprint: thumbprint,
      })}`,
    );
    expect(registry.keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(said()).toBe(`Swap ${id}
Swapping payments for demo: blue → green
▸ check both implementations
✓ check both implementations (1.0 s)
▸ copy what there is, and follow
  1,200 records, position 40 of 90
✓ copy what there is, and follow (1.0 s)
  barrier at position 90; calls were held for 84 ms
completed: green answers since epoch 4.
The old one follows: pnpm ashlar swap rollback goes back to it.
`);
    // The stream that ended early was taken up where it was left.
    expect(registry.lastEventIds.filter(Boolean)).toEqual(['2']);
  });

  test('ends with 1 when it aborted, and says why', async () => {
    registry.replies.set('POST /swaps', [201, aSwap()]);
    streams([aborted]);
    const { code, said } = call([...toGreen, '--thumbprint', thumbprint]);
    expect(await code).toBe(1);
    expect(said()).toContain('✗ check both implementations (1.0 s): green is away');
    expect(said()).toContain('aborted: green did not answer; blue goes on.');
  });

  test('asks a person for the thumbprint, and does nothing on a no', async () => {
    registry.replies.set('POST /swaps', [201, completed]);
    const yes = call(toGreen, { isTTY: true, answers: 'yes' });
    expect(await yes.code).toBe(0);
    expect(yes.said()).toContain(`${thumbprint}\n\nIs that what its operators told you?`);
    const no = call(toGreen, { isTTY: true, answers: 'no' });
    await expect(no.code).rejects.toThrow('Nothing was done.');
    expect(registry.asked.filter((ask) => ask.startsWith('POST'))).toHaveLength(1);
    await expect(call(toGreen).code).rejects.toThrow(`pass it: --thumbprint ${thumbprint}`);
  });

  test('prefers the department’s own binding, and takes the epoch that is told', async () => {
    registry.replies.set('GET /bindings/payments/demo', [200, { implementation_id: 'a', epoch: 8 }]);
    registry.replies.set('POST /swaps', [201, completed]);
    const epochs = () => registry.asked.flatMap((ask) => /"expected_epoch":(\d+)/.exec(ask)?.[1] ?? []);
    await call([...toGreen, '--thumbprint', thumbprint]).code;
    await call([...toGreen, '--thumbprint', thumbprint, '--expected-epoch', '7']).code;
    expect(epochs()).toEqual(['8', '7']);
  });

  test('with --json it prints each state as a document', async () => {
    registry.replies.set('POST /swaps', [201, aSwap()]);
    streams([seeding, completed]);
    const { code, said } = call([...toGreen, '--thumbprint', thumbprint, '--json']);
    await code;
    const states = said()
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as Swap).state);
    expect(states).toEqual(['checking', 'seeding', 'completed']);
  });

  test('redraws steps, times and progress on a terminal', async () => {
    registry.replies.set('POST /swaps', [201, aSwap()]);
    streams([seeding, completed]);
    const { code, said } = call([...toGreen, '--thumbprint', thumbprint], { isTTY: true });
    await code;
    // Up over the frame before, and everything below it gone.
    const frames = said().split('\u001b[J');
    expect(frames.at(-1)).toBe(`Swapping payments for demo: blue → green

  ✓ check both implementations          1.0 s
  ✓ copy what there is, and follow      1.0 s

  barrier at position 90; calls were held for 84 ms

completed: green answers since epoch 4.
The old one follows: pnpm ashlar swap rollback goes back to it.
`);
  });
});

describe('other verbs', () => {
  test('abort ends with 0 when it aborted', async () => {
    registry.replies.set(`POST /swaps/${id}/abort`, [200, aSwap()]);
    streams([aborted]);
    expect(await call(['abort', id]).code).toBe(0);
  });

  test('status, list, rollback and finish', async () => {
    registry.replies.set(`GET /swaps/${id}`, [200, aborted]);
    const status = call(['status', id]);
    expect(await status.code).toBe(1);
    expect(status.said()).toContain('aborted: green did not answer');
    registry.replies.set('GET /swaps', [200, { swaps: [completed] }]);
    const list = call(['list', '--component', 'payments']);
    expect(await list.code).toBe(0);
    expect(list.said()).toMatch(/completed {2}payments demo +blue → green\n$/);
    registry.replies.set(`POST /swaps/${id}/rollback`, [201, { ...completed, kind: 'rollback' }]);
    expect(await call(['rollback', id]).code).toBe(0);
    registry.replies.set(`POST /swaps/${id}/finish`, [200, { ...completed, standby: 'ended' }]);
    expect(await call(['finish', id]).code).toBe(0);
  });
});

describe('what is wrong', () => {
  const problem = (status: number, code: string, more: object = {}): Reply => [
    status,
    { title: 'The binding has another epoch', status, code, detail: 'Read it again.', ...more },
  ];

  test('a refusal is told in the registry’s words', async () => {
    registry.replies.set('POST /swaps', problem(409, 'epoch_conflict', { epoch: 9 }));
    const { code } = call([...toGreen, '--thumbprint', thumbprint]);
    await expect(code).rejects.toThrow(
      'The binding has another epoch (epoch_conflict). It is 9. Read it again.',
    );
    await expect(code).rejects.toBeInstanceOf(WrongCall);
  });

  test.each([
    [['start'], '--component, --department and --to are needed'],
    [['start', '--too'], "Unknown option '--too'"],
    [['watch'], 'swap watch takes the id of a swap.'],
    [['list', 'x'], 'swap list takes options only, and not x.'],
    [['fly'], 'There is no swap fly; --help shows what there is.'],
    [['status', 'nothing'], 'No such thing (not_found).'],
    [[...toGreen.slice(0, -1), 'grey'], 'There is no implementation grey of payments. There are: green.'],
    [[...toGreen, '--expected-epoch', 'x'], '--expected-epoch takes a whole number'],
  ])('%j', async (args, message) => {
    const { code } = call([...args, ...(args.includes('green') ? ['--thumbprint', thumbprint] : [])]);
    await expect(code).rejects.toThrow(message);
    await expect(code).rejects.toBeInstanceOf(WrongCall);
  });

  test('nothing is bound', async () => {
    registry.replies.delete('GET /bindings/payments/*');
    await expect(call(toGreen).code).rejects.toThrow('Nothing answers for payments and demo yet');
  });

  test('a registry that is away for a moment is asked again, with the same key', async () => {
    let tries = 0;
    registry.replies.set('POST /swaps', (_request, response) => {
      tries += 1;
      send(response, tries < 3 ? [503, { code: 'unavailable' }] : [201, completed]);
    });
    expect(await call([...toGreen, '--thumbprint', thumbprint]).code).toBe(0);
    expect(new Set(registry.keys).size).toBe(1);
    expect(registry.keys).toHaveLength(3);
  });
});
