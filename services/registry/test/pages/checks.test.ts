import { until } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Candidate, startCandidate } from '../candidate.ts';
import { anImplementation, fresh, type Registry, startRegistry } from '../fixtures.ts';
import { type Visitor, visitor } from './visitor.ts';

const keys = { api_key: 'a-key-that-nobody-may-see', other_api_key: 'another-key-of-the-same-kind' };
let registry: Registry;
let candidate: Candidate;
let browser: Visitor;
let id: string;

beforeAll(async () => {
  registry = await startRegistry();
});

afterAll(() => registry?.end());

beforeEach(async () => {
  candidate = await startCandidate();
  id = await anImplementation(registry, 'payments', { base_url: candidate.url, profile: 'core' });
  browser = visitor(registry);
  await browser.signIn();
});

afterEach(() => candidate.close());

const list = (of = id) => browser.get(`/operator/implementations/${of}/checks`);
const start = (fields: Record<string, string> = keys, of = id) =>
  browser.post(`/operator/implementations/${of}/checks`, fields);
const fail = () => {
  candidate.answer = (_request, response) => {
    response.writeHead(500, { 'content-type': 'application/json' }).end('{}');
  };
};

describe('the checks of an implementation', () => {
  test('are started by a form, one at a time, and listed with what they came to, newest first', async () => {
    const implementations = await browser.get('/operator/implementations');
    expect(implementations.html).toContain(`/operator/implementations/${id}/checks`);
    const empty = await list();
    expect([empty.status, empty.html]).toEqual([200, expect.stringContaining('has not been checked')]);
    expect(empty.html).toContain('payments, core profile');
    expect(empty.html).not.toContain('id="admin_token"');

    const begun = await start();
    expect([begun.status, begun.location]).toEqual([
      303,
      expect.stringMatching(/^\/operator\/checks\/[0-9a-f-]{36}$/),
    ]);
    const underWay = await list();
    expect(underWay.html).toContain('Running');
    expect(underWay.html).toContain(`href="${begun.location}"`);
    expect(underWay.html).not.toContain('id="start-check"');
    const second = await start();
    expect([second.status, second.html]).toEqual([
      409,
      expect.stringContaining('A check of this implementation is under way'),
    ]);
    fail();
    const ended = await until(
      async () => {
        const { html } = await list();
        return html.includes('cases failed.') ? html : undefined;
      },
      { timeoutMs: 60_000, what: 'the check to end' },
    );
    expect(ended).toContain('id="start-check"');
    const next = await start();
    const { html } = await list();
    expect(html.indexOf(String(next.location))).toBeLessThan(html.indexOf(String(begun.location)));
    expect((await browser.get(String(begun.location))).html).toContain(
      `/operator/implementations/${id}/checks`,
    );
  }, 120_000);

  test('a form that is sent twice starts one; with other keys it is told', async () => {
    const once = { ...keys, once: crypto.randomUUID() };
    const [first, again] = [await start(once), await start(once)];
    expect([again.status, again.location]).toEqual([303, first.location]);
    const other = await start({ ...once, api_key: 'other' });
    expect([other.status, other.html]).toEqual([409, expect.stringContaining('has been sent before')]);
  });

  test('what is missing or wrong is told where it is, nothing is started, and no secret is shown again', async () => {
    const missing = await start({});
    expect([missing.status, missing.html]).toEqual([422, expect.stringContaining('<title>Error: Checks of')]);
    expect(missing.html).toContain('href="#api_key">Enter the API key of the first account');
    expect(missing.html).toContain('href="#other_api_key">Enter the API key of the other account');
    expect(missing.html).toContain('id="api_key-error"');
    const wrong = await start({
      ...{ api_key: 'x'.repeat(4097), other_api_key: keys.other_api_key },
      other_base_url: 'http://169.254.0.1',
    });
    expect(wrong.html).toContain('must be 4096 characters or fewer');
    expect(wrong.html).toContain('must not be a link-local');
    expect(wrong.html).toContain('value="http://169.254.0.1"');
    expect(wrong.html).not.toContain(keys.other_api_key);
    expect(wrong.html).not.toContain('xxxx');
    expect((await list()).html).toContain('has not been checked');
  });

  test('of the full profile need an administrator', async () => {
    const full = await anImplementation(registry, 'payments', { base_url: candidate.url, profile: 'full' });
    const { status, html } = await start(keys, full);
    expect([status, html]).toEqual([422, expect.stringContaining('href="#admin_token"')]);
    expect(html).toContain('href="#account_id">Enter the id of the first account');
    expect((await start({ ...keys, admin_token: 'a-token', account_id: '7' }, full)).status).toBe(303);
  });

  test('of messaging ask for its own keys, of the full profile for more of them', async () => {
    const facts = { base_url: candidate.url };
    const core = await anImplementation(registry, 'messaging', { ...facts, profile: 'core' });
    const full = await anImplementation(registry, 'messaging', { ...facts, profile: 'full' });
    const asked = (html: string) =>
      [...html.matchAll(/<input[^>]*? id="([a-z_]+)"/g)].map(([, name]) => name);
    const shown = await list(core);
    expect(asked(shown.html)).toEqual(['api_key']);
    expect(shown.html).toContain('Live API key');
    expect(shown.html).toContain('makes messaging services there');
    expect(asked((await list(full)).html)).toEqual(['api_key', 'test_api_key', 'admin_token']);

    const missing = await start({ api_key: keys.api_key }, full);
    expect(missing.status).toBe(422);
    expect(missing.html).toContain('href="#test_api_key">Enter the test API key');
    expect(missing.html).toContain('href="#admin_token">Enter the access token of an administrator');
    expect(missing.html).not.toContain(keys.api_key);
    expect((await start({ api_key: keys.api_key }, core)).status).toBe(303);
    const all = { api_key: keys.api_key, test_api_key: 'a-test-key', admin_token: 'a-token' };
    expect((await start(all, full)).status).toBe(303);
  });

  test('of a component without a gate, and of none, cannot be started', async () => {
    const other = await anImplementation(registry, fresh('parking'));
    const { html } = await list(other);
    expect(html).toContain('There is no gate for parking');
    expect(html).not.toContain('id="start-check"');
    expect((await start(keys, other)).status).toBe(409);
    for (const none of [crypto.randomUUID(), 'nothing', '%00']) {
      expect((await list(none)).status).toBe(404);
      expect((await start(keys, none)).status).toBe(404);
    }
  });

  test('are started by nobody who is not signed in, and by no form of another session', async () => {
    const stranger = visitor(registry);
    const path = `/operator/implementations/${id}/checks`;
    expect((await stranger.post(path, keys)).status).toBe(403);
    await stranger.signIn();
    expect((await browser.post(path, { ...keys, csrf_token: 'made-up' })).status).toBe(403);
    expect((await list()).html).toContain('has not been checked');
  });
});
