import { randomUUID } from 'node:crypto';
import { type Page, visitor } from '@ashlar/conformance';
import { freePort } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  aClient,
  beginSignIn,
  type MadeClient,
  operatorToken,
  type Service,
  startService,
} from '../fixtures.ts';
import {
  change,
  enter,
  leave,
  register,
  returnsOf,
  signInThere,
  startUpstream,
  type UpstreamParty,
  type Ways,
} from './upstream.ts';

let service: Service;
let upstream: UpstreamParty;
let other: UpstreamParty;
let client: MadeClient;

beforeAll(async () => {
  service = await startService({ env: { CLIENT_INSECURE_TARGETS: 'true', CLIENT_TIMEOUT_MS: '400' } });
  [upstream, other] = (await Promise.all(['a', 'b'].map((id) => startUpstream(returnsOf(service, id))))) as [
    UpstreamParty,
    UpstreamParty,
  ];
  await register(service, 'a', upstream);
  await register(service, 'b', other);
  client = await aClient(service);
});

afterEach(() => upstream.behave({}));

afterAll(async () => {
  await service?.end();
  await upstream?.end();
  await other?.end();
});

async function atSignIn() {
  const person = visitor(service.issuer);
  return { person, page: await person.open((await beginSignIn(service, client)).start) };
}

function aCitizen(): string {
  const sub = `person-${randomUUID()}`;
  upstream.people.set(sub, { email: `${sub}@elsewhere.example`, email_verified: true });
  return sub;
}

const problemOf = (page: Page) => page.document.querySelector('.govuk-error-summary')?.text ?? '';
const refusal = 'We could not be sure who you are';
const outage = 'not available at the moment';

/** What a person sees whose sign-in comes back while the provider has its ways; nobody is signed in. */
async function comeBack(ways: Ways): Promise<[number, string]> {
  upstream.behave({});
  const { person, page } = await atSignIn();
  const sub = aCitizen();
  const back = await enter(await leave(person, page, '#upstream-a'), sub);
  upstream.behave(ways);
  const seen = await person.open(back);
  expect(seen.document.querySelector('#submit-password')).not.toBeNull();
  const { rowCount } = await service.pool.query('select from upstream_link where subject = $1', [sub]);
  expect(rowCount).toBe(0);
  return [seen.status, problemOf(seen)];
}

describe('a provider that lies is not believed', () => {
  test.each<[string, Ways]>([
    [
      'an ID token of another issuer',
      { idToken: (claims) => ({ ...claims, iss: 'https://elsewhere.example' }) },
    ],
    ['an ID token for somebody else', { idToken: (claims) => ({ ...claims, aud: 'another-client' }) }],
    ['an ID token of another sign-in', { idToken: (claims) => ({ ...claims, nonce: 'another' }) }],
    ['an ID token without a nonce', { idToken: ({ nonce, ...claims }) => claims }],
    ['an ID token whose time is over', { idToken: (claims) => ({ ...claims, exp: 1_700_000_000 }) }],
    ['an ID token without sub', { idToken: ({ sub, ...claims }) => claims }],
    ['an ID token with an empty sub', { idToken: (claims) => ({ ...claims, sub: '' }) }],
    [
      'an ID token with a sub that is too long',
      { idToken: (claims) => ({ ...claims, sub: 'x'.repeat(256) }) },
    ],
    ['an ID token that is not signed', { signs: 'not at all' }],
    ['an ID token that is signed by a stranger', { signs: 'by another key' }],
  ])('%s', async (_what, ways) => {
    const [status, problem] = await comeBack(ways);
    expect([status, problem]).toEqual([400, expect.stringContaining(refusal)]);
  });

  test('a discovery document of another issuer', async () => {
    const liar = await startUpstream([]);
    try {
      liar.behave({ discovery: (document) => ({ ...document, issuer: upstream.issuer }) });
      await register(service, 'liar', liar);
      const { person, page } = await atSignIn();
      const href = page.document.querySelector('#upstream-liar')?.getAttribute('href');
      const seen = await person.open(`${service.issuer}${href}`);
      expect([seen.status, problemOf(seen)]).toEqual([503, expect.stringContaining(outage)]);
    } finally {
      await change(service, 'liar', { state: 'disabled' });
      await liar.end();
    }
  });
});

describe('a provider that is away or slow', () => {
  test('when a person comes back', async () => {
    expect(await comeBack({ outage: true })).toEqual([503, expect.stringContaining(outage)]);
    expect(await comeBack({ silentAt: '/token' })).toEqual([503, expect.stringContaining(outage)]);
  });

  test('before a person leaves; once it is back the same page works', async () => {
    const port = await freePort();
    await register(service, 'away', { issuer: `http://127.0.0.1:${port}` });
    const { person, page } = await atSignIn();
    const href = page.document.querySelector('#upstream-away')?.getAttribute('href');
    const seen = await person.open(`${service.issuer}${href}`);
    expect([seen.status, problemOf(seen)]).toEqual([503, expect.stringContaining(outage)]);
    // Other ways to sign in are there as before.
    const sub = aCitizen();
    const newcomer = await signInThere(person, seen, '#upstream-a', sub);
    expect(newcomer.document.querySelector('h1')?.text).toBe('Do you have an account?');
    await change(service, 'away', { state: 'disabled' });
  });

  test('is not asked for its documents at each sign-in', async () => {
    const subs = [aCitizen(), aCitizen()];
    const before = upstream.asked.filter((path) => path.startsWith('/.well-known/')).length;
    for (const sub of subs) {
      const { person, page } = await atSignIn();
      await signInThere(person, page, '#upstream-a', sub);
    }
    expect(upstream.asked.filter((path) => path.startsWith('/.well-known/')).length).toBe(before);
    expect(upstream.asked.filter((path) => path === '/jwks').length).toBeLessThanOrEqual(1);
  });
});

