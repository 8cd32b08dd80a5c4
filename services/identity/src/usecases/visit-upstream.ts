import type { MailLanguage } from '../domain/mail.ts';
import type { UpstreamAccess, UpstreamAsk } from '../domain/ports.ts';
import type { Arrival, Upstream } from '../domain/upstream.ts';
import { insertUpstreamRequest, takeUpstreamRequest } from '../store/upstream-visits.ts';
import { readUpstream, type StoredUpstream } from '../store/upstreams.ts';
import type { Deps } from './deps.ts';
import { after, holderDigest } from './prove-email.ts';

/** For so long a person may take at an upstream identity provider, in seconds. */
const visitS = 900;

/** A person who came back, and from where. */
export interface Arrived extends Arrival {
  readonly upstream: Upstream;
}

/** What is asked for a sign-in elsewhere. `holder` names the sign-in or session that goes on with it; `state` begins with `part`, by which the browser finds back to it, and the provider. */
export interface VisitAsk {
  readonly upstreamId: string;
  readonly holder: string;
  readonly part: string;
  readonly returnTo: string;
  readonly language: MailLanguage;
  readonly anew: boolean;
  readonly twoFactors: boolean;
}

/** The address at which the person signs in. `unknown`: there is no such provider, or it is offered to nobody. `away`: it cannot be asked. */
export async function beginVisit(
  deps: Deps,
  { upstreamId, holder, part, ...ask }: VisitAsk,
): Promise<{ address: string } | 'unknown' | 'away'> {
  const upstream = await readUpstream(deps.db, upstreamId);
  if (upstream?.state !== 'enabled') return 'unknown';
  const at = deps.now();
  const random = () => deps.random(32).toString('base64url');
  const whole: UpstreamAsk = {
    ...ask,
    state: `${part}.${upstreamId}.${random()}`,
    nonce: random(),
    verifier: random(),
    at,
  };
  const address = await deps.upstreams.begin(accessOf(deps, upstream), whole);
  if (address === undefined) return 'away';
  await insertUpstreamRequest(deps.db, {
    holder: holderDigest(deps, holder),
    upstreamId,
    stateDigest: stateDigest(deps, whole.state),
    sealed: deps.seal(JSON.stringify(whole)),
    endsAt: after(at, visitS),
  });
  return { address };
}

/**
 * What came of it, by the query with which the person came back. An answer is taken once: `lost` is one that came before, is another browser's, or was asked for by nobody. `refused`: it is not
 * to be believed.
 */
export async function endVisit(
  deps: Deps,
  holder: string,
  query: URLSearchParams,
): Promise<Arrived | 'lost' | 'declined' | 'away' | 'refused'> {
  const taken = await takeUpstreamRequest(deps.db, {
    holder: holderDigest(deps, holder),
    stateDigest: stateDigest(deps, query.get('state') ?? ''),
    at: deps.now(),
  });
  const upstream = taken && (await readUpstream(deps.db, taken.upstreamId));
  if (!upstream || upstream.state === 'disabled') return 'lost';
  const kept: UpstreamAsk = JSON.parse(deps.unseal(taken.sealed));
  const ask = { ...kept, at: new Date(kept.at) };
  const outcome = await deps.upstreams.finish(accessOf(deps, upstream), ask, query);
  if (outcome.kind === 'arrived') return { ...outcome, upstream };
  if (outcome.kind !== 'declined') {
    const { kind, reason } = outcome;
    deps.log.warn({ upstream: upstream.id, kind, reason }, 'an upstream identity provider signed nobody in');
  }
  return outcome.kind;
}

function accessOf(deps: Deps, { sealed, ...upstream }: StoredUpstream): UpstreamAccess {
  return { ...upstream, secret: deps.unseal(sealed) };
}

function stateDigest(deps: Deps, state: string): Buffer {
  return deps.digest(`upstream state\n${state}`);
}
