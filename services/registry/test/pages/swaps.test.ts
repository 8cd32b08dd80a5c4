import { until } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tokens } from '../../src/wiring.ts';
import { anImplementation, type Registry, startRegistry } from '../fixtures.ts';
import { ended, makeWorld, openGate, read, start, type World } from '../swap-world.ts';
import { type Visitor, visitor } from './visitor.ts';

/** A busy test machine must not look like a barrier that takes too long: that has tests of its own. */
const patient = { SWAP_HOLD_MS: '30000', SWAP_CALL_MS: '20000', SWAP_LEASE_MS: '30000' };
const gate = { ...openGate };
let registry: Registry;
let world: World;
let browser: Visitor;

beforeAll(async () => {
  // The gate has tests of its own.
  registry = await startRegistry((wiring) => wiring.value(tokens.gate, gate), patient);
});

afterAll(() => registry?.end());

beforeEach(async () => {
  world = await makeWorld(registry);
  browser = visitor(registry);
  await browser.signIn();
});

afterEach(() => world.end());

/** The fields of the last form of a page. */
function fieldsOf(html: string): Record<string, string> {
  const form = html.slice(html.lastIndexOf('<form'));
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]));
}

/** Opens the confirmation of a swap to the second implementation. */
async function shown(to = world.nextId) {
  const { html, status } = await browser.get(
    `/operator/swaps/new?place=${world.component}/${world.department}&to=${to}`,
  );
  return { html, status, fields: fieldsOf(html) };
}

function idOf(location: string | undefined): string {
  return location?.replace('/operator/swaps/', '') ?? '';
}

describe('starting a swap', () => {
  test('leads from the department to the implementation to the confirmation to the swap', async () => {
    const places = await browser.get('/operator/swaps/new');
    expect(places.html).toContain(`value="${world.component}/${world.department}"`);
    const candidates = await browser.get(`/operator/swaps/new?place=${world.component}/${world.department}`);
    expect(candidates.html).toContain(`value="${world.nextId}"`);
    expect(candidates.html).not.toContain(`value="${world.oldId}"`);
    const { html, fields } = await shown();
    expect(html).toContain(world.next.thumbprint);
    expect(fields).toMatchObject({
      to: world.nextId,
      expected_epoch: '1',
      key_thumbprint: world.next.thumbprint,
    });

    const { status, location } = await browser.post('/operator/swaps', { ...fields, confirmed: 'yes' });
    expect([status, location]).toEqual([303, expect.stringMatching(/^\/operator\/swaps\/[0-9a-f-]{36}$/)]);
    const swap = await ended(registry, idOf(location));
    expect(swap).toMatchObject({ state: 'completed', started_by: 'test-client' });
    const page = await browser.get(location ?? '');
    expect(page.html).toContain(swap.outcome?.replaceAll("'", '&#39;'));
    expect(page.html).toContain('The swap has completed.');
    expect((await browser.get('/operator/swaps')).html).toContain(
      `Swap ${world.component} for ${world.department}`,
    );
  });

  test('sent twice it is one swap', async () => {
    const { fields } = await shown();
    const [one, other] = await Promise.all([
      browser.post('/operator/swaps', { ...fields, confirmed: 'yes' }),
      browser.post('/operator/swaps', { ...fields, confirmed: 'yes' }),
    ]);
    expect(one.location).toBe(other.location);
    await ended(registry, idOf(one.location));
  });

  test('needs the confirmation, and says so where it is missing', async () => {
    const { fields } = await shown();
    const { status, html } = await browser.post('/operator/swaps', fields);
    expect(status).toBe(422);
    expect(html).toContain('<title>Error: Check before you start');
    expect(html).toContain('href="#confirmed">Confirm that you have compared the thumbprint');
  });

  test('what has changed since the page was shown is told, and the page shows what is so now', async () => {
    const { fields } = await shown();
    const post = (changes: object) =>
      browser.post('/operator/swaps', { ...fields, confirmed: 'yes', ...changes });
    const epoch = await post({ expected_epoch: '7' });
    expect([epoch.status, epoch.html]).toEqual([409, expect.stringContaining('its epoch is 1')]);
    const key = await post({ key_thumbprint: 'x'.repeat(43), once: '' });
    expect([key.status, key.html]).toEqual([422, expect.stringContaining('key has changed')]);
    expect(key.html).toContain(world.next.thumbprint);
    const swap = await start(registry, world);
    const second = await post({ once: '' });
    expect([second.status, second.html]).toEqual([409, expect.stringContaining('is under way')]);
    await ended(registry, swap.id);
  });

  test('an implementation that has not passed the gate is not swapped to', async () => {
    gate.isAttested = async () => false;
    const { fields } = await shown();
    const { status, html } = await browser.post('/operator/swaps', { ...fields, confirmed: 'yes' });
    expect([status, html]).toEqual([422, expect.stringContaining('has not passed the conformance gate')]);
    gate.isAttested = openGate.isAttested;
  });

  test('an implementation without a key cannot be chosen', async () => {
    const id = await anImplementation(registry, world.component);
    const { html } = await browser.get(`/operator/swaps/new?place=${world.component}/${world.department}`);
    expect(html).toMatch(new RegExp(`value="${id}" disabled`));
    const { html: confirmation } = await shown(id);
    expect(confirmation).toContain('registered without a key');
    expect(confirmation).not.toContain('Start the swap');
  });

  test.each([
    ['nowhere/there', 'What do you want to swap?'],
    ['%00', 'What do you want to swap?'],
    ['payments/*', 'What do you want to swap?'],
  ])('a place that is none (%s) is told', async (place, title) => {
    const { status, html } = await browser.get(`/operator/swaps/new?place=${place}`);
    expect([status, html]).toEqual([422, expect.stringContaining(title)]);
  });

  test('a candidate of another component is not taken', async () => {
    const id = await anImplementation(registry, 'payments');
    expect((await shown(id)).html).toContain('Which implementation takes over?');
    expect((await shown('not-an-id')).html).toContain('Which implementation takes over?');
  });
});

