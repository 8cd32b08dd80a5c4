import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { implementationsCommand } from '../src/commands/implementations.ts';
import { WrongCall } from '../src/commands/run.ts';
import { aTerminal, type StubRegistry, send, startStub } from './stub-registry.ts';

const green = {
  id: 'b',
  component: 'payments',
  name: 'green',
  version: '2.0.0',
  base_url: 'http://green.test',
  key_thumbprint: 'k'.repeat(43),
};

let registry: StubRegistry;
beforeEach(async () => {
  registry = await startStub();
  registry.replies.set('GET /implementations', [200, { implementations: [green] }]);
});
afterEach(() => registry.close());

describe('implementations check', () => {
  const keys = { GATE_API_KEY: 'one', GATE_OTHER_API_KEY: 'two' };
  const running = { id: 'c', state: 'running', failures: [] };
  const run = (env: object = keys, more: readonly string[] = []) => {
    const { terminal, said } = aTerminal({ REGISTRY_URL: registry.url, REGISTRY_TOKEN: 't', ...env });
    const args = ['check', '--component', 'payments', '--name', 'green', ...more];
    return { code: implementationsCommand(args, terminal), said };
  };
  /** It runs when it is first looked at, and has come to this when it is looked at again. */
  const comesTo = (end: object) => {
    let looks = 0;
    registry.replies.set('POST /implementations/b/checks', [201, running]);
    registry.replies.set('GET /implementations/b/checks/c', (_request, response) => {
      looks += 1;
      send(response, [200, looks === 1 ? running : { ...running, ...end }]);
    });
  };

  test('asks for it with the keys of the environment, waits, and ends with 0 when it has passed', async () => {
    comesTo({ state: 'passed', outcome: 'All 190 cases passed.' });
    const { code, said } = run();
    expect(await code).toBe(0);
    expect(said()).toContain('passed: All 190 cases passed.');
    expect(registry.asked).toContain(
      'POST /implementations/b/checks {"api_key":"one","other_api_key":"two"}',
    );
    expect(said()).not.toMatch(/one|two/);
  });

  test('says what failed, and ends with 1', async () => {
    const failures = [{ section: 'create', name: 'makes a payment', error: '500 is not 201\nat line 3' }];
    comesTo({ state: 'failed', outcome: '1 of 190 cases failed.', failures });
    const administered = { ...keys, GATE_ADMIN_TOKEN: 'three', GATE_ACCOUNT_ID: '7' };
    const { code, said } = run(administered);
    expect(await code).toBe(1);
    expect(said()).toMatch(/create: makes a payment\n {4}500 is not 201\nfailed: 1 of 190 cases failed\./);
    expect(registry.asked.at(-3)).toContain('"admin_token":"three","account_id":"7"');
    comesTo({ state: 'failed', outcome: '1 of 190 cases failed.', failures });
    const asJson = run(administered, ['--json']);
    expect(await asJson.code).toBe(1);
    expect(JSON.parse(asJson.said())).toMatchObject({ id: 'c', state: 'failed', failures });
  });

  test('takes for messaging what its profile needs, and nothing that is there for another component', async () => {
    comesTo({ state: 'passed', outcome: 'All 240 cases passed.' });
    const relay = { ...green, component: 'messaging', name: 'relay', profile: 'full' };
    registry.replies.set('GET /implementations', [200, { implementations: [relay] }]);
    const args = ['--component', 'messaging', '--name', 'relay'];
    await expect(run(keys, args).code).rejects.toThrow(
      /^GATE_TEST_API_KEY and GATE_ADMIN_TOKEN are needed in the environment for the full profile of messaging/,
    );
    const env = { ...keys, GATE_TEST_API_KEY: 'three', GATE_ADMIN_TOKEN: 'four', GATE_ACCOUNT_ID: '7' };
    expect(await run(env, args).code).toBe(0);
    expect(registry.asked).toContain(
      'POST /implementations/b/checks {"api_key":"one","test_api_key":"three","admin_token":"four"}',
    );
  });

  test.each([
    [{}, [], /GATE_API_KEY and GATE_OTHER_API_KEY are needed in the environment for the core profile/],
    [{ GATE_API_KEY: 'one' }, [], /^GATE_OTHER_API_KEY is needed/],
    [
      keys,
      ['--component', 'parking', '--name', 'lot'],
      /no gate for parking; it has one for: payments, messaging/,
    ],
    [keys, ['--name', 'grey'], /no implementation grey of payments\. There are: green, lot/],
    [keys, ['--name', ''], /--name is needed/],
    [keys, [], /under way \(check_in_progress\)/],
  ])('is refused with what is wrong', async (env, more, words) => {
    registry.replies.set('GET /implementations', [
      200,
      { implementations: [green, { ...green, component: 'parking', name: 'lot' }] },
    ]);
    registry.replies.set('POST /implementations/b/checks', [
      409,
      { title: 'A check is under way', code: 'check_in_progress' },
    ]);
    const { code } = run(env, more);
    await expect(code).rejects.toBeInstanceOf(WrongCall);
    await expect(code).rejects.toThrow(words);
  });
});

describe('implementations register', () => {
  // The example of RFC 7517, appendix A.1: an EC key on P-256.
  const key = {
    kty: 'EC',
    crv: 'P-256',
    x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
    y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
    use: 'enc',
    kid: 'what-it-calls-itself',
  };
  const description = {
    component: 'payments',
    contract_hash: 'a'.repeat(64),
    profile: 'core',
    key,
    implementation: { version: '2.0.0' },
  };
  const args = () => ['register', '--component', 'payments', '--base-url', registry.url, '--name', 'green'];
  const run = (more: readonly string[] = []) => {
    const { terminal, said } = aTerminal({ REGISTRY_URL: registry.url, REGISTRY_TOKEN: 't' });
    return { code: implementationsCommand([...args(), ...more], terminal), said };
  };

  test('registers what a running implementation says of itself, and shows the thumbprint', async () => {
    registry.replies.set('GET /handover', [200, description]);
    registry.replies.set('GET /implementations', [200, { implementations: [] }]);
    registry.replies.set('POST /implementations', [201, { ...green, base_url: registry.url }]);
    const { code, said } = run(['--events', 'feed']);
    expect(await code).toBe(0);
    expect(said()).toContain('Registered: green 2.0.0');
    // Made with jose's calculateJwkThumbprint.
    expect(said()).toContain('Thumbprint of its key: cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s');
    const body = JSON.parse(
      registry.asked.find((ask) => ask.startsWith('POST'))?.slice('POST /implementations '.length) ?? '{}',
    );
    expect(body).toEqual({
      component: 'payments',
      name: 'green',
      version: '2.0.0',
      base_url: registry.url,
      contract_hash: 'a'.repeat(64),
      profile: 'core',
      key,
      events: 'feed',
    });
  });

  test('brings one that is there up to date', async () => {
    registry.replies.set('GET /handover', [200, description]);
    registry.replies.set('PATCH /implementations/b', [200, green]);
    const { code, said } = run();
    expect(await code).toBe(0);
    expect(said()).toContain('Brought up to date: green');
  });

  test('says what is wrong with it', async () => {
    await expect(run().code).rejects.toThrow('has no hand-over');
    registry.replies.set('GET /handover', [200, { ...description, component: 'messaging' }]);
    await expect(run().code).rejects.toThrow('is an implementation of messaging, and not of payments');
    await expect(run(['--events', 'none']).code).rejects.toThrow('--events takes publishes or feed');
    await expect(run(['--base-url', 'http://127.0.0.1:1']).code).rejects.toThrow(
      'Nothing answers at http://127.0.0.1:1.',
    );
  });
});
