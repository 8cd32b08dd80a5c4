import assert from 'node:assert/strict';
import { send } from '../http.ts';
import type { Case } from '../suite.ts';
import { visitor } from '../visitor.ts';
import { begin, call, type IdentitySubject, signIn } from './subject.ts';

/** What protects a person's browser: forms, cookies, frames. */
export const browserCases: readonly Case<IdentitySubject>[] = [
  {
    section: 'browsers',
    name: 'a form of another sign-in signs nobody in, and neither does another browser’s',
    async run(subject) {
      const [mine, other] = [visitor(subject.baseUrl), visitor(subject.baseUrl)];
      const page = await mine.open(begin(subject).start);
      const theirs = await other.open(begin(subject).start);
      const csrfToken = theirs.document.querySelector('[name=csrfToken]')?.getAttribute('value') ?? '';
      const foreign = await mine.post(page, '#submit-password', { ...subject.person, csrfToken });
      const elsewhere = await other.post(page, '#submit-password', { ...subject.person });
      assert.deepEqual([foreign.status, elsewhere.status], [403, 403]);
    },
  },
  {
    section: 'browsers',
    name: 'cookies that were there before a sign-in are worth nothing after it',
    async run(subject) {
      const { visitor: person } = await signIn(subject);
      const stolen = visitor(subject.baseUrl);
      for (const [name, value] of person.cookies) stolen.cookies.set(name, value);
      const page = await person.open(begin(subject, { prompt: 'login' }).start);
      const back = await person.submit(page, '#submit-password', { ...subject.person });
      const left = back.document.querySelector('#submit-consent')
        ? await person.submit(back, '#submit-consent')
        : back;
      assert.ok(new URL(left.url).searchParams.has('code'), 'the person did not sign in again');
      const seen = await stolen.open(begin(subject, { prompt: 'none' }).start);
      assert.equal(new URL(seen.url).searchParams.get('error'), 'login_required');
    },
  },
  {
    section: 'browsers',
    name: 'a cookie that was planted before a sign-in is not the one after it',
    async run(subject) {
      const [attacker, victim] = [visitor(subject.baseUrl), visitor(subject.baseUrl)];
      const { start } = begin(subject);
      await attacker.open(start);
      for (const [name, value] of attacker.cookies) victim.cookies.set(name, value);
      const page = await victim.open(begin(subject).start);
      const next = await victim.submit(page, '#submit-password', { ...subject.person });
      assert.equal(next.document.querySelector('#submit-password'), null, 'the person is not signed in');
      const seen = await attacker.open(begin(subject, { prompt: 'none' }).start);
      assert.equal(new URL(seen.url).searchParams.get('error'), 'login_required');
    },
  },
  {
    section: 'browsers',
    name: 'scripts read what is a client’s from its own origins only, and what is everybody’s from anywhere',
    async run(subject) {
      const { id, secret, redirectUri } = subject.client;
      const form = {
        grant_type: 'refresh_token',
        refresh_token: 'none',
        client_id: id,
        client_secret: secret,
      };
      const allowed = async (origin: string) => {
        const answer = await call(subject, 'requestToken', '/token', { form, headers: { origin } });
        return answer.headers.get('access-control-allow-origin');
      };
      const { origin } = new URL(redirectUri);
      assert.deepEqual([await allowed(origin), await allowed('https://attacker.example')], [origin, null]);
      const headers = { origin: 'https://anybody.example' };
      const keys = await call(subject, 'getJwks', '/.well-known/jwks.json', { headers });
      const anybody = keys.headers.get('access-control-allow-origin') ?? '';
      assert.ok(['*', headers.origin].includes(anybody), 'scripts cannot read the keys');
    },
  },
  {
    section: 'browsers',
    name: 'cookies are out of reach of scripts and other sites, and pages of frames, scripts and caches',
    async run(subject) {
      const begun = await send(begin(subject).start);
      const lines = begun.headers.getSetCookie();
      const page = await send(new URL(String(begun.headers.get('location')), subject.baseUrl).href, {
        headers: { cookie: lines.map((line) => line.split(';')[0]).join('; ') },
      });
      lines.push(...page.headers.getSetCookie());
      assert.ok(lines.length > 0, 'there is no cookie');
      const isSecure = subject.baseUrl.startsWith('https:');
      for (const line of lines) {
        assert.match(line, /; *httponly/i);
        assert.match(line, /; *samesite=(lax|strict)/i);
        if (isSecure) assert.match(line, /; *secure/i);
      }
      const policy = page.headers.get('content-security-policy') ?? '';
      assert.match(policy, /frame-ancestors 'none'/);
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/);
      assert.match(page.headers.get('cache-control') ?? '', /no-store/);
      assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
      assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    },
  },
];
