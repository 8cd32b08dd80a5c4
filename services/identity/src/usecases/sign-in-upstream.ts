import { randomUUID } from 'node:crypto';
import type { Arrival, Upstream } from '../domain/upstream.ts';
import { upstreamLinked } from '../events/facts.ts';
import { readAccountByEmail } from '../store/accounts.ts';
import { insertLink, insertLinkedAccount, useLink } from '../store/upstream-links.ts';
import { deleteArrival, insertArrival, readArrival } from '../store/upstream-visits.ts';
import { readOfferedUpstreams, readUpstream } from '../store/upstreams.ts';
import { changeOf, findOwn, logged, noticeTo, type Owner } from './account-area.ts';
import type { Deps } from './deps.ts';
import { after, holderDigest } from './prove-email.ts';
import type { Arrived } from './visit-upstream.ts';

/** For so long somebody who came may think about what to do, in seconds. */
const arrivalS = 1800;

/** A person's account, as far as a sign-in needs it. */
export interface SignedIn {
  readonly accountId: string;
  readonly email: string;
}

/** The upstream identity providers that people are offered. */
export function findOffered(deps: Deps): Promise<Pick<Upstream, 'id' | 'names'>[]> {
  return readOfferedUpstreams(deps.db);
}

/** Whose account it is that somebody is linked to who came. `closed`: it signs in nowhere. Undefined: none. */
export async function findLinked(
  deps: Deps,
  { upstream, subject }: Pick<Arrived, 'upstream' | 'subject'>,
): Promise<SignedIn | 'closed' | undefined> {
  const known = await useLink(deps.db, { upstreamId: upstream.id, subject }, deps.now());
  return known?.disabledAt ? 'closed' : known;
}

/** The same; `new`: no link is known, and the sign-in remembers who came. */
export async function meetArrival(
  deps: Deps,
  holder: string,
  { upstream, ...arrival }: Arrived,
): Promise<SignedIn | 'new' | 'closed'> {
  const at = deps.now();
  const known = await findLinked(deps, { upstream, subject: arrival.subject });
  if (known !== undefined) return known;
  await insertArrival(deps.db, {
    holder: holderDigest(deps, holder),
    upstreamId: upstream.id,
    sealed: deps.seal(JSON.stringify(arrival)),
    endsAt: after(at, arrivalS),
  });
  return 'new';
}

/** Who came in a sign-in and is linked to no account; undefined when nobody. */
export async function findArrival(deps: Deps, holder: string): Promise<Arrived | undefined> {
  const kept = await readArrival(deps.db, holderDigest(deps, holder), deps.now());
  const upstream = kept && (await readUpstream(deps.db, kept.upstreamId));
  if (!upstream || upstream.state === 'disabled') return undefined;
  const arrival: Arrival = JSON.parse(deps.unseal(kept.sealed));
  return { ...arrival, upstream };
}

/** Forgets who came in a sign-in. */
export function forgetArrival(deps: Deps, holder: string): Promise<void> {
  return deleteArrival(deps.db, holderDigest(deps, holder));
}

/**
 * What somebody can do who came: `create` an account at once, with the address that their provider vouches for; `prove` an address and so create one; or only sign in to an account that there is,
 * since one has the address (`known`), or since the provider admits nobody new (`closed`).
 */
export async function choicesOf(
  deps: Deps,
  { upstream, email, emailVerified }: Arrived,
): Promise<'create' | 'prove' | 'known' | 'closed'> {
  const proven = upstream.trustsEmail && emailVerified ? email : undefined;
  if (proven !== undefined && (await readAccountByEmail(deps.db, proven))) return 'known';
  if (!upstream.admitsNewcomers) return 'closed';
  if (proven !== undefined) return 'create';
  return (await deps.mailer.isReady()) ? 'prove' : 'closed';
}

/** Creates the account of somebody who came, with the link; of any number at once, all get the same. `taken`: an account has the address by now. */
export async function createLinkedAccount(
  deps: Deps,
  { upstream, subject, email }: Arrived & { email: string },
  traceparent: string | undefined,
): Promise<SignedIn | 'taken' | 'closed'> {
  const at = deps.now();
  const person = { upstreamId: upstream.id, subject };
  const id = randomUUID();
  const stored = await insertLinkedAccount(deps.db, { ...person, id, email, at, traceparent });
  if (stored === true) {
    deps.logged();
    return { accountId: id, email };
  }
  // Another request of the same person was first, and so was theirs when the address is taken; or it is somebody else's.
  return (await findLinked(deps, { upstream, subject })) ?? 'taken';
}

/** Links somebody who came to the account that they have now signed in to as well. False: one of the two is linked otherwise. */
export async function linkArrival(
  deps: Deps,
  owner: Owner,
  { upstream, subject }: Pick<Arrived, 'upstream' | 'subject'>,
): Promise<boolean> {
  const account = await findOwn(deps, owner.session);
  if (!account) return false;
  const change = {
    ...changeOf(deps, owner, upstreamLinked, 'upstream_linked'),
    data: { upstream_id: upstream.id },
    client: upstream.names[owner.language],
    mail: noticeTo(deps, account.email, owner.language, 'upstream_changed'),
  };
  return logged(deps, await insertLink(deps.db, change, { upstreamId: upstream.id, subject }));
}
