import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { askToken, call, type IdentitySubject } from './subject.ts';

/** Who may register a client. */
export const registrationCases: readonly Case<IdentitySubject>[] = [
  {
    section: 'registration',
    name: 'nobody registers a client, or reads a registration, without the token for it',
    async run(subject) {
      const { access_token: own } = (await askToken(subject)).json as { access_token: string };
      const body = { client_name: 'Stranger', redirect_uris: ['https://stranger.example/callback'] };
      for (const token of [undefined, 'unknown', own]) {
        const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
        const made = await call(subject, 'registerClient', '/register', { body, headers });
        assert.equal(made.status, 401, `a client was registered with ${token ? 'a wrong' : 'no'} token`);
        const path = `/register/${subject.client.id}`;
        assert.equal((await call(subject, 'getRegistration', path, { headers })).status, 401);
      }
    },
  },
];
