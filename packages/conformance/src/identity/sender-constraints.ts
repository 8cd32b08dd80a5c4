import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { visitor } from '../visitor.ts';
import { begin, call, errorOf, type IdentitySubject, redeem, signIn, verified } from './subject.ts';

/** Requests that the browser does not carry, and tokens that are worth nothing without a key. */
export const senderConstraintCases: readonly Case<IdentitySubject>[] = [
  {
    section: 'pushed requests',
    name: 'a pushed request leads to a sign-in, once',
    async run(subject) {
      const begun = begin(subject);
      const pushed = await push(subject, begun.start);
      assert.equal(pushed.status, 201, pushed.text);
      const { request_uri: uri } = pushed.json as { request_uri: string };
      const query = new URLSearchParams({ client_id: subject.client.id, request_uri: uri });
      const start = `${subject.baseUrl}/authorize?${query}`;
      const signedIn = await signIn(subject, { ...begun, start });
      assert.equal((await redeem(subject, signedIn)).status, 200);
      const again = await signedIn.visitor.open(start);
      assert.equal(new URL(again.url).searchParams.get('code'), null, 'it leads to a second sign-in');
      assert.equal(again.document.querySelector('#submit-password, #submit-consent'), null);
    },
  },
  {
    section: 'pushed requests',
    name: 'nobody pushes for a client without its secret, or to an address that is not its own',
    async run(subject) {
      const { start } = begin(subject);
      const forged = await push(subject, start, { client_secret: 'wrong' });
      assert.deepEqual([forged.status, errorOf(forged)], [401, 'invalid_client']);
      const elsewhere = await push(subject, start, { redirect_uri: 'https://attacker.example/' });
      assert.equal(elsewhere.status, 400);
    },
  },
  {
    section: 'request objects',
    name: 'one that nobody signed is refused',
    async run(subject) {
      const { start } = begin(subject);
      const claims = Object.fromEntries(new URL(start).searchParams);
      const request = `${part({ alg: 'none' })}.${part({ ...claims, scope: 'openid email phone' })}.`;
      const page = await visitor(subject.baseUrl).open(begin(subject, { request }).start);
      assert.ok(!page.document.querySelector('#submit-password'), 'the person is asked to sign in');
      const error = new URL(page.url).searchParams.get('error');
      if (error) assert.match(error, /^(invalid_request_object|request_not_supported)$/);
      else assert.equal(page.status, 400);
    },
  },
  {
    section: 'bound tokens',
    name: 'a token is bound to the key of a proof, which is used once',
    async run(subject) {
      const { proof, thumbprint } = keyOfOne();
      const sent = proof('POST', `${subject.baseUrl}/token`);
      const answer = await askBound(subject, sent);
      assert.equal(answer.status, 200, answer.text);
      const { access_token: token, token_type: type } = answer.json as Record<string, string>;
      assert.equal(type, 'DPoP');
      assert.deepEqual((await verified(subject, token)).cnf, { jkt: thumbprint });
      assert.equal((await askBound(subject, sent)).status, 400, 'a proof is used twice');
    },
  },
  {
    section: 'bound tokens',
    name: 'a proof for another address, method or time is none',
    async run(subject) {
      const { proof } = keyOfOne();
      const url = `${subject.baseUrl}/token`;
      for (const bad of [
        proof('POST', `${subject.baseUrl}/userinfo`),
        proof('GET', url),
        proof('POST', url, { iat: Math.floor(Date.now() / 1000) - 3600 }),
        `${proof('POST', url).slice(0, -8)}AAAAAAAA`,
      ]) {
        const answer = await askBound(subject, bad);
        assert.deepEqual([answer.status, errorOf(answer)], [400, 'invalid_dpop_proof']);
      }
    },
  },
];

/** Pushes the request of an address (RFC 9126). */
export function push(
  subject: IdentitySubject,
  start: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const asked = Object.fromEntries(new URL(start).searchParams);
  const form = { ...asked, client_secret: subject.client.secret, ...changes };
  return call(subject, 'pushAuthorizationRequest', '/par', { form });
}

/** Asks for a token with a proof. */
export function askBound({ program, ...subject }: IdentitySubject, dpop: string): Promise<Answer> {
  const form = {
    grant_type: 'client_credentials',
    scope: program.scope,
    client_id: program.id,
    client_secret: program.secret,
  };
  return call({ program, ...subject }, 'requestToken', '/token', { form, headers: { dpop } });
}

/** A key of a client, and proofs of it (RFC 9449 section 4.2). */
export function keyOfOne() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  const jwk = { crv, kty, x, y };
  const proof = (htm: string, htu: string, changes: object = {}) => {
    const claims = { htm, htu, jti: randomUUID(), iat: Math.floor(Date.now() / 1000), ...changes };
    const text = `${part({ typ: 'dpop+jwt', alg: 'ES256', jwk })}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  };
  return { proof, thumbprint: createHash('sha256').update(JSON.stringify(jwk)).digest('base64url') };
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
