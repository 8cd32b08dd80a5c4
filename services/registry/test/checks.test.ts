import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { freePort, spawnService, until } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isSignedFor } from '../src/domain/checks.ts';
import { type Candidate, startCandidate } from './candidate.ts';
import { anImplementation, fresh, makeGround, type Registry, startRegistry } from './fixtures.ts';
import { visitor } from './pages/visitor.ts';

const contract = createSchemaValidator(loadContract('registry').document);
const settings = { api_key: 'a-key-that-nobody-may-see', other_api_key: 'another-key-of-the-same-kind' };
let registry: Registry;
let candidate: Candidate;
let id: string;

beforeAll(async () => {
  registry = await startRegistry(undefined, { CHECK_TIMEOUT_MS: '15000' });
});

afterAll(() => registry?.end());

beforeEach(async () => {
  candidate = await startCandidate();
  id = await anImplementation(registry, 'payments', { base_url: candidate.url, profile: 'core' });
});

afterEach(() => candidate.close());

const start = (body: object = settings, ask = {}) =>
  registry.call('POST', `/ashlar/v1/implementations/${id}/checks`, { body, ...ask });

const read = async (check: unknown) =>
  (await registry.call('GET', `/ashlar/v1/implementations/${id}/checks/${check}`)).json;

const ended = (check: unknown) =>
  until(async () => ((await read(check)).state === 'running' ? undefined : read(check)), {
    timeoutMs: 45_000,
    what: 'the check to end',
  });

describe('a check', () => {
  test('tells how far it is, is the only one, and ends in time against one that does not answer', async () => {
    candidate.answer = () => {};
    const begun = await start();
    expect(begun.status).toBe(201);
    expect(contract.response('startCheck', 201, begun.json)).toEqual([]);
    expect(begun.json).toMatchObject({ implementation_id: id, state: 'running', profile: 'core' });
    const path = `/ashlar/v1/implementations/${id}/checks/${begun.json.id}`;
    expect(begun.headers.location).toBe(`http://registry.test${path}`);
    const second = await start();
    expect([second.status, second.json.code]).toEqual([409, 'check_in_progress']);
    const underWay = await until(
      async () => {
        const shown = await read(begun.json.id);
        return Number(shown.cases) > 180 ? shown : undefined;
      },
      { timeoutMs: 20_000, what: 'the number of cases' },
    );
    expect(underWay.state).toBe('running');
    const over = await ended(begun.json.id);
    expect(contract.response('getCheck', 200, over)).toEqual([]);
    expect(over).toMatchObject({ state: 'failed', outcome: expect.stringContaining('took too long') });
    await until(async () => candidate.connections() === 0, { what: 'the gate to be gone' });
    expect((await start()).status).toBe(201);
  }, 90_000);

  test('shows by section what failed, on a page too, and its keys nowhere', async () => {
    candidate.answer = (request, response) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code: 'P0198', said: request.headers.authorization }));
    };
    const { json } = await start();
    const over = await ended(json.id);
    expect(over.state).toBe('failed');
    const sections = over.sections as Record<string, { passed: number; failed: number }>;
    expect(sections.create?.failed).toBeGreaterThan(0);
    expect(JSON.stringify(over.failures)).toContain('(a key)');
    const browser = visitor(registry);
    await browser.signIn();
    const list = await browser.get('/operator/implementations');
    expect(list.html).toContain(`/operator/checks/${json.id}`);
    const { html, status } = await browser.get(`/operator/checks/${json.id}`);
    expect(status).toBe(200);
    expect(html).toContain('What failed');
    expect(html).toContain('create: ');
    expect((await browser.get('/operator/checks/nothing')).status).toBe(404);
    const { rows } = await registry.pool.query<{ text: string }>({
      text: `select coalesce(string_agg(t::text, ''), '') as text from (
               select to_jsonb(check_run) from check_run union all select to_jsonb(audit_entry) from audit_entry
               union all select to_jsonb(change_log) from change_log) as t`,
    });
    expect(rows[0]?.text).toContain(String(json.id));
    for (const text of [rows[0]?.text, html, JSON.stringify(over)]) {
      expect(text).not.toContain(settings.api_key);
      expect(text).not.toContain(settings.other_api_key);
    }
  }, 90_000);

  test('is answered again with the same key, and not started again', async () => {
    candidate.answer = () => {};
    const headers = { 'idempotency-key': fresh('check') };
    const [first, again] = [await start(settings, { headers }), await start(settings, { headers })];
    expect([again.status, again.json.id]).toEqual([201, first.json.id]);
    expect((await start({ ...settings, api_key: 'x' }, { headers })).json.code).toBe(
      'idempotency_key_reused',
    );
  });

  test('is refused to departments, without keys, and where there is no gate', async () => {
    const own = { token: await registry.token('fisheries') };
    expect((await start(settings, own)).status).toBe(403);
    expect((await start({ api_key: 'x' })).status).toBe(400);
    id = await anImplementation(registry, fresh('parking'));
    expect((await start()).json.code).toBe('no_gate');
    id = await anImplementation(registry, 'payments', { profile: 'full' });
    expect((await start()).json).toMatchObject({ code: 'invalid', errors: [{ pointer: '/admin_token' }] });
    id = crypto.randomUUID();
    expect((await start()).status).toBe(404);
    expect((await read(crypto.randomUUID())).code).toBe('not_found');
  });
});

