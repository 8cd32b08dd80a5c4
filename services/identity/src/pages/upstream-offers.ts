import type { FastifyRequest } from 'fastify';
import { hostOf } from '../engine/issuers.ts';
import { findArrival, findOffered } from '../usecases/sign-in-upstream.ts';
import { findOwnLinks } from '../usecases/ways-in.ts';
import { arrivalHolderOf } from './finish-sign-in.ts';
import type { OwnVisit } from './own-visits.ts';
import { csrfTokenOf, type PageDeps, type Visit } from './visits.ts';

/** What the sign-in page says of upstream identity providers: which there are, and who came from one and has to sign in here once. */
export async function upstreamsOf({ deps }: PageDeps, at: Visit) {
  const [offered, arrival] = await Promise.all([findOffered(deps), findArrival(deps, arrivalHolderOf(at))]);
  return {
    upstreams: offered.map(({ id, names }) => ({ id, name: names[at.language] })),
    arrivedFrom: arrival?.upstream.names[at.language],
  };
}

/** What the account page says of upstream identity providers: to which the account is linked, and to which it can be. */
export async function ownLinksOf(pages: PageDeps, at: OwnVisit) {
  const { deps, formKey } = pages;
  const [links, offered] = await Promise.all([findOwnLinks(deps, at.account.id), findOffered(deps)]);
  return {
    links: links.map(({ id, names }) => ({ id, name: names[at.language] })),
    linkable: offered
      .filter(({ id }) => !links.some((link) => link.id === id))
      .map(({ id, names }) => ({ id, name: names[at.language] })),
    linkToken: linkTokenOf(formKey(), at),
  };
}

/** Where a person comes back to: at the issuer whose page was left. */
export function returnAddress({ issuer }: PageDeps, request: FastifyRequest, upstreamId: string): string {
  return `${new URL(issuer).protocol}//${hostOf(request.raw) ?? ''}/upstreams/${upstreamId}/callback`;
}

/** The query as it came: a parameter that comes twice stays so. */
export function queryOf({ raw }: FastifyRequest): URLSearchParams {
  return new URL(raw.url ?? '/', 'http://here').searchParams;
}

/** Proves that the way to an upstream identity provider was taken from the account page of this session. */
export function linkTokenOf(key: Buffer, { session }: Pick<OwnVisit, 'session'>): string {
  return csrfTokenOf(key, `link\n${session.uid}`);
}
