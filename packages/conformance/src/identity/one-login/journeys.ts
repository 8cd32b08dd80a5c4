import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { send } from '../../http.ts';
import type { Case } from '../../suite.ts';
import { begin, type Changes, type OneLoginSubject, tokenForm, vocabulary } from './subject.ts';

/** What takes a person: tokens, what they say, and signing out. */
export const journeyCases: readonly Case<OneLoginSubject>[] = [
  {
    section: 'tokens',
    name: 'a code gives a bearer token of 180 seconds and an ID token, and nothing else',
    async run(subject) {
      const { json } = await signIn(subject);
      assert.deepEqual(Object.keys(json).sort(), ['access_token', 'expires_in', 'id_token', 'token_type']);
      assert.equal(json.token_type, 'Bearer');
      assert.equal(json.expires_in, 180);
      assert.equal(decodeJwt(json.access_token).client_id, subject.client.id);
    },
  },
  {
    section: 'tokens',
    name: 'an ID token says of the level only how well the person signed in',
    async run(subject) {
      const { json, begun } = await signIn(subject, identity);
      const keys = createRemoteJWKSet(new URL(`${subject.issuer}.well-known/jwks.json`));
      const { payload } = await jwtVerify(json.id_token, keys, {
        issuer: subject.issuer,
        audience: subject.client.id,
        algorithms: ['ES256'],
      });
      assert.equal(payload.vot, 'Cl.Cm');
      assert.equal(payload.vtm, `${subject.issuer}trustmark`);
      assert.equal(payload.nonce, begun.nonce);
      assert.match(String(payload.sub), /^urn:fdc:gov\.uk:2022:[\w-]+=*$/);
      assert.equal(Number(payload.exp) - Number(payload.iat), 120);
      for (const name of ['sid', 'auth_time']) assert.notEqual(payload[name], undefined, name);
      const half = createHash('sha256').update(json.access_token).digest().subarray(0, 16);
      assert.equal(payload.at_hash, half.toString('base64url'));
    },
  },
  {
    section: 'tokens',
    name: 'a code is worth something once, and to whoever has its verifier and address',
    async run(subject) {
      const begun = begin(subject);
      const code = await codeOf(subject, begun.start);
      const redeem = async (changes: Changes) =>
        send(`${subject.issuer}token`, {
          form: await tokenForm(subject, { code, code_verifier: begun.verifier, ...changes }),
        });
      const refused = { error: 'invalid_grant', error_description: 'Invalid grant' };
      for (const changes of [
        { code_verifier: 'x'.repeat(43) },
        { redirect_uri: 'https://elsewhere.example/' },
      ]) {
        const { status, json } = await redeem(changes);
        assert.deepEqual([status, json], [400, refused]);
      }
      assert.equal((await redeem({})).status, 200);
      const again = await redeem({});
      assert.deepEqual([again.status, again.json], [400, refused]);
    },
  },
  {
    section: 'userinfo',
    name: 'it tells what was asked for, of the person whom the ID token names',
    async run(subject) {
      const { json } = await signIn(subject);
      const { status, told } = await readUserinfo(subject, json.access_token);
      assert.equal(status, 200);
      assert.equal(told.sub, decodeJwt(json.id_token).sub);
      assert.equal(typeof told.email, 'string');
      assert.equal(told.email_verified, true);
      assert.equal(told[`${vocabulary}coreIdentityJWT`], undefined);
    },
  },
  {
    section: 'userinfo',
    name: 'an ID token opens nothing',
    async run(subject) {
      const { json } = await signIn(subject);
      assert.equal((await readUserinfo(subject, json.id_token)).status, 401);
    },
  },
  {
    section: 'identity',
    name: 'a core identity is signed with a key of the DID document, and is for the client alone',
    async run(subject) {
      const { json } = await signIn(subject, identity);
      const { told } = await readUserinfo(subject, json.access_token);
      const answer = await send(`${subject.issuer}.well-known/did.json`);
      const { id, assertionMethod } = answer.json as {
        id: string;
        assertionMethod: { id: string; publicKeyJwk: Record<string, string> }[];
      };
      assert.ok(assertionMethod.length > 1, 'the next key is not published yet');
      const keys = assertionMethod.map((method) => ({ ...method.publicKeyJwk, kid: method.id }));
      const { payload, protectedHeader } = await jwtVerify(
        String(told[`${vocabulary}coreIdentityJWT`]),
        createLocalJWKSet({ keys: keys as never }),
        { issuer: subject.issuer, audience: subject.client.id, algorithms: ['ES256'] },
      );
      assert.ok(protectedHeader.kid?.startsWith(`${id}#`));
      assert.equal(payload.sub, told.sub);
      assert.equal(payload.vot, 'P2');
      const { credentialSubject } = payload.vc as {
        credentialSubject: { name: unknown[]; birthDate: unknown[] };
      };
      assert.ok(credentialSubject.name.length > 0 && credentialSubject.birthDate.length > 0);
      assert.ok(Array.isArray(told[`${vocabulary}address`]));
    },
  },
  {
    section: 'logout',
    name: 'an ID token signs its person out and leads to the client’s address with the state, and to no other',
    async run(subject) {
      const { json } = await signIn(subject);
      const leave = async (post_logout_redirect_uri: string) => {
        const query = new URLSearchParams({
          id_token_hint: json.id_token,
          post_logout_redirect_uri,
          state: 'bye',
        });
        const answer = await send(`${subject.issuer}logout?${query}`);
        assert.equal(answer.status, 302);
        return String(answer.headers.get('location'));
      };
      const wanted = subject.client.postLogoutRedirectUri;
      assert.equal(await leave(wanted), `${wanted}?state=bye`);
      const other = new URL(await leave('https://attacker.example/'));
      assert.equal(other.origin, new URL(subject.signedOut).origin);
      assert.equal(other.searchParams.get('error_code'), 'invalid_request');
      assert.equal(
        other.searchParams.get('error_description'),
        'client registry does not contain post_logout_redirect_uri',
      );
    },
  },
];

/** What asks for a P2 identity. */
export const identity: Changes = {
  vtr: '["Cl.Cm.P2"]',
  claims: JSON.stringify({
    userinfo: { [`${vocabulary}coreIdentityJWT`]: null, [`${vocabulary}address`]: null },
  }),
};

/** Tokens as they came. */
interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly token_type: string;
  readonly expires_in: number;
}

/** Signs somebody in and redeems the code; `outcome` is what comes of a proof of identity. */
export async function signIn(subject: OneLoginSubject, changes: Changes = {}, outcome?: string) {
  const begun = begin(subject, changes);
  const code = await codeOf(subject, begun.start, outcome);
  const form = await tokenForm(subject, { code, code_verifier: begun.verifier });
  const answer = await send(`${subject.issuer}token`, { form });
  assert.equal(answer.status, 200, answer.text);
  return { begun, json: answer.json as Tokens };
}

/** The code that a sign-in comes back with. */
export async function codeOf(subject: OneLoginSubject, start: string, outcome?: string): Promise<string> {
  const back = await subject.arrive(start, outcome);
  const code = back.searchParams.get('code');
  assert.ok(code, `no code: it ended at ${back.href}`);
  assert.equal(back.searchParams.has('iss'), false, 'iss is told');
  assert.equal(back.searchParams.get('state'), new URL(start).searchParams.get('state'));
  return code;
}

/** What userinfo tells to an access token. */
export async function readUserinfo(subject: OneLoginSubject, token: string) {
  const answer = await send(`${subject.issuer}userinfo`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, told: (answer.json ?? {}) as Record<string, unknown> };
}
