import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Answer, Ask } from '../http.ts';
import { askToken, type Credentials, call, type IdentitySubject, type Person } from './subject.ts';

/** Calls the administration as the subject's administrator. Throws where none was given. */
export async function administer(
  subject: IdentitySubject,
  operationId: string,
  path: string,
  ask: Ask,
): Promise<Answer> {
  assert.ok(subject.admin, 'an administrator is needed');
  const { id, secret } = subject.admin;
  const told = await askToken(subject, { client_id: id, client_secret: secret, scope: 'identity:admin' });
  assert.equal(told.status, 200, told.text);
  const { access_token: token } = told.json as { access_token: string };
  return call(subject, operationId, path, { ...ask, headers: { authorization: `Bearer ${token}` } });
}

/** An address that nobody has used. */
export function anEmail(): string {
  return `somebody-${randomUUID()}@conformance.example`;
}

/** Makes an account for a case that changes it or has it locked. */
export async function aPerson(subject: IdentitySubject): Promise<Person> {
  const body = { email: anEmail(), password: `three unlikely words ${randomUUID()}` };
  const made = await administer(subject, 'createAccount', '/ashlar/v1/accounts', { body });
  assert.equal(made.status, 201, made.text);
  return body;
}

/** Asks for a client of the suite's own; the addresses are those of the subject's client. */
export function askClient(
  subject: IdentitySubject,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  const { redirectUri, postLogoutRedirectUri } = subject.client;
  const usual = { department: 'conformance', service: 'conformance', name: 'Conformance' };
  const addresses = { redirect_uris: [redirectUri], post_logout_redirect_uris: [postLogoutRedirectUri] };
  const body = { ...usual, ...addresses, ...changes };
  return administer(subject, 'createClient', '/ashlar/v1/clients', { body });
}

/** Makes a client; one that signs has no secret. */
export async function aClient(
  subject: IdentitySubject,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Credentials> {
  const made = await askClient(subject, changes);
  assert.equal(made.status, 201, made.text);
  const { client_id: id, client_secret: secret = '' } = made.json as Record<string, string>;
  return { id: String(id), secret };
}

/** A pair of keys for ES256, and JWTs that it signs. */
export function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    jwk: { ...publicKey.export({ format: 'jwk' }), kid: 'a-key', use: 'sig' },
    publicKey,
    jwt: (claims: object, header: object = {}) => signed(privateKey, claims, header),
  };
}

function signed(key: KeyObject, claims: object, header: object): string {
  const text = `${part({ alg: 'ES256', kid: 'a-key', ...header })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

/** A part of a JWT. */
export function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A server of a client, on this machine. */
export interface Listener {
  readonly url: string;
  /** The bodies of what it was sent. */
  readonly heard: readonly string[];
  close(): Promise<void>;
}

/** Listens on a free port and answers with `statuses`, the last one for ever; `location` is where it leads on to. */
export async function listen(
  statuses: readonly number[] = [200],
  { body = '', location }: { body?: string; location?: string } = {},
): Promise<Listener> {
  const heard: string[] = [];
  const server = createServer(async (request, reply) => {
    const parts: Buffer[] = [];
    for await (const chunk of request) parts.push(chunk);
    heard.push(Buffer.concat(parts).toString());
    const status = statuses[Math.min(heard.length, statuses.length) - 1] ?? 200;
    reply.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    heard,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Asks again until there is an answer. Throws after 15 s. */
export async function eventually<T>(ask: () => T | undefined, what: string): Promise<T> {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; await setTimeout(50)) {
    const found = ask();
    if (found !== undefined) return found;
  }
  throw new Error(`${what} did not come within 15 s`);
}