describe('an answer', () => {
  const backAt = async () => {
    const { person, page } = await atSignIn();
    const back = await enter(await leave(person, page, '#upstream-a'), aCitizen());
    return { person, back: new URL(back) };
  };
  const seenAt = async (person: ReturnType<typeof visitor>, address: URL) => {
    const page = await person.open(address.href);
    return [page.status, problemOf(page) || page.document.querySelector('h1')?.text];
  };

  test('is taken once', async () => {
    const { person, back } = await backAt();
    const first = await person.open(back.href);
    expect(first.document.querySelector('h1')?.text).toBe('Do you have an account?');
    const [status, problem] = await seenAt(person, back);
    expect([status, problem]).toEqual([400, expect.stringContaining('used before')]);
  });

  test('is nothing in another browser, or with another state', async () => {
    const { person, back } = await backAt();
    expect(await seenAt(visitor(service.issuer), back)).toEqual([403, 'This sign-in is over']);
    const changed = new URL(back);
    changed.searchParams.set('state', `${back.searchParams.get('state')}x`);
    expect(await seenAt(person, changed)).toEqual([400, expect.stringContaining('used before')]);
    changed.searchParams.set('state', '../evil');
    expect(await seenAt(person, changed)).toEqual([400, 'This sign-in is over']);
  });

  test('of another provider, or that does not say whose it is, is refused (RFC 9207)', async () => {
    const { person, back } = await backAt();
    expect(back.searchParams.get('iss')).toBe(upstream.issuer);
    back.searchParams.set('iss', other.issuer);
    expect(await seenAt(person, back)).toEqual([400, expect.stringContaining(refusal)]);
    const second = await backAt();
    second.back.searchParams.delete('iss');
    expect(await seenAt(second.person, second.back)).toEqual([400, expect.stringContaining(refusal)]);
  });

  test('at the address of another provider is not taken: whoever mixes two up gets no code of either (RFC 9700 section 4.4)', async () => {
    const { person, back } = await backAt();
    const mixed = new URL(back.href.replace('/upstreams/a/', '/upstreams/b/'));
    expect(await seenAt(person, mixed)).toEqual([400, 'This sign-in is over']);
    expect(await seenAt(person, back)).toEqual([200, 'Do you have an account?']);
  });

  test('of a person who declined leads back to the other ways to sign in', async () => {
    const { person, page } = await atSignIn();
    const there = visitor(upstream.issuer);
    const login = await there.open(await leave(person, page, '#upstream-a'));
    const declined = await there.submit(login, '#decline');
    expect(await seenAt(person, new URL(declined.url))).toEqual([
      400,
      expect.stringContaining('You were not signed in there'),
    ]);
  });

  test.each([
    ['temporarily_unavailable', 503, outage],
    ['invalid_scope', 400, refusal],
    ['<script>alert(1)</script>', 400, refusal],
  ])('with the error %s says what to do', async (error, status, problem) => {
    const { person, back } = await backAt();
    back.searchParams.delete('code');
    back.searchParams.set('error', error);
    expect(await seenAt(person, back)).toEqual([status, expect.stringContaining(problem)]);
  });

  test('is nothing once the provider is disabled, and is taken while it is closing', async () => {
    const [one, two] = [await backAt(), await backAt()];
    await change(service, 'a', { state: 'closing' });
    const page = await one.person.open(one.back.href);
    expect(page.document.querySelector('h1')?.text).toBe('Do you have an account?');
    expect((await atSignIn()).page.document.querySelector('#upstream-a')).toBeNull();
    await change(service, 'a', { state: 'disabled' });
    expect((await seenAt(two.person, two.back))[0]).toBe(400);
    await change(service, 'a', { state: 'enabled' });
  });
});

describe('the addresses of providers', () => {
  test.each([
    'http://elsewhere.example',
    'https://10.0.0.1',
    'https://provider.internal',
    'https://provider.example:8443',
    'https://user:pass@provider.example',
    'https://provider.example?tenant=1',
  ])('cannot be %s', async (issuer) => {
    const answer = await service.call('POST', '/ashlar/v1/upstreams', {
      token: await operatorToken(service),
      json: { id: 'no', names: { en: 'No', cy: 'Na' }, issuer, client_id: 'x', client_secret: 'y' },
    });
    expect([answer.status, JSON.stringify(answer.json.errors)]).toEqual([
      422,
      expect.stringContaining('#/issuer'),
    ]);
  });

  test('that its documents name are held to the same rules', async () => {
    const sly = await startUpstream([]);
    const strict = await startService();
    try {
      const { createOpenIdProviders } = await import('../../src/providers/upstreams/openid.ts');
      const reasons: object[] = [];
      const providers = createOpenIdProviders({
        fetch: strict.deps.callClient,
        insecureTargets: false,
        timeoutMs: 400,
        log: { warn: (told) => reasons.push(told) },
      });
      const kept = await service.pool.query(`select * from upstream where id = 'a'`);
      const access = {
        ...kept.rows[0],
        id: 'sly',
        issuer: sly.issuer,
        clientId: 'x',
        authMethod: 'client_secret_basic',
        secret: 'y',
        sequence: 1,
      };
      const ask = { returnTo: 'https://here.example/', state: 's', nonce: 'n', verifier: 'v'.repeat(43) };
      const more = { language: 'en', anew: false, at: new Date(), twoFactors: false } as const;
      expect(await providers.begin(access, { ...ask, ...more })).toBeUndefined();
      expect(reasons).toHaveLength(1);
      expect(sly.asked).toEqual([]);
    } finally {
      await strict.end();
      await sly.end();
    }
  });
});
