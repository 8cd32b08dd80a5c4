import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { visitor } from '../visitor.ts';
import { begin, call, errorOf, type IdentitySubject, redeem, signIn } from './subject.ts';

/** A code goes to whom it is for, and says from whom it comes (RFC 9700 sections 4.1, 4.4 and 4.8). */
export const redirectCases: readonly Case<IdentitySubject>[] = [
  {
    section: 'redirects',
    name: 'an address that is nearly the registered one is not redirected to',
    async run(subject) {
      for (const redirect_uri of nearly(subject.client.redirectUri)) {
        const page = await visitor(subject.baseUrl).open(begin(subject, { redirect_uri }).start);
        assert.deepEqual([redirect_uri, page.status], [redirect_uri, 400]);
        assert.ok(page.url.startsWith(`${subject.baseUrl}/`), `${redirect_uri} was redirected to`);
      }
    },
  },
  {
    section: 'redirects',
    name: 'an error too says from which issuer it comes, and discovery says so',
    async run(subject) {
      const { json } = await call(subject, 'getOpenIdConfiguration', '/.well-known/openid-configuration');
      const metadata = json as { authorization_response_iss_parameter_supported?: unknown };
      assert.equal(metadata.authorization_response_iss_parameter_supported, true);
      const person = visitor(subject.baseUrl);
      const silent = await person.open(begin(subject, { prompt: 'none' }).start);
      const page = await person.open(begin(subject).start);
      const cancelled = await person.submit(page, '#cancel');
      for (const [{ url }, error] of [
        [silent, 'login_required'],
        [cancelled, 'access_denied'],
      ] as const) {
        const { searchParams } = new URL(url);
        assert.deepEqual([searchParams.get('error'), searchParams.get('iss')], [error, subject.baseUrl]);
        assert.equal(searchParams.get('state'), 'the-state');
      }
    },
  },
  {
    section: 'redirects',
    name: 'a code that was asked for with a challenge is worth nothing without its verifier',
    async run(subject) {
      const { verifier: _own, ...signedIn } = await signIn(subject);
      const { id, secret, redirectUri } = subject.client;
      const form = {
        grant_type: 'authorization_code',
        code: signedIn.code,
        redirect_uri: redirectUri,
        client_id: id,
        client_secret: secret,
      };
      const without = await call(subject, 'requestToken', '/token', { form });
      assert.deepEqual([without.status, errorOf(without)], [400, 'invalid_grant']);
      const empty = await redeem(subject, { ...signedIn, verifier: '' });
      assert.equal(empty.status, 400);
    },
  },
  {
    section: 'redirects',
    name: 'a code is worth nothing to another client',
    async run(subject) {
      const signedIn = await signIn(subject);
      const { id, secret } = subject.program;
      const answer = await redeem(subject, signedIn, { client_id: id, client_secret: secret });
      assert.equal(answer.status, 400, answer.text);
    },
  },
];

/** Addresses that a comparison which is not exact would take for a registered one. */
function nearly(address: string): string[] {
  const { protocol, host, hostname, pathname } = new URL(address);
  return [
    `${address}/`,
    `${address}/more`,
    `${address}/../other`,
    `${address}?x=1`,
    `${address}#x`,
    `${address}%2f`,
    `${protocol}//${host}${pathname.toUpperCase()}`,
    `${protocol}//${host}/`,
    `${protocol}//attacker.example${pathname}`,
    `${protocol}//${hostname}.attacker.example${pathname}`,
    `${protocol}//${host}@attacker.example${pathname}`,
    `//${host}${pathname}`,
    pathname,
    'javascript:alert(1)',
  ];
}
