import assert from 'node:assert/strict';
import { createHash, createPublicKey, type JsonWebKey, randomBytes, verify } from 'node:crypto';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { type Answer, type Ask, send } from '../http.ts';
import { type Page, type Visitor, visitor } from '../visitor.ts';

/** The implementation under test: its address, and what a department and a person would hold. */
export interface IdentitySubject {
  /** The issuer: a root without a path or trailing slash. */
  readonly baseUrl: string;
  /** A relying party with its registered addresses, at which nothing has to answer. It may get refresh tokens. */
  readonly client: {
    readonly id: string;
    readonly secret: string;
    readonly redirectUri: string;
    readonly postLogoutRedirectUri: string;
  };
  /** A client that gets tokens of its own with this scope, which belongs to the component before the colon. */
  readonly program: Credentials & { readonly scope: string };
  readonly person: Person;
  /** A client with the scope `identity:admin` for all departments; sections that make people and clients of their own need it. */
  readonly admin?: Credentials;
  /** Waits for the code that was sent to an address, of which `count` have been sent in all; the sections of what is proven by a code need it. */
  codeTo?(email: string, count: number): Promise<string>;
}

/** Whoever signs in. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

/** A client and its secret. */
export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/** A sign-in that was begun: where to send the person, and what redeems the code. */
export interface Begun {
  readonly start: string;
  readonly verifier: string;
  readonly nonce: string;
}

/** A sign-in that came back with a code. */
export interface SignedIn extends Begun {
  readonly visitor: Visitor;
  /** Where the person was sent back to. */
  readonly back: URL;
  readonly code: string;
}

const validator = createSchemaValidator(loadContract('identity').document);

/** Calls the implementation, and checks that the answer is one that the contract of `operationId` allows. */
export async function call(
  subject: IdentitySubject,
  operationId: string,
  path: string,
  ask: Ask = {},
): Promise<Answer> {
  const answer = await send(`${subject.baseUrl}${path}`, ask);
  const faults = validator.response(operationId, answer.status, answer.json);
  assert.deepEqual(
    faults,
    [],
    `${operationId} answered ${answer.status} outside its contract: ${answer.text}`,
  );
  return answer;
}

/** Begins a sign-in with PKCE; `changes` replace parameters or (undefined) leave them out. */
export function begin(
  subject: IdentitySubject,
  changes: Readonly<Record<string, string | undefined>> = {},
): Begun {
  const verifier = randomBytes(32).toString('base64url');
  const nonce = randomBytes(8).toString('hex');
  const parameters = {
    response_type: 'code',
    client_id: subject.client.id,
    redirect_uri: subject.client.redirectUri,
    scope: 'openid email',
    state: 'the-state',
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  };
  const url = new URL('/authorize', subject.baseUrl);
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) url.searchParams.set(name, value);
  return { start: url.href, verifier, nonce };
}

/** Has a person sign in by the pages' forms and agree to whatever is asked. */
export async function signIn(
  subject: IdentitySubject,
  begun: Begun = begin(subject),
  who: Person = subject.person,
): Promise<SignedIn> {
  const person = visitor(subject.baseUrl);
  const form = await person.open(begun.start);
  let page: Page = await person.submit(form, '#submit-password', { ...who });
  if (page.document.querySelector('#submit-consent')) page = await person.submit(page, '#submit-consent');
  const back = new URL(page.url);
  const code = back.searchParams.get('code');
  assert.ok(code, `no code: the sign-in ended at ${back.origin}${back.pathname} with ${page.status}`);
  return { ...begun, visitor: person, back, code };
}

/** Redeems the code of a sign-in; `changes` replace form fields. */
export function redeem(
  subject: IdentitySubject,
  { code, verifier }: SignedIn,
  changes: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { id, secret, redirectUri } = subject.client;
  const form = {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
    client_id: id,
    client_secret: secret,
    ...changes,
  };
  return call(subject, 'requestToken', '/token', { form });
}

/** Asks for a token of the program's own. */
export function askToken(
  subject: IdentitySubject,
  changes: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { id, secret, scope } = subject.program;
  const form = { grant_type: 'client_credentials', scope, client_id: id, client_secret: secret, ...changes };
  return call(subject, 'requestToken', '/token', { form });
}

/** Reads a JWT after checking its ES256 signature against the published keys. */
export async function verified(subject: IdentitySubject, token: unknown): Promise<Record<string, unknown>> {
  assert.equal(typeof token, 'string', 'no token');
  const [head = '', body = '', signature = ''] = String(token).split('.');
  const { kid, alg } = read(head);
  assert.equal(alg, 'ES256');
  const { json } = await call(subject, 'getJwks', '/.well-known/jwks.json');
  const key = (json as { keys: (JsonWebKey & { kid: string })[] }).keys.find((one) => one.kid === kid);
  assert.ok(key, `no published key ${String(kid)}`);
  const good = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  assert.ok(good, 'the signature is not that of the published key');
  return read(body);
}

/** What an error's body names it. */
export function errorOf({ json }: Answer): unknown {
  return (json as { error?: unknown } | undefined)?.error;
}

function read(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
