import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { Platform } from '@ashlar/local';
import { openPool, type Pool } from '@ashlar/postgres';
import { hash, verify } from '@node-rs/argon2';
import { createClient, type MadeClient } from './token.ts';

/** Sign-ins with code and PKCE, by the pages' forms, and what of each is the password's hash. */
export interface SignIns {
  readonly perSecond: number;
  /** What this machine can do of the hash alone, as many at once. */
  readonly hashesPerSecond: number;
  /** The part of a sign-in that is the hash. */
  readonly share: number;
}

/** Sign-ins beside few sessions, and beside many. */
export interface ManySessions {
  readonly before: number;
  readonly after: number;
  readonly ratio: number;
  readonly sessions: number;
}

const AT_ONCE = 32;
const REDIRECT = 'https://party.example/callback';

/** Measures hashes and sign-ins in alternating rounds. */
export async function measureSignIns(platform: Platform, rounds: number, seconds: number): Promise<SignIns> {
  const signIn = await signer(platform);
  const stored = await hash('a password', { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const check = async () => void (await verify(stored, 'a password'));
  await perSecond(signIn, 2);
  const seen = { signIns: 0, hashes: 0 };
  for (let round = 0; round < rounds; round += 1) {
    seen.hashes += (await perSecond(check, seconds)) / rounds;
    seen.signIns += (await perSecond(signIn, seconds)) / rounds;
  }
  return { perSecond: seen.signIns, hashesPerSecond: seen.hashes, share: seen.signIns / seen.hashes };
}

/** Signs in again and again, stores so many sessions of other people with what they agreed to and their refresh tokens, and does so again. */
export async function measureManySessions(
  platform: Platform,
  sessions: number,
  seconds: number,
): Promise<ManySessions> {
  const url = new URL(platform.adminUrl);
  url.pathname = '/identity';
  const signIn = await signer(platform);
  const pool = openPool({ url: url.href, applicationName: 'bench', statementTimeoutMs: 600_000 });
  try {
    await perSecond(signIn, 2);
    const before = await perSecond(signIn, seconds);
    await fillSessions(pool, sessions);
    await perSecond(signIn, 2);
    const after = await perSecond(signIn, seconds);
    return { before, after, ratio: after / before, sessions };
  } finally {
    await pool.end();
  }
}

/** Straight into the table, since by forms they would take half an hour. Nobody opens them: what they say is noise of the usual length. */
async function fillSessions(pool: Pool, sessions: number): Promise<void> {
  await pool.query({
    text: `insert into engine_record (kind, id, sealed, uid, grant_id, expires_at, account)
           select kind, kind || n, decode(repeat(md5(n::text), 24), 'hex'), case kind when 'Session' then 'uid' || n end,
                  case kind when 'RefreshToken' then 'Grant' || n end, now() + interval '12 hours', 'account' || n
             from generate_series(1, $1::integer) as n, unnest(array['Session', 'Grant', 'RefreshToken']) as kind`,
    values: [sessions],
  });
  await pool.query('vacuum analyze engine_record');
}

/** How many times a second `work` is done, so many at once. */
async function perSecond(work: () => Promise<void>, seconds: number): Promise<number> {
  const began = performance.now();
  const until = began + seconds * 1000;
  let done = 0;
  const lane = async () => {
    while (performance.now() < until) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return done / ((performance.now() - began) / 1000);
}

/** A whole sign-in of one of some people, each time in a new browser: the request, the form, the consent, the code, the tokens. */
async function signer(platform: Platform): Promise<() => Promise<void>> {
  const root = platform.serviceUrl('identity');
  const client = await createClient(platform, { redirect_uris: [REDIRECT] });
  const password = randomBytes(12).toString('base64url');
  const people = await Promise.all(
    Array.from({ length: AT_ONCE * 2 }, () => createPerson(platform, root, password)),
  );
  let turn = 0;
  return async () => {
    const email = people[turn++ % people.length] ?? '';
    await signIn(root, client, { email, password });
  };
}

async function signIn(root: string, client: MadeClient, person: Record<string, string>): Promise<void> {
  const browse = browser(root);
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: REDIRECT,
    scope: 'openid email',
    state: 'a-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const password = await browse(`/authorize?${query}`);
  const consent = await browse(...answerTo(password, person));
  const { url } = await browse(...answerTo(consent, {}));
  const code = new URL(url).searchParams.get('code') ?? '';
  const answer = await fetch(`${root}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT,
      code_verifier: verifier,
      client_id: client.client_id,
      client_secret: client.client_secret,
    }),
  });
  assert.equal(answer.status, 200, await answer.text());
}

interface Shown {
  readonly url: string;
  readonly html: string;
}

/** Where the form of a page goes, and what is sent. */
function answerTo({ url, html }: Shown, fields: Record<string, string>): [string, URLSearchParams] {
  const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(html)?.[1];
  assert.ok(csrfToken, `no form at ${url}`);
  const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1] ?? url;
  return [new URL(action, url).href, new URLSearchParams({ csrfToken, ...fields })];
}

/** A browser with cookies, which follows redirects until a page, or an address elsewhere. */
function browser(root: string): (at: string, form?: URLSearchParams) => Promise<Shown> {
  const cookies = new Map<string, string>();
  return async function browse(at: string, form?: URLSearchParams): Promise<Shown> {
    const { pathname, search, href } = new URL(at, root);
    if (href.startsWith(REDIRECT)) return { url: href, html: '' };
    // The service names its addresses by its issuer, which leads by the gateway.
    const url = new URL(pathname + search, root);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form && { method: 'POST', body: form }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const html = await answer.text();
    const next = answer.headers.get('location');
    return next === null ? { url: url.href, html } : browse(new URL(next, url).href);
  };
}

async function createPerson(platform: Platform, root: string, password: string): Promise<string> {
  const email = `bench-${randomBytes(8).toString('hex')}@service.example`;
  const answer = await fetch(`${root}/ashlar/v1/accounts`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await platform.token({ scope: 'identity:admin' })}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ email, password }),
  });
  assert.equal(answer.status, 201, await answer.text());
  return email;
}
