import { gatedComponents } from '@ashlar/conformance/gate';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { freePort, spawnService, until } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isSignedFor } from '../src/domain/checks.ts';
import { type Candidate, startCandidate } from './candidate.ts';
import { anImplementation, fresh, makeGround, type Registry, startRegistry } from './fixtures.ts';
import { visitor } from './pages/visitor.ts';

const { document } = loadContract('registry');
const contract = createSchemaValidator(document);
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
    expect((await start({})).status).toBe(400);
    expect((await start({ ...settings, api_keys: 'x' })).status).toBe(400);
    id = await anImplementation(registry, fresh('parking'));
    expect((await start()).json.code).toBe('no_gate');
    id = crypto.randomUUID();
    expect((await start()).status).toBe(404);
    expect((await read(crypto.randomUUID())).code).toBe('not_found');
  });
});

describe('what a check is given', () => {
  const refusedFor = async (component: string, profile: 'core' | 'full', body: object) => {
    id = await anImplementation(registry, component, { base_url: candidate.url, profile });
    const { status, json } = await start(body);
    expect([status, json.code]).toEqual([422, 'invalid']);
    return json.errors;
  };

  test.each([
    ['payments', 'core', ['other_api_key']],
    ['payments', 'full', ['other_api_key', 'admin_token', 'account_id']],
    ['messaging', 'full', ['test_api_key', 'admin_token']],
  ] as const)('has to be what %s needs for the %s profile, all of it', async (component, profile, names) => {
    const errors = await refusedFor(component, profile, { api_key: 'a-key' });
    expect(errors).toEqual(
      names.map((name) => ({ pointer: `#/${name}`, detail: expect.stringMatching(/^is needed.*: the /) })),
    );
  });

  test('names no address that nobody may be sent to', async () => {
    const other_base_url = 'http://169.254.169.254';
    expect(await refusedFor('payments', 'core', { ...settings, other_base_url })).toEqual([
      { pointer: '#/other_base_url', detail: expect.stringContaining('must not be a link-local') },
    ]);
  });

  test('is enough with one key for the core profile of messaging; what another component takes is let fall', async () => {
    id = await anImplementation(registry, 'messaging', { base_url: candidate.url, profile: 'core' });
    const { status, json } = await start({ api_key: 'a-key', account_id: '7' });
    expect([status, contract.response('startCheck', 201, json)]).toEqual([201, []]);
  });

  test('stands in the contract, by its name, and never to be read again where it is a secret', () => {
    const schemas = (document.components as { schemas: Record<string, object> }).schemas;
    const { properties } = schemas.CheckSettings as { properties: Record<string, { writeOnly?: boolean }> };
    const asked = Object.values(gatedComponents).flatMap((gated) => gated.settings);
    expect(new Set(asked.map(({ name }) => name))).toEqual(new Set(Object.keys(properties)));
    for (const { name, kind } of asked) {
      expect([name, properties[name]?.writeOnly === true]).toEqual([
        name,
        kind === 'key' || kind === 'token',
      ]);
    }
  });
});

describe('a check of messaging', () => {
  // In the form of the standard: a name, the id of the service, and the secret that tokens are signed with.
  const secret = crypto.randomUUID();
  const api_key = `gate-${crypto.randomUUID()}-${secret}`;

  beforeEach(async () => {
    id = await anImplementation(registry, 'messaging', { base_url: candidate.url, profile: 'core' });
  });

  const outcomeOf = async () => {
    const { json } = await start({ api_key });
    return (await ended(json.id)).outcome;
  };

  test('that cannot begin says why', async () => {
    candidate.answer = (_request, response) => {
      response.writeHead(403, { 'content-type': 'application/json' }).end('{"errors":[]}');
    };
    expect(await outcomeOf()).toContain('GET /v2/templates answers 403 to the API key');
    candidate.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"templates":[]}');
    };
    expect(await outcomeOf()).toContain('the service has no template of type email with a placeholder');
    await candidate.close();
    expect(await outcomeOf()).toContain(`nothing answers at ${candidate.url}`);
  }, 90_000);

  test('shows nothing of its key, not even the part that signs', async () => {
    const template = { id: crypto.randomUUID(), personalisation: { name: { required: true } } };
    candidate.answer = ({ url, headers }, response) => {
      const [status, body] = url?.startsWith('/v2/templates')
        ? [200, { templates: [template] }]
        : [500, { said: headers.authorization, key: api_key, secret }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const { json } = await start({ api_key });
    const over = await ended(json.id);
    expect(over).toMatchObject({ state: 'failed', profile: 'core' });
    expect((over.sections as Record<string, { failed: number }>).sending?.failed).toBeGreaterThan(0);
    const { rows } = await registry.pool.query<{ text: string }>({
      text: `select to_jsonb(check_run)::text as text from check_run where id = '${json.id}'`,
    });
    for (const text of [rows[0]?.text, JSON.stringify(over)]) {
      expect(text).toContain('(a key)');
      expect(text).not.toContain(secret);
    }
  }, 90_000);
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
  const ofMessaging = { ...good, component: 'messaging' };
  expect(isSignedFor({ component: 'messaging', now }, 'order+jwt', ofMessaging)).toBe(true);
  expect(isSignedFor({ component: 'messaging', now }, 'order+jwt', good)).toBe(false);
});
