import assert from 'node:assert/strict';
import { createHmac, createPublicKey, type JsonWebKey, randomUUID } from 'node:crypto';
import { send } from '../http.ts';
import type { Case } from '../suite.ts';
import { aClient, keyPair, listen, part } from './made-up.ts';
import { askToken, call, errorOf, type IdentitySubject, verified } from './subject.ts';

/** A signature counts by a key that was known before, and by nothing that the token itself says. */
export const signatureCases: readonly Case<IdentitySubject>[] = [
  {
    section: 'signatures',
    name: 'a client’s assertion is believed by its own keys only: no other algorithm, key, or address in its head',
    async run(subject) {
      const [own, foreign, keys] = [keyPair(), keyPair(), await listen([200], noKeys)];
      const { id } = await aClient(subject, {
        redirect_uris: [],
        post_logout_redirect_uris: [],
        scopes: [subject.program.scope],
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [own.jwk] },
      });
      const exp = Math.floor(Date.now() / 1000) + 60;
      const claims = () => ({ iss: id, sub: id, aud: subject.baseUrl, jti: randomUUID(), exp });
      const ask = (assertion: string) =>
        call(subject, 'requestToken', '/token', { form: formOf(subject, assertion) });
      assert.equal((await ask(own.jwt(claims()))).status, 200, 'its own key is not believed');
      const bad: Record<string, string> = {
        'no algorithm': unsigned(claims()),
        'the public key as a secret': hashed(claims(), pemOf(own.jwk)),
        'the public JWK as a secret': hashed(claims(), JSON.stringify(own.jwk)),
        'another’s key': foreign.jwt(claims()),
        'an unknown key': foreign.jwt(claims(), { kid: 'another' }),
        'a key in its head': foreign.jwt(claims(), { jwk: foreign.jwk }),
        'keys at an address in its head': foreign.jwt(claims(), { jku: keys.url }),
        'a certificate at an address in its head': foreign.jwt(claims(), { x5u: keys.url }),
      };
      try {
        for (const [what, assertion] of Object.entries(bad)) {
          const answer = await ask(assertion);
          assert.deepEqual([what, answer.status, errorOf(answer)], [what, 401, 'invalid_client']);
        }
        assert.equal(keys.heard.length, 0, 'an address in a head was called');
      } finally {
        await keys.close();
      }
    },
  },
  {
    section: 'signatures',
    name: 'an access token opens nothing with another algorithm, key, or address in its head',
    async run(subject) {
      const { access_token: token } = (await askToken(subject)).json as { access_token: string };
      const claims = await verified(subject, token);
      const { json } = await call(subject, 'getJwks', '/.well-known/jwks.json');
      const [published] = (json as { keys: (JsonWebKey & { kid: string })[] }).keys;
      assert.ok(published, 'there is no key');
      const [foreign, keys] = [keyPair(), await listen([200], noKeys)];
      const kid = published.kid;
      const bad: Record<string, string> = {
        'no algorithm': unsigned(claims),
        'the public key as a secret': hashed(claims, pemOf(published)),
        'another’s key under its name': foreign.jwt(claims, { kid }),
        'an unknown key': foreign.jwt(claims, { kid: 'another' }),
        'a key in its head': foreign.jwt(claims, { kid, jwk: foreign.jwk }),
        'keys at an address in its head': foreign.jwt(claims, { kid, jku: keys.url }),
        'a certificate at an address in its head': foreign.jwt(claims, { kid, x5u: keys.url }),
      };
      try {
        for (const [what, forged] of Object.entries(bad)) {
          for (const path of ['/userinfo', '/ashlar/v1/clients', '/ashlar/v1/accounts']) {
            const headers = { authorization: `Bearer ${forged}` };
            const { status } = await send(`${subject.baseUrl}${path}`, { headers });
            assert.deepEqual([what, path, status], [what, path, 401]);
          }
        }
        assert.equal(keys.heard.length, 0, 'an address in a head was called');
      } finally {
        await keys.close();
      }
    },
  },
];

const noKeys = { body: '{"keys":[]}' };

function formOf({ program }: IdentitySubject, assertion: string): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    scope: program.scope,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  };
}

function unsigned(claims: object): string {
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}

function hashed(claims: object, secret: string): string {
  const text = `${part({ alg: 'HS256' })}.${part(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function pemOf(key: JsonWebKey): string {
  return createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
}
