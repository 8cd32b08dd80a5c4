import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { visitor } from '../visitor.ts';
import { begin, call, type IdentitySubject, redeem, signIn, verified } from './subject.ts';

/** How a person signs in and what the relying party then holds. */
export const signInCases: readonly Case<IdentitySubject>[] = [
  {
    section: 'sign-in',
    name: 'a person signs in and the party learns who it is',
    async run(subject) {
      const signedIn = await signIn(subject);
      assert.equal(signedIn.back.searchParams.get('state'), 'the-state');
      assert.equal(signedIn.back.searchParams.get('iss'), subject.baseUrl);
      const answer = await redeem(subject, signedIn);
      assert.equal(answer.status, 200, answer.text);
      const tokens = answer.json as { id_token: string; access_token: string };
      const claims = await verified(subject, tokens.id_token);
      assert.equal(claims.iss, subject.baseUrl);
      assert.equal(claims.aud, subject.client.id);
      assert.equal(claims.nonce, signedIn.nonce);
      const headers = { authorization: `Bearer ${tokens.access_token}` };
      const { json } = await call(subject, 'getUserInfo', '/userinfo', { headers });
      assert.deepEqual(json, { sub: claims.sub, email: subject.person.email, email_verified: true });
    },
  },
  {
    section: 'sign-in',
    name: 'an unknown address and a wrong password get one answer',
    async run(subject) {
      const told = [];
      for (const email of [subject.person.email, 'nobody@service.example']) {
        const person = visitor(subject.baseUrl);
        const page = await person.open(begin(subject).start);
        const again = await person.submit(page, '#submit-password', { email, password: 'not the password' });
        assert.ok(again.document.querySelector('#submit-password'), 'the form is not shown again');
        told.push(`${again.status} ${again.document.querySelector('.govuk-error-summary')?.text.trim()}`);
      }
      assert.equal(told[0], told[1]);
    },
  },
  {
    section: 'sign-in',
    name: 'there is no code without PKCE, and none for the plain method',
    async run(subject) {
      for (const changes of [
        { code_challenge: undefined, code_challenge_method: undefined },
        { code_challenge_method: 'plain' },
      ]) {
        const { url } = await visitor(subject.baseUrl).open(begin(subject, changes).start);
        assert.equal(new URL(url).searchParams.get('error'), 'invalid_request', url);
      }
    },
  },
  {
    section: 'sign-in',
    name: 'an address that is not registered is never redirected to',
    async run(subject) {
      const { start } = begin(subject, { redirect_uri: 'https://attacker.example/' });
      const page = await visitor(subject.baseUrl).open(start);
      assert.equal(page.status, 400);
      assert.ok(page.url.startsWith(subject.baseUrl));
    },
  },
  {
    section: 'sign-in',
    name: 'a form without its token signs nobody in',
    async run(subject) {
      const person = visitor(subject.baseUrl);
      const page = await person.open(begin(subject).start);
      for (const csrfToken of [undefined, 'forged']) {
        const answer = await person.post(page, '#submit-password', { ...subject.person, csrfToken });
        assert.ok(answer.status >= 400 && answer.status < 500, `answered ${answer.status}`);
      }
    },
  },
  {
    section: 'logout',
    name: 'a person signs out, and has to sign in again',
    async run(subject) {
      const signedIn = await signIn(subject);
      const { id_token: hint } = (await redeem(subject, signedIn)).json as { id_token: string };
      const url = new URL('/logout', subject.baseUrl);
      url.searchParams.set('id_token_hint', hint);
      url.searchParams.set('post_logout_redirect_uri', subject.client.postLogoutRedirectUri);
      url.searchParams.set('state', 'bye');
      const asked = await signedIn.visitor.open(url.href);
      const left = await signedIn.visitor.submit(asked, '#submit-logout', { logout: 'yes' });
      assert.equal(left.url, `${subject.client.postLogoutRedirectUri}?state=bye`);
      const again = await signedIn.visitor.open(begin(subject).start);
      assert.ok(again.document.querySelector('#submit-password'), 'the session goes on');
    },
  },
  {
    section: 'logout',
    name: 'a hint that nobody signed is refused, and so is one of another client',
    async run(subject) {
      const signedIn = await signIn(subject);
      const { id_token: hint } = (await redeem(subject, signedIn)).json as { id_token: string };
      const to = subject.client.postLogoutRedirectUri;
      for (const asked of [
        { id_token_hint: `${hint.slice(0, -8)}AAAAAAAA`, post_logout_redirect_uri: to },
        { id_token_hint: hint, client_id: subject.program.id, post_logout_redirect_uri: to },
      ]) {
        const page = await signedIn.visitor.open(`${subject.baseUrl}/logout?${new URLSearchParams(asked)}`);
        assert.equal(page.status, 400);
      }
    },
  },
  {
    section: 'logout',
    name: 'a request may come by a form, and without an address the person stays at a page',
    async run(subject) {
      const signedIn = await signIn(subject);
      const { id_token: hint } = (await redeem(subject, signedIn)).json as { id_token: string };
      const led = await call(subject, 'logOutByPost', '/logout', { form: { id_token_hint: hint } });
      const address = new URL(led.headers.get('location') ?? '/logout', subject.baseUrl);
      assert.equal(address.searchParams.get('id_token_hint'), hint, 'the request is lost on the way');
      const asked = await signedIn.visitor.open(address.href);
      const left = await signedIn.visitor.submit(asked, '#submit-logout', { logout: 'yes' });
      assert.equal(left.status, 200);
      assert.ok(left.url.startsWith(subject.baseUrl));
    },
  },
  {
    section: 'logout',
    name: 'an address that is not registered is not redirected to after signing out',
    async run(subject) {
      const signedIn = await signIn(subject);
      const { id_token: hint } = (await redeem(subject, signedIn)).json as { id_token: string };
      const query = new URLSearchParams({
        id_token_hint: hint,
        post_logout_redirect_uri: 'https://attacker.example/',
      });
      const page = await signedIn.visitor.open(`${subject.baseUrl}/logout?${query}`);
      assert.equal(page.status, 400);
    },
  },
];