test('a check whose process is killed has failed once the registry runs again, and its gate is gone', async () => {
  const ground = await makeGround();
  const [port, headers] = [
    await freePort(),
    {
      authorization: `Bearer ${await ground.issuer.mint({ audience: 'registry', scope: 'registry:admin', department: '*' })}`,
      'content-type': 'application/json',
    },
  ];
  const root = `http://127.0.0.1:${port}`;
  const env = { ...ground.env, PORT: String(port) };
  const spawn = () => spawnService({ folder: 'services/registry', env, readyUrl: `${root}/health/ready` });
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${root}/ashlar/v1/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { id: string };
  };
  const first = await spawn();
  candidate.answer = () => {};
  const body = { component: 'payments', name: 'blue', version: '1.0.0', base_url: candidate.url };
  const implementation = await post('implementations', body);
  const check = await post(`implementations/${implementation.id}/checks`, settings);
  await until(async () => candidate.connections() > 0, { timeoutMs: 20_000, what: 'the gate to call' });
  await first.kill('SIGKILL');
  await until(async () => candidate.connections() === 0, { timeoutMs: 20_000, what: 'the gate to be gone' });
  const second = await spawn();
  const over = await until(
    async () => {
      const url = `${root}/ashlar/v1/implementations/${implementation.id}/checks/${check.id}`;
      const shown = (await (await fetch(url, { headers })).json()) as { state: string; outcome: string };
      return shown.state === 'running' ? undefined : shown;
    },
    { timeoutMs: 30_000, what: 'the check to be given up' },
  );
  expect(over).toMatchObject({ state: 'failed', outcome: expect.stringContaining('is gone') });
  await second.kill('SIGTERM');
  await ground.drop();
}, 90_000);

test('for a check only what is about the gate’s made-up departments is signed', () => {
  const now = new Date();
  const good = {
    iss: 'registry',
    component: 'payments',
    department: 'gate-1a2b3c',
    exp: Math.floor(now.getTime() / 1000) + 3600,
  };
  const isSigned = (changes: object, type = 'order+jwt') =>
    isSignedFor({ component: 'payments', now }, type, { ...good, ...changes });
  expect(isSigned({})).toBe(true);
  expect(isSigned({}, 'handover+jwt')).toBe(true);
  expect(isSigned({}, 'grant+jwt')).toBe(false);
  expect(isSigned({}, 'attestation+jwt')).toBe(false);
  expect(isSigned({ department: 'fisheries' })).toBe(false);
  expect(isSigned({ department: '*' })).toBe(false);
  expect(isSigned({ component: 'identity' })).toBe(false);
  expect(isSigned({ exp: good.exp + 7200 })).toBe(false);
  expect(isSigned({ exp: undefined })).toBe(false);
});
