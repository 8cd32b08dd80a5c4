import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { askToken, call, type IdentitySubject, redeem, signIn, verified } from './subject.ts';

/** What the provider says of itself, and what its tokens are worth. */
export const tokenCases: readonly Case<IdentitySubject>[] = [
  {
    section: 'discovery',
    name: 'the configuration names the issuer and addresses below it',
    async run(subject) {
      const { json } = await call(subject, 'getOpenIdConfiguration', '/.well-known/openid-configuration');
      const metadata = json as Record<string, unknown>;
      assert.equal(metadata.issuer, subject.baseUrl);
      for (const [name, path] of Object.entries(endpoints)) {
        assert.equal(metadata[name], `${subject.baseUrl}${path}`, name);
      }
      assert.deepEqual(metadata.response_types_supported, ['code']);
      assert.deepEqual(metadata.code_challenge_methods_supported, ['S256']);
      // OpenID Connect Discovery 1.0 section 3: RS256 must be among them.
      assert.deepEqual([...(metadata.id_token_signing_alg_values_supported as string[])].sort(), [
        'ES256',
        'RS256',
      ]);
    },
  },
  {
    section: 'discovery',
    name: 'the published keys hold no private part',
    async run(subject) {
      const { json } = await call(subject, 'getJwks', '/.well-known/jwks.json');
      const { keys } = json as { keys: Record<string, unknown>[] };
      assert.ok(keys.length > 0, 'there is no key');
      assert.ok(keys.every((key) => key.d === undefined && key.k === undefined && key.kid !== undefined));
    },
  },
  {
    section: 'tokens',
    name: 'a program gets a token whose audience is the component',
    async run(subject) {
      const answer = await askToken(subject);
      assert.equal(answer.status, 200, answer.text);
      assert.match(answer.headers.get('cache-control') ?? '', /no-store/, 'a cache may keep the token');
      const told = answer.json as { access_token: string; scope?: string };
      assert.equal(told.scope ?? subject.program.scope, subject.program.scope);
      const claims = await verified(subject, told.access_token);
      assert.equal(claims.iss, subject.baseUrl);
      assert.equal(claims.aud, subject.program.scope.split(':')[0]);
      assert.equal(claims.sub, subject.program.id);
      assert.equal(claims.scope, subject.program.scope);
      assert.equal(typeof claims.department, 'string');
      assert.ok(Number(claims.exp) > Date.now() / 1000, 'it has ended already');
    },
  },
  {
    section: 'tokens',
    name: 'a wrong secret and an unknown client get invalid_client',
    async run(subject) {
      const told = [];
      for (const changes of [
        { client_secret: 'wrong' },
        { client_id: 'nobody' },
        { client_id: 'no\0body' },
      ]) {
        const answer = await askToken(subject, changes);
        assert.deepEqual([answer.status, errorOf(answer.json)], [401, 'invalid_client']);
        told.push(answer.text);
      }
      assert.equal(new Set(told).size, 1, 'whoever tries is told which clients there are');
    },
  },
  {
    section: 'tokens',
    name: 'a scope of a component that does not belong to the resource is refused',
    async run(subject) {
      const answer = await askToken(subject, { resource: 'urn:ashlar:no-such-component' });
      assert.equal(answer.status, 400);
    },
  },
  {
    section: 'tokens',
    name: 'a code has one winner, and a replay ends its tokens',
    async run(subject) {
      const signedIn = await signIn(subject);
      const answers = await Promise.all([1, 2, 3, 4].map(() => redeem(subject, signedIn)));
      const won = answers.filter(({ status }) => status === 200);
      assert.equal(won.length, 1, `${won.length} of 4 redeemed one code`);
      for (const { status, json } of answers)
        if (status !== 200) assert.equal(errorOf(json), 'invalid_grant');
      const replay = await redeem(subject, signedIn);
      assert.deepEqual([replay.status, errorOf(replay.json)], [400, 'invalid_grant']);
      const [first] = won.map(({ json }) => json as { access_token: string });
      const headers = { authorization: `Bearer ${first?.access_token}` };
      assert.equal((await call(subject, 'getUserInfo', '/userinfo', { headers })).status, 401);
    },
  },
  {
    section: 'tokens',
    name: 'a code is worth nothing with another verifier',
    async run(subject) {
      const answer = await redeem(subject, await signIn(subject), { code_verifier: 'x'.repeat(43) });
      assert.deepEqual([answer.status, errorOf(answer.json)], [400, 'invalid_grant']);
    },
  },
  {
    section: 'tokens',
    name: 'a code is worth nothing with another redirect address',
    async run(subject) {
      const other = `${subject.client.redirectUri}/other`;
      const answer = await redeem(subject, await signIn(subject), { redirect_uri: other });
      assert.deepEqual([answer.status, errorOf(answer.json)], [400, 'invalid_grant']);
    },
  },
  {
    section: 'tokens',
    name: 'userinfo refuses no token, a forged one and one for a component',
    async run(subject) {
      const { access_token: own } = (await askToken(subject)).json as { access_token: string };
      for (const token of [undefined, 'forged', `${own.slice(0, -6)}AAAAAA`, own]) {
        const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
        const answer = await call(subject, 'getUserInfo', '/userinfo', { headers });
        assert.ok(
          answer.status === 401 || (token === undefined && answer.status === 400),
          `${answer.status}`,
        );
      }
    },
  },
];

const endpoints = {
  authorization_endpoint: '/authorize',
  token_endpoint: '/token',
  userinfo_endpoint: '/userinfo',
  jwks_uri: '/.well-known/jwks.json',
  end_session_endpoint: '/logout',
};

function errorOf(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'error' in json ? json.error : undefined;
}