describe('a swap', () => {
  const act = async (id: string, action: string) => {
    const { html } = await browser.get(`/operator/swaps/${id}/${action}`);
    return browser.post(`/operator/swaps/${id}/${action}`, fieldsOf(html));
  };

  test('is aborted, and its page says what came of it', async () => {
    world.next.faults.push({ on: 'follow', how: 503 });
    const { id } = await start(registry, world);
    expect((await browser.get(`/operator/swaps/${id}`)).html).toContain('id="abort"');
    expect((await browser.get(`/operator/swaps/${id}/abort`)).html).toContain('Abort this swap?');
    const { status, location } = await act(id, 'abort');
    expect([status, location]).toEqual([303, `/operator/swaps/${id}`]);
    const swap = await ended(registry, id);
    expect(swap.state).toBe('aborted');
    const { html } = await browser.get(`/operator/swaps/${id}`);
    expect(html).toContain('The swap was aborted.');
    expect(html).toContain('Not done');
    const again = await browser.get(`/operator/swaps/${id}/abort`);
    expect([again.status, again.html]).toEqual([409, expect.stringContaining('This cannot be done now')]);
  });

  test('is rolled back, and the old one let go', async () => {
    const { id } = await start(registry, world);
    await ended(registry, id);
    await until(async () => (await read(registry, id)).standby === 'following', { what: 'the standby' });
    const back = await act(id, 'rollback');
    expect(back.status).toBe(303);
    const rollback = await ended(registry, idOf(back.location));
    expect(rollback).toMatchObject({ kind: 'rollback', state: 'completed' });
    await until(async () => (await read(registry, rollback.id)).standby === 'following', {
      what: 'the standby',
    });
    expect((await act(rollback.id, 'finish')).status).toBe(303);
    await until(async () => (await read(registry, rollback.id)).standby === 'ended', {
      what: 'the end of it',
    });
    expect((await browser.get(`/operator/swaps/${rollback.id}/rollback`)).status).toBe(409);
  });

  test('from an implementation without a key is said to have no way back until its key is registered', async () => {
    const keyless = await makeWorld(registry, { keyed: false });
    const place = `${keyless.component}/${keyless.department}`;
    const confirmation = await browser.get(`/operator/swaps/new?place=${place}&to=${keyless.nextId}`);
    expect(confirmation.html).toContain('you can roll back once its key is registered');
    const { id } = await ended(registry, (await start(registry, keyless)).id);
    const { html } = await browser.get(`/operator/swaps/${id}`);
    expect(html).toContain('so the swap cannot be rolled back. Register its key');
    expect(html).not.toContain('id="rollback"');
    const body = { key: keyless.old.key };
    await registry.call('PATCH', `/ashlar/v1/implementations/${keyless.oldId}`, { body });
    const later = await until(
      async () => {
        const shown = await browser.get(`/operator/swaps/${id}`);
        return shown.html.includes('id="rollback"') ? shown.html : undefined;
      },
      { what: 'the way back' },
    );
    expect(later).toContain('follows, so that the swap can be rolled back');
    await keyless.end();
  });

  test('is streamed part by part to who is signed in, until it has ended', async () => {
    const { id } = await start(registry, world);
    const root = await registry.app.listen({ host: '127.0.0.1', port: 0 });
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const stream = await fetch(`${root}/operator/swaps/${id}/events`, { headers: { cookie } });
    const events = (await stream.text())
      .split('\n\n')
      .flatMap((event) => /^data: (.*)$/m.exec(event)?.[1] ?? []);
    const last = JSON.parse(events.at(-1) ?? '{}') as Record<string, unknown>;
    expect(events.length).toBeGreaterThan(3);
    expect(last).toMatchObject({ status: 'The swap has completed.', ended: true });
    expect(last.facts).toContain('calls were held for');
    expect((await fetch(`${root}/operator/swaps/${id}/events`)).status).toBe(401);
  });

  test('that does not exist is not found, and neither is an action', async () => {
    const { id } = await start(registry, world);
    for (const path of ['not-an-id', '0198c0de-0000-7000-8000-000000000001', `${id}/fly`]) {
      expect((await browser.get(`/operator/swaps/${path}`)).status).toBe(404);
    }
    await ended(registry, id);
  });
});
