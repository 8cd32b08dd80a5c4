import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { aClient, keyPair } from './made-up.ts';
import { lasting, refresh } from './refresh.ts';
import { askBound, keyOfOne, push } from './sender-constraints.ts';
import { begin, call, errorOf, type IdentitySubject, redeem, signIn } from './subject.ts';

/** What may be used once has one winner, of fifty at once. */
export const replayCases: readonly Case<IdentitySubject>[] = [
  {
    section: 'replays',
    name: 'of fifty at once with one code, one gets tokens',
    async run(subject) {
      const signedIn = await signIn(subject);
      oneWins(await fifty(() => redeem(subject, signedIn)), 'invalid_grant');
    },
  },
  {
    section: 'replays',
    name: 'of fifty at once with one refresh token, one gets tokens, and then they end for all',
    async run(subject) {
      const { refresh_token: token } = await lasting(subject);
      const answers = await fifty(() => refresh(subject, token));
      const winner = oneWins(answers, 'invalid_grant');
      const { refresh_token: next } = winner.json as { refresh_token: string };
      assert.equal(errorOf(await refresh(subject, next)), 'invalid_grant', 'one that was stolen goes on');
    },
  },
  {
    section: 'replays',
    name: 'of fifty at once with one assertion, one is believed',
    async run(subject) {
      const key = keyPair();
      const { id } = await aClient(subject, {
        redirect_uris: [],
        post_logout_redirect_uris: [],
        scopes: [subject.program.scope],
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [key.jwk] },
      });
      const exp = Math.floor(Date.now() / 1000) + 60;
      const claims = { iss: id, sub: id, aud: subject.baseUrl, jti: randomUUID(), exp };
      const form = {
        grant_type: 'client_credentials',
        scope: subject.program.scope,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: key.jwt(claims),
      };
      oneWins(await fifty(() => call(subject, 'requestToken', '/token', { form })), 'invalid_client');
    },
  },
  {
    section: 'replays',
    name: 'of fifty at once with one proof of a key, one is believed',
    async run(subject) {
      const proof = keyOfOne().proof('POST', `${subject.baseUrl}/token`);
      oneWins(await fifty(() => askBound(subject, proof)), 'invalid_dpop_proof', 'invalid_grant');
    },
  },
  {
    section: 'replays',
    name: 'of fifty at once with one pushed request, one gets a code',
    async run(subject) {
      // A client on a server of its own: its people are not asked again, so that each try leads to a code or to none.
      const redirectUri = 'https://party.conformance.example/callback';
      const made = await aClient(subject, { redirect_uris: [redirectUri], post_logout_redirect_uris: [] });
      const own = { ...subject, client: { ...subject.client, ...made, redirectUri } };
      const { visitor: person } = await signIn(own);
      const { json } = await push(own, begin(own).start);
      const { request_uri: uri } = json as { request_uri: string };
      const query = new URLSearchParams({ client_id: made.id, request_uri: uri });
      const pages = await fifty(() => person.open(`${subject.baseUrl}/authorize?${query}`));
      const codes = pages.filter(({ url }) => new URL(url).searchParams.has('code'));
      assert.equal(codes.length, 1, `${codes.length} of 50 got a code`);
    },
  },
];

function fifty<T>(attempt: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 50 }, attempt));
}

/** What the others are told is one of `errors`. */
function oneWins(answers: readonly Answer[], ...errors: readonly string[]): Answer {
  const [winner, ...others] = answers.filter(({ status }) => status === 200);
  assert.ok(winner, 'nobody got tokens');
  assert.equal(others.length, 0, `${others.length + 1} of 50 got tokens`);
  for (const answer of answers)
    if (answer !== winner) assert.ok(errors.includes(String(errorOf(answer))), answer.text);
  return winner;
}
