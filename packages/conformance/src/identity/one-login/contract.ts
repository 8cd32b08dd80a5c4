import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { send } from '../../http.ts';
import type { Case } from '../../suite.ts';
import { visitor } from '../../visitor.ts';
import { codeOf, identity, readUserinfo, signIn } from './journeys.ts';
import { begin, beginByObject, type OneLoginSubject, tokenForm, vocabulary } from './subject.ts';

/** What the contract says beyond single answers: values, lifetimes, sessions, proofs that failed. */
export const contractCases: readonly Case<OneLoginSubject>[] = [
  {
    section: 'documents',
    name: 'the configuration says what is offered, value by value',
    async run({ issuer }) {
      const { json } = await send(`${issuer}.well-known/openid-configuration`);
      const told = json as Record<string, unknown>;
      for (const [name, value] of Object.entries(offered)) assert.deepEqual(told[name], value, name);
      for (const [name, path] of Object.entries(places)) assert.equal(told[name], `${issuer}${path}`, name);
      assert.equal(told.issuer, issuer);
      const algorithms = told.token_endpoint_auth_signing_alg_values_supported as string[];
      const rsa = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
      assert.deepEqual([...algorithms].sort(), rsa.sort(), 'clients sign with RSA only');
      const claims = told.claims_supported as string[];
      for (const name of ['passport', 'drivingPermit', 'coreIdentityJWT', 'address', 'returnCode'])
        assert.ok(claims.includes(`${vocabulary}${name}`), name);
    },
  },
  {
    section: 'documents',
    name: 'the trustmark names every level, and the next key of ID tokens is published',
    async run({ issuer }) {
      const mark = (await send(`${issuer}trustmark`)).json as { C: string[]; P: string[] };
      assert.deepEqual(mark.C, ['Cl', 'Cl.Cm']);
      assert.deepEqual(mark.P.slice(0, 3), ['P0', 'P1', 'P2']);
      const { keys } = (await send(`${issuer}.well-known/jwks.json`)).json as { keys: object[] };
      assert.ok(keys.length > 1, 'the next key is not published yet');
      assert.ok(keys.every((key) => !('d' in key)));
    },
  },
  {
    section: 'authorize',
    name: 'a code comes in the fragment where that is the mode',
    async run(subject) {
      const back = await subject.arrive(begin(subject, { response_mode: 'fragment' }).start);
      assert.equal(back.search, '');
      assert.ok(new URLSearchParams(back.hash.slice(1)).get('code'), back.href);
    },
  },
  ...(['token', ''] as const).map(
    (path): Case<OneLoginSubject> => ({
      section: 'tokens',
      name: `an assertion may be for ${path ? 'the token address' : 'the issuer'}`,
      async run(subject) {
        const begun = begin(subject);
        const code = await codeOf(subject, begun.start);
        const given = { code, code_verifier: begun.verifier };
        const form = await tokenForm(subject, given, { aud: `${subject.issuer}${path}` });
        const answer = await send(`${subject.issuer}token`, { form });
        assert.equal(answer.status, 200, answer.text);
      },
    }),
  ),
  {
    section: 'tokens',
    name: 'of fifty at once with one code, one gets tokens',
    async run(subject) {
      const begun = begin(subject);
      const code = await codeOf(subject, begun.start);
      const given = { code, code_verifier: begun.verifier };
      const forms = await Promise.all(Array.from({ length: 50 }, () => tokenForm(subject, given)));
      const answers = await Promise.all(forms.map((form) => send(`${subject.issuer}token`, { form })));
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    },
  },
  {
    section: 'userinfo',
    name: 'a token that was changed, or signed otherwise, opens nothing',
    async run(subject) {
      const { json } = await signIn(subject);
      const token = json.access_token;
      const claims = decodeJwt(token);
      const { kid } = decodeProtectedHeader(token);
      const unsigned = `${part({ alg: 'none', kid })}.${part(claims)}.`;
      const text = `${part({ alg: 'HS256', kid })}.${part(claims)}`;
      const hashed = `${text}.${createHmac('sha256', 'secret').update(text).digest('base64url')}`;
      const [head, , signature] = token.split('.');
      const changed = `${head}.${part({ ...claims, exp: Number(claims.exp) + 1 })}.${signature}`;
      for (const forged of [unsigned, hashed, changed])
        assert.equal((await readUserinfo(subject, forged)).status, 401);
      assert.equal((await readUserinfo(subject, token)).status, 200);
    },
  },
  {
    section: 'identity',
    name: 'a core identity lasts half an hour to a day, and names the trustmark',
    async run(subject) {
      const { json } = await signIn(subject, identity);
      const { told } = await readUserinfo(subject, json.access_token);
      const claims = decodeJwt(String(told[`${vocabulary}coreIdentityJWT`]));
      const lasts = Number(claims.exp) - Number(claims.iat);
      assert.ok(lasts >= 1800 && lasts <= 86_400, `it lasts ${lasts} s`);
      assert.equal(typeof claims.nbf, 'number');
      assert.equal(claims.vtm, `${subject.issuer}trustmark`);
    },
  },
  {
    section: 'identity',
    name: 'a proof that failed is access_denied, and where codes are asked for it is told by one',
    async run(subject) {
      const without = begin(subject, identity);
      const denied = await subject.arrive(without.start, 'code-A');
      assert.equal(denied.searchParams.get('error'), 'access_denied', denied.href);
      const claims = { userinfo: { [core]: null, [`${vocabulary}returnCode`]: null } };
      const asking = { ...identity, claims: JSON.stringify(claims) };
      const { json } = await signIn(subject, asking, 'code-A');
      const { told } = await readUserinfo(subject, json.access_token);
      assert.deepEqual(told[`${vocabulary}returnCode`], [{ code: 'A' }]);
      assert.equal(told[core], undefined, 'somebody’s identity is told');
    },
  },
  {
    section: 'sessions',
    name: 'a session is gone on with, a request object with prompt=login asks again, and signing out ends it',
    async run(subject) {
      assert.ok(subject.person, 'somebody who signs in by forms is needed');
      const browser = visitor(new URL(subject.issuer).origin);
      const begun = begin(subject);
      const form = await browser.open(begun.start);
      const first = new URL((await browser.submit(form, '#submit-password', { ...subject.person })).url);
      const given = { code: first.searchParams.get('code') ?? '', code_verifier: begun.verifier };
      const redeemed = await send(`${subject.issuer}token`, { form: await tokenForm(subject, given) });
      const { id_token: hint } = redeemed.json as { id_token: string };
      const goesOn = await browser.open(begin(subject).start);
      assert.ok(new URL(goesOn.url).searchParams.has('code'), 'the session does not go on');
      const again = await beginByObject(subject, { claims: { prompt: 'login', id_token_hint: hint } });
      const asked = await browser.open(again);
      assert.ok(asked.document.querySelector('#submit-password'), 'nobody is asked again');
      await browser.open(`${subject.issuer}logout?${new URLSearchParams({ id_token_hint: hint })}`);
      const after = await browser.open(begin(subject).start);
      assert.ok(after.document.querySelector('#submit-password'), 'the session goes on after signing out');
    },
  },
];

const core = `${vocabulary}coreIdentityJWT`;

const offered = {
  scopes_supported: ['openid', 'email', 'phone', 'offline_access'],
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_post'],
  ui_locales_supported: ['en', 'cy'],
  request_parameter_supported: true,
  request_uri_parameter_supported: false,
  subject_types_supported: ['public', 'pairwise'],
  claim_types_supported: ['normal'],
  backchannel_logout_supported: true,
  backchannel_logout_session_supported: false,
};

const places = {
  authorization_endpoint: 'authorize',
  token_endpoint: 'token',
  userinfo_endpoint: 'userinfo',
  end_session_endpoint: 'logout',
  jwks_uri: '.well-known/jwks.json',
  trustmarks: 'trustmark',
};

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
