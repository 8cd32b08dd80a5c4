import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Platform, startPlatform } from '@ashlar/local';
import { freePort, until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { breakIn, type Forger } from './tokens.ts';

/** An operation of each component that stores something, and how a token of another department fails at it. */
const components = [
  {
    name: 'payments',
    url: 'PAYMENTS_URL',
    path: '/ashlar/v1/gateway-accounts',
    body: { department: 'demo', service: 'permits', name: 'Permits', type: 'test' },
    foreign: 401,
  },
  {
    name: 'messaging',
    url: 'MESSAGING_URL',
    path: '/ashlar/v1/messaging-services',
    body: { department: 'demo', service: 'permits', name: 'Permits', email_from: 'permits@messages.example' },
    foreign: 401,
  },
  {
    // One issuer is for all departments: it knows the token, and refuses the department that the request names.
    name: 'identity',
    url: 'IDENTITY_ISSUER',
    path: '/ashlar/v1/clients',
    body: { department: 'demo', service: 'permits', name: 'Permits' },
    foreign: 403,
  },
] as const;

type Component = (typeof components)[number];

let home: string;
let platform: Platform;
let forger: Forger;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'ashlar-tokens-'));
  platform = await startPlatform({ home, port: await freePort(), log: () => {} });
  const database = new URL(platform.adminUrl);
  database.pathname = '/identity';
  forger = await breakIn(home, database.href);
}, 60_000);

afterAll(async () => {
  await platform?.stop();
  await rm(home, { recursive: true, force: true });
});

describe.each(components)('a token of identity at $name', (component) => {
  const scope = `${component.name}:admin`;

  test('of the department, or of an operator, is accepted', async () => {
    for (const department of ['demo', '*']) {
      const answer = await create(component, await platform.token({ scope, department }));
      expect([answer.status, await answer.text()]).toEqual([201, expect.stringContaining('permits')]);
    }
  });

  test('that is expired, forged, for another component or of another department is refused and changes nothing', async () => {
    const good = await platform.token({ scope, department: 'demo' });
    const now = Math.floor(Date.now() / 1000);
    const refused: Record<string, [string, number]> = {
      expired: [await forger.resigned(good, { iat: now - 700, exp: now - 100 }), 401],
      'without an end': [await forger.resigned(good, { exp: undefined }), 401],
      'without a department': [await forger.resigned(good, { department: undefined }), 401],
      'of another issuer': [await forger.resigned(good, { iss: 'https://elsewhere.example' }), 401],
      'signed by a stranger': [await forger.stranger(good), 401],
      'with a department of its own choice': [forger.changed(good, { department: '*' }), 401],
      'for another component': [await platform.token({ scope: 'elsewhere:admin' }), 401],
      'with a scope for less': [await platform.token({ scope: `${component.name}:changes` }), 403],
      'of another department': [await platform.token({ scope, department: 'demo-two' }), component.foreign],
    };
    const before = await head(component);
    for (const [what, [token, status]] of Object.entries(refused)) {
      const answer = await create(component, token);
      expect([what, answer.status]).toEqual([what, status]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      if (status === 401) expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(await answer.json()).toMatchObject({ status, title: expect.any(String) });
    }
    expect(await head(component)).toBe(before);
    // The same but for what was wrong with it goes through.
    const renewed = await forger.resigned(good, { iat: now, exp: now + 60 });
    expect((await create(component, renewed)).status).toBe(201);
  });
});

test('identity is killed: tokens that it gave before still open the other components', async () => {
  const others = components.filter(({ name }) => name !== 'identity');
  const tokens = await Promise.all(
    others.map(({ name }) => platform.token({ scope: `${name}:admin`, department: 'demo' })),
  );
  await platform.service('identity').kill('SIGKILL');
  await expect(fetch(`${platform.serviceUrl('identity')}/health/live`)).rejects.toThrow();
  const answers = await Promise.all(others.map((component, at) => create(component, tokens[at] ?? '')));
  expect(answers.map(({ status }) => status)).toEqual(others.map(() => 201));
  const back = () => platform.token({ scope: 'identity:admin' });
  await until(back, { timeoutMs: 30_000, what: 'identity to be back' });
}, 60_000);

function create({ url, path, body }: Component, token: string): Promise<Response> {
  return fetch(`${platform.env[url]}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Where the component's change log ends, once everything in it has a position. */
async function head({ name, url }: Component): Promise<number> {
  const token = await platform.token({ scope: `${name}:changes` });
  let last = -1;
  await until(async () => {
    const before = last;
    let page: { events: unknown[]; position: number };
    do {
      const answer = await fetch(
        `${platform.env[url]}/ashlar/v1/changes?limit=500&after=${Math.max(last, 0)}`,
        {
          headers: { authorization: `Bearer ${token}` },
        },
      );
      page = (await answer.json()) as { events: unknown[]; position: number };
      last = page.position;
    } while (page.events.length > 0);
    return last === before;
  });
  return last;
}
