import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { GatePlan, MutatingCall, Mutation, Profile } from '../gate/plan.ts';
import { type Answer, reachAt, send } from '../http.ts';
import type { IdentitySubject } from './subject.ts';
import { administeredIdentity, identitySuite, mailedIdentity } from './suite.ts';

/** What the gate of an issuer is given. */
export interface IdentityCandidate {
  readonly baseUrl: string;
  /** An access token of the operators, with the scopes `identity:admin` and `identity:changes`. */
  readonly token: string;
}

/** Sections that take more than a token: a client of the operators, or a mailbox. */
const beyond: readonly string[] = [...administeredIdentity, ...mailedIdentity];

/**
 * What the gate does with an issuer, beside its contract. It makes a relying party, a program and a person there. The issuer's own address may be that of a gateway which
 * sends it to another one: whatever is asked there is asked of the candidate. Rejects when the token may not make them.
 */
export async function identityPlan(candidate: IdentityCandidate, _profile: Profile): Promise<GatePlan> {
  const subject = await subjectOf(candidate);
  return {
    component: 'identity',
    suite: identitySuite
      .filter(({ section }) => !beyond.includes(section))
      .map(({ section, name, run }) => ({ section, name, run: () => run(subject) })),
    mutations: mutationsOf(candidate),
    reader: headersOf(candidate),
  };
}

async function subjectOf(candidate: IdentityCandidate): Promise<IdentitySubject> {
  const found = await send(`${candidate.baseUrl}/.well-known/openid-configuration`).catch(() => undefined);
  assert.ok(found, `nothing answers at ${candidate.baseUrl}`);
  const { issuer } = (found.json ?? {}) as { issuer?: string };
  assert.ok(issuer, 'its configuration document names no issuer');
  reachAt(new URL(issuer).origin, candidate.baseUrl);
  const redirectUri = 'https://gate.example/callback';
  const postLogoutRedirectUri = 'https://gate.example/signed-out';
  const party = await makeClient(candidate, {
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [postLogoutRedirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
  });
  const program = await makeClient(candidate, { scopes: ['payments:admin'] });
  const person = { email: `${randomUUID()}@gate.example`, password: `a password of ${randomUUID()}` };
  const account = await make(candidate, 'accounts', person);
  assert.equal(account.status, 201, `the token may not create accounts: ${account.status}`);
  return {
    baseUrl: issuer,
    client: { ...party, redirectUri, postLogoutRedirectUri },
    program: { ...program, scope: 'payments:admin' },
    person,
  };
}

async function makeClient(candidate: IdentityCandidate, changes: object) {
  const made = await make(candidate, 'clients', { ...aClient(), ...changes });
  assert.equal(
    made.status,
    201,
    `the token may not create clients: ${made.status} ${made.text.slice(0, 200)}`,
  );
  const { client_id: id, client_secret: secret } = made.json as Record<string, string>;
  return { id: String(id), secret: String(secret) };
}

function aClient() {
  return { department: 'gate', service: 'gate', name: `Gate ${randomUUID()}` };
}

function headersOf({ token }: IdentityCandidate): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

function make(candidate: IdentityCandidate, what: string, body: object): Promise<Answer> {
  return send(`${candidate.baseUrl}/ashlar/v1/${what}`, {
    method: 'POST',
    headers: headersOf(candidate),
    body,
  });
}

function mutationsOf(candidate: IdentityCandidate): Mutation[] {
  const post = (path: string, body: object, entity: MutatingCall['entity']): MutatingCall => ({
    path: `/ashlar/v1/${path}`,
    ask: { method: 'POST', headers: headersOf(candidate), body },
    entity,
  });
  const member = (name: string) => (answer: Answer) =>
    String((answer.json as Record<string, unknown> | undefined)?.[name]);
  return [
    {
      name: 'create an account',
      event: 'identity.account.created.v1',
      keyed: true,
      prepare: async () => {
        const body = { email: `${randomUUID()}@gate.example`, password: `a password of ${randomUUID()}` };
        return post('accounts', body, member('id'));
      },
    },
    {
      name: 'create a client',
      event: 'identity.client.created.v1',
      keyed: true,
      prepare: async () => post('clients', aClient(), member('client_id')),
    },
    {
      name: 'change the secret of a client',
      event: 'identity.client.secret_changed.v1',
      keyed: true,
      async prepare() {
        const { id } = await makeClient(candidate, {});
        return post(`clients/${id}/secrets`, { keep_previous_for_s: 60 }, () => id);
      },
    },
  ];
}
