import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { begin, type Credentials, call, errorOf, type IdentitySubject, redeem, signIn } from './subject.ts';

/** How a sign-in lasts, and how its tokens end. The client of the subject has to be one that may get refresh tokens. */
export const refreshCases: readonly Case<IdentitySubject>[] = [
  {
    section: 'refresh',
    name: 'a refresh token brings new tokens, and is used once',
    async run(subject) {
      const first = await lasting(subject);
      const answer = await refresh(subject, first.refresh_token);
      assert.equal(answer.status, 200, answer.text);
      const next = tokensOf(answer);
      assert.equal(await userinfo(subject, next.access_token), 200);
      assert.notEqual(next.refresh_token, first.refresh_token, 'the same refresh token came back');
      const again = await refresh(subject, first.refresh_token);
      assert.deepEqual([again.status, errorOf(again)], [400, 'invalid_grant']);
      const after = await refresh(subject, next.refresh_token);
      assert.deepEqual([after.status, errorOf(after)], [400, 'invalid_grant'], 'one that was stolen goes on');
      assert.equal(await userinfo(subject, next.access_token), 401, 'its access token goes on');
    },
  },
  {
    section: 'refresh',
    name: 'of many at once with one refresh token, one wins',
    async run(subject) {
      const { refresh_token: token } = await lasting(subject);
      const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(subject, token)));
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      for (const answer of answers) if (answer.status !== 200) assert.equal(errorOf(answer), 'invalid_grant');
    },
  },
  {
    section: 'refresh',
    name: 'there is no refresh token where the person was not asked',
    async run(subject) {
      const begun = begin(subject, { scope: 'openid offline_access' });
      const answer = await redeem(subject, await signIn(subject, begun));
      assert.equal(answer.status, 200, answer.text);
      assert.equal(tokensOf(answer).refresh_token, undefined);
    },
  },
  {
    section: 'revocation',
    name: 'a token that its client ended is worth nothing, and neither is the rest of the sign-in',
    async run(subject) {
      const { access_token: access, refresh_token: token } = await lasting(subject);
      assert.deepEqual(await introspected(subject, subject.client, token), true);
      const answer = await call(subject, 'revokeToken', '/revoke', {
        form: { token, ...proof(subject.client) },
      });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(await introspected(subject, subject.client, token), false);
      assert.equal(await userinfo(subject, access), 401);
      assert.equal(errorOf(await refresh(subject, token)), 'invalid_grant');
    },
  },
  {
    section: 'revocation',
    name: 'a client hears nothing of another’s token, and does not end it',
    async run(subject) {
      const { refresh_token: token } = await lasting(subject);
      assert.equal(await introspected(subject, subject.program, token), false);
      await call(subject, 'revokeToken', '/revoke', { form: { token, ...proof(subject.program) } });
      assert.equal(await introspected(subject, subject.client, token), true);
      const forged = { token, client_id: subject.client.id, client_secret: 'wrong' };
      const answer = await call(subject, 'introspectToken', '/introspect', { form: forged });
      assert.deepEqual([answer.status, errorOf(answer)], [401, 'invalid_client']);
    },
  },
];

/** Tokens as they came. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** The tokens of a sign-in whose person agreed that it lasts. */
export async function lasting(subject: IdentitySubject): Promise<Tokens> {
  const begun = begin(subject, { scope: 'openid email offline_access', prompt: 'consent' });
  const tokens = tokensOf(await redeem(subject, await signIn(subject, begun)));
  assert.ok(tokens.refresh_token, 'there is no refresh token');
  return tokens;
}

/** Asks for the next tokens. */
export function refresh(subject: IdentitySubject, token: string): Promise<Answer> {
  const form = { grant_type: 'refresh_token', refresh_token: token, ...proof(subject.client) };
  return call(subject, 'requestToken', '/token', { form });
}

async function userinfo(subject: IdentitySubject, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await call(subject, 'getUserInfo', '/userinfo', { headers })).status;
}

async function introspected(subject: IdentitySubject, client: Credentials, token: string): Promise<unknown> {
  const form = { token, ...proof(client) };
  const { json } = await call(subject, 'introspectToken', '/introspect', { form });
  return (json as { active?: unknown }).active;
}

function proof({ id, secret }: Credentials): { client_id: string; client_secret: string } {
  return { client_id: id, client_secret: secret };
}

function tokensOf({ json }: Answer): Tokens {
  return json as Tokens;
}
