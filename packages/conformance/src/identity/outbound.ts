import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { Case } from '../suite.ts';
import { visitor } from '../visitor.ts';
import { aClient, administer, aPerson, askClient, eventually, keyPair, listen } from './made-up.ts';
import { begin, call, type IdentitySubject, signIn, verified } from './subject.ts';

/** Where the implementation calls because a client said so, and where it never does. */
export const outboundCases: readonly Case<IdentitySubject>[] = [
  ...(['jwks_uri', 'backchannel_logout_uri'] as const).map(
    (member): Case<IdentitySubject> => ({
      section: 'outbound',
      name: `no client has a ${member} inside a network, or without TLS`,
      async run(subject) {
        for (const address of inside) {
          const more = member === 'jwks_uri' ? { token_endpoint_auth_method: 'private_key_jwt' } : {};
          const { status } = await askClient(subject, { [member]: address, ...more });
          assert.deepEqual([address, status], [address, 422]);
        }
      },
    }),
  ),
  {
    section: 'outbound',
    name: 'what a client’s keys lead on to is not called',
    async run(subject) {
      const elsewhere = await listen([200], noKeys);
      const keys = await listen([302], { location: elsewhere.url });
      try {
        const made = await askClient(subject, {
          redirect_uris: [],
          post_logout_redirect_uris: [],
          scopes: [subject.program.scope],
          token_endpoint_auth_method: 'private_key_jwt',
          jwks_uri: keys.url,
        });
        // Where an implementation calls nobody on its own machine, there is nothing to lead on.
        if (made.status === 201) await askByKeys(subject, (made.json as { client_id: string }).client_id);
        else assert.equal(made.status, 422, made.text);
        assert.equal(elsewhere.heard.length, 0, 'it was called');
      } finally {
        await Promise.all([keys.close(), elsewhere.close()]);
      }
    },
  },
  {
    section: 'outbound',
    name: 'a sector_identifier_uri inside a network is not called',
    async run(subject) {
      const sector = await listen([200], { body: JSON.stringify([subject.client.redirectUri]) });
      const settings = { department: 'conformance', service: 'conformance' };
      const made = await administer(subject, 'createInitialAccessToken', '/ashlar/v1/initial-access-tokens', {
        body: settings,
      });
      assert.equal(made.status, 201, made.text);
      const { token } = made.json as { token: string };
      try {
        const answer = await call(subject, 'registerClient', '/register', {
          headers: { authorization: `Bearer ${token}` },
          body: {
            client_name: 'Conformance',
            redirect_uris: [subject.client.redirectUri],
            subject_type: 'pairwise',
            sector_identifier_uri: sector.url,
          },
        });
        assert.ok([201, 400].includes(answer.status), answer.text);
        // Whoever looks at it no sooner than it is needed does so now.
        const { client_id: id } = answer.json as { client_id?: string };
        await visitor(subject.baseUrl).open(begin(subject, { client_id: id ?? 'nobody' }).start);
        assert.equal(sector.heard.length, 0, 'it was called');
      } finally {
        await sector.close();
      }
    },
  },
  {
    section: 'sign-out notices',
    name: 'a client that was away hears of a sign-out all the same, and knows it again',
    async run(subject) {
      const party = await listen([503, 200]);
      try {
        const client = await aClient(subject, { backchannel_logout_uri: party.url });
        const own = { ...subject, client: { ...subject.client, ...client } };
        const { visitor: person } = await signIn(own, begin(own), await aPerson(subject));
        await person.submit(await person.open(`${subject.baseUrl}/logout`), '#submit-logout', {
          logout: 'yes',
        });
        const heard = await eventually(
          () => (party.heard.length > 1 ? party.heard.map(tokenOf) : undefined),
          'a second try',
        );
        for (const token of heard) {
          const claims = await verified(subject, token);
          assert.deepEqual([claims.iss, claims.aud], [subject.baseUrl, client.id]);
          assert.equal(claims.nonce, undefined);
          assert.deepEqual(claims.events, { 'http://schemas.openid.net/event/backchannel-logout': {} });
        }
        assert.equal(
          new Set(heard.map((token) => decodeJwt(token).jti)).size,
          1,
          'it is told as another one',
        );
      } finally {
        await party.close();
      }
    },
  },
];

const noKeys = { body: '{"keys":[]}' };

const inside = [
  'https://169.254.169.254/latest',
  'https://10.0.0.1/keys',
  'https://192.168.0.1/keys',
  'https://172.16.0.1/keys',
  'https://100.64.0.1/keys',
  'https://[fd00::1]/keys',
  'https://[::ffff:10.0.0.1]/keys',
  'https://0x0a000001/keys',
  'https://metadata.internal/keys',
  'https://printer.local/keys',
  'https://host/keys',
  'http://party.example/keys',
  'ftp://party.example/keys',
  'file:///etc/passwd',
];

async function askByKeys(subject: IdentitySubject, id: string): Promise<void> {
  const exp = Math.floor(Date.now() / 1000) + 60;
  const claims = { iss: id, sub: id, aud: subject.baseUrl, jti: randomUUID(), exp };
  const form = {
    grant_type: 'client_credentials',
    scope: subject.program.scope,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: keyPair().jwt(claims),
  };
  const { status } = await call(subject, 'requestToken', '/token', { form });
  assert.ok([400, 401].includes(status), `keys that are not there were believed: ${status}`);
}

function tokenOf(body: string): string {
  return new URLSearchParams(body).get('logout_token') ?? '';
}
