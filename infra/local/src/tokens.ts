import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callAdmin } from './demo-admin.ts';
import { writePrivate } from './home.ts';
import { StartError } from './start-error.ts';

/** What an access token says. */
export interface TokenClaims {
  /** Separated by spaces, such as `payments:admin`. */
  scope: string;
  /** The component it is for; by default the one that the first scope begins with. */
  audience?: string;
  /** `*` by default: an operator of the whole platform. */
  department?: string;
}

/** The operators' client, and the root of the identity component that knows it. */
export interface Operator {
  root: string;
  id: string;
  secret: string;
}

/** Keeps in a private file what {@link mintToken} asks for tokens with. */
export function keepOperator(home: string, operator: Operator): Promise<void> {
  return writePrivate(operatorFile(home), `${JSON.stringify(operator, null, 2)}\n`);
}

/**
 * Asks the identity component that runs in this folder for an access token. One for a department comes from a client of that department,
 * made at the first time and kept. Throws a `StartError` when there is none to ask, or when it refuses.
 */
export async function mintToken(home: string, claims: TokenClaims): Promise<string> {
  const operator = await readJson<Operator>(operatorFile(home));
  if (!operator) throw new StartError(`No platform has run in ${home}; start one with pnpm start.`);
  const { scope, audience = scope.split(':', 1)[0] ?? '', department = '*' } = claims;
  const ask = { root: operator.root, scope, audience };
  if (department === '*') return expectToken(ask, await askToken(ask, operator));
  const path = clientFile(home, department, scope);
  const kept = await readJson<Client>(path);
  const answer = kept && (await askToken(ask, kept));
  // A database that was made anew does not know it.
  if (answer && answer.status !== 401) return expectToken(ask, answer);
  const made = await createClient(operator, department, scope);
  await writePrivate(path, `${JSON.stringify(made, null, 2)}\n`);
  return expectToken(ask, await askToken(ask, made));
}

interface Client {
  id: string;
  secret: string;
}

interface Ask {
  root: string;
  scope: string;
  audience: string;
}

interface Answer {
  status: number;
  access_token?: string;
  error?: string;
  error_description?: string;
}

const triesAtMost = 5;

async function askToken(ask: Ask, client: Client, tries = 1): Promise<Answer> {
  const { root, scope, audience } = ask;
  const form = {
    grant_type: 'client_credentials',
    scope,
    resource: `urn:ashlar:${audience}`,
    client_id: client.id,
    client_secret: client.secret,
  };
  const reply = await fetch(`${root}/token`, { method: 'POST', body: new URLSearchParams(form) }).catch(
    (cause: unknown) => {
      const message = `Identity does not answer at ${root}; start the platform with pnpm start, or say which one you mean with ASHLAR_HOME.`;
      throw new StartError(message, { cause });
    },
  );
  const body = (await reply.json().catch(() => ({}))) as Omit<Answer, 'status'>;
  if (reply.status !== 503 || tries === triesAtMost) return { ...body, status: reply.status };
  await new Promise((resolve) => setTimeout(resolve, Number(reply.headers.get('retry-after') ?? 1) * 1000));
  return askToken(ask, client, tries + 1);
}

function expectToken({ scope, audience }: Ask, answer: Answer): string {
  if (answer.access_token !== undefined) return answer.access_token;
  const reason = answer.error_description ?? answer.error ?? `it answers ${answer.status}`;
  throw new StartError(`Identity gives no token with ${scope} for ${audience}: ${reason}.`);
}

async function createClient(operator: Operator, department: string, scope: string): Promise<Client> {
  const ask = { root: operator.root, scope: 'identity:admin', audience: 'identity' };
  const token = expectToken(ask, await askToken(ask, operator));
  const { client_id: id, client_secret: secret } = await callAdmin(
    token,
    `${operator.root}/ashlar/v1/clients`,
    {
      department,
      service: 'operations',
      name: 'The operator of this machine',
      scopes: scope.split(' ').filter(Boolean),
    },
  );
  if (!id || !secret) throw new StartError(`Identity made no client for ${department}.`);
  return { id, secret };
}

function operatorFile(home: string): string {
  return join(home, 'operator.json');
}

function clientFile(home: string, department: string, scope: string): string {
  return join(home, 'clients', `${encodeURIComponent(`${department} ${scope}`)}.json`);
}

async function readJson<Content>(path: string): Promise<Content | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}
