import { createOnce, type Made, type Once } from '@ashlar/component';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { Fault } from '../domain/client-settings.ts';
import type { Upstream } from '../domain/upstream.ts';
import { type ImportedLink, type ImportOutcome, importLinks, listLinks } from '../store/upstream-links.ts';
import { changeUpstream, insertUpstream, listUpstreams, readUpstream } from '../store/upstreams.ts';
import { callableBy } from './create-client.ts';
import type { Deps } from './deps.ts';
import { type Page, type PageAsk, readPage } from './pages.ts';

/** What an operator says of a new upstream identity provider. */
export interface NewUpstream extends Omit<Upstream, 'createdAt' | 'publicKey'> {
  readonly secret: string | undefined;
  /** What the key is for that is made, where we prove ourselves by one. */
  readonly signingAlg: 'ES256' | 'PS256' | 'RS256';
}

/** Registers an upstream identity provider. `taken`: there is one of this id. A list: what it cannot be. */
export async function createUpstream(
  deps: Deps,
  input: { upstream: NewUpstream; once?: Once | undefined; traceparent?: string | undefined },
): Promise<Made<Upstream> | 'key_reused' | 'taken' | readonly Fault[]> {
  const { secret, signingAlg, ...said } = input.upstream;
  const faults = faultsOf(deps, input.upstream);
  if (faults.length > 0) return faults;
  const key = said.authMethod === 'private_key_jwt' ? await makeKey(signingAlg) : undefined;
  const upstream = {
    ...said,
    publicKey: key?.publicKey ?? null,
    createdAt: deps.now(),
    sealed: deps.seal(key?.privateKey ?? secret ?? ''),
  };
  let taken = false;
  const made = await createOnce<Upstream>(deps, input.once && withoutSecret(deps, input.once, secret), {
    make: async (once) => {
      const creation = { at: upstream.createdAt, traceparent: input.traceparent, once };
      const stored = await insertUpstream(deps.db, upstream, creation);
      taken = stored === 'taken';
      return stored === false ? undefined : upstream;
    },
    read: (id) => readUpstream(deps.db, id),
    aggregate: `upstream/${upstream.id}`,
  });
  return taken ? 'taken' : made;
}

/** What an operator changes of an upstream identity provider; what is not named stays. */
export type UpstreamChange = Partial<
  Pick<Upstream, 'names' | 'clientId' | 'scopes' | 'levels' | 'admitsNewcomers' | 'trustsEmail' | 'state'>
> & { readonly secret?: string };

/** Changes an upstream identity provider. A list: what it cannot be. */
export async function updateUpstream(
  deps: Deps,
  input: { id: string; change: UpstreamChange; traceparent?: string | undefined },
): Promise<Upstream | 'unknown' | readonly Fault[]> {
  const before = await readUpstream(deps.db, input.id);
  if (!before) return 'unknown';
  const { secret, ...change } = input.change;
  if (secret !== undefined && before.authMethod === 'private_key_jwt') return [noSecret];
  const upstream = {
    ...before,
    ...change,
    ...(secret !== undefined && { sealed: deps.seal(secret) }),
  };
  const { traceparent } = input;
  // Somebody else changed it in between: once more, from how it is now.
  if (!(await changeUpstream(deps.db, upstream, { at: deps.now(), traceparent }))) {
    return updateUpstream(deps, input);
  }
  deps.logged();
  return upstream;
}

/** The upstream identity provider of that id; undefined when there is none. */
export function findUpstream(deps: Deps, id: string): Promise<Upstream | undefined> {
  return readUpstream(deps.db, id);
}

/** One page of all upstream identity providers. */
export function findUpstreams(deps: Deps, ask: PageAsk): Promise<Page<Upstream> | 'bad_cursor'> {
  return readPage(ask, /^[a-z\d-]{1,63}$/, (part) => listUpstreams(deps.db, part));
}

/** One page of who is linked to a provider. */
export async function findLinks(deps: Deps, { id, ...ask }: PageAsk & { id: string }) {
  if (!(await readUpstream(deps.db, id))) return 'unknown';
  return readPage(ask, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/, (part) =>
    listLinks(deps.db, { ...part, upstreamId: id }),
  );
}

/** Links people whom a provider takes over. Answers what became of each, in order. */
export async function takeOverLinks(
  deps: Deps,
  input: { id: string; links: readonly ImportedLink[]; traceparent?: string | undefined },
): Promise<ImportOutcome[] | 'unknown'> {
  if (!(await readUpstream(deps.db, input.id))) return 'unknown';
  const { id: upstreamId, links, traceparent } = input;
  const outcomes = await importLinks(deps.db, { upstreamId, links, at: deps.now(), traceparent });
  deps.logged();
  return outcomes;
}

const noSecret: Fault = {
  pointer: '#/client_secret',
  detail: 'is for client_secret_basic and client_secret_post',
};

function faultsOf(deps: Deps, { issuer, authMethod, secret }: NewUpstream): Fault[] {
  const callable = callableBy(deps)(issuer) ?? issuerProblem(issuer);
  const byKey = authMethod === 'private_key_jwt';
  return [
    ...(callable === undefined ? [] : [{ pointer: '#/issuer', detail: callable }]),
    ...(byKey && secret !== undefined ? [noSecret] : []),
    ...(!byKey && secret === undefined
      ? [{ pointer: '#/client_secret', detail: `is required with ${authMethod}` }]
      : []),
  ];
}

/** OpenID Connect Discovery 1.0 section 3. */
function issuerProblem(issuer: string): string | undefined {
  return issuer.includes('?') ? 'must not have a query' : undefined;
}

async function makeKey(alg: NewUpstream['signingAlg']) {
  const pair = await generateKeyPair(alg, { extractable: true });
  const [publicJwk, privateJwk] = [await exportJWK(pair.publicKey), await exportJWK(pair.privateKey)];
  const more = { kid: await calculateJwkThumbprint(publicJwk), alg, use: 'sig' };
  return { publicKey: { ...publicJwk, ...more }, privateKey: JSON.stringify({ ...privateJwk, ...more }) };
}

/** The record of a key keeps a plain hash of the request, from which a secret could be guessed: a keyed digest stands for it. */
function withoutSecret(deps: Deps, once: Once, secret: string | undefined): Once {
  if (secret === undefined) return once;
  const { params, body } = once.body as { params: unknown; body: object };
  const digest = deps.digest(`upstream secret\n${secret}`).toString('base64');
  return { ...once, body: { params, body: { ...body, client_secret: digest } } };
}
