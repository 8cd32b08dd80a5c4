import type { Handler } from '@ashlar/service-kit';
import { linkArrival } from '../usecases/sign-in-upstream.ts';
import { beginVisit, endVisit } from '../usecases/visit-upstream.ts';
import { findOwnLinks, removeLink } from '../usecases/ways-in.ts';
import { goTo, type OwnVisit, ownForm, ownPage, type SendAccount } from './own-visits.ts';
import { strings } from './strings/index.ts';
import { linkTokenOf, queryOf, returnAddress } from './upstream-offers.ts';
import { field, type PageDeps, same } from './visits.ts';

type OwnLinkOperation = 'startOwnLink' | 'finishOwnLink' | 'removeOwnLink';

/** Linking the own account to an upstream identity provider, and removing a link, by operationId. `show` shows the account with what is wrong. */
export function ownLinkHandlers(pages: PageDeps, show: SendAccount): Record<OwnLinkOperation, Handler> {
  const { deps } = pages;
  return {
    // A link, since no form may lead away from here. Its token keeps other sites from beginning it.
    startOwnLink: ownPage(pages, 'upstream', async (at) => {
      const { token } = at.request.query as { token?: unknown };
      const { upstream_id: upstreamId } = at.request.params as { upstream_id: string };
      if (!same(String(token), linkTokenOf(pages.formKey(), at))) return goTo(at, '/account');
      const begun = await beginVisit(deps, {
        upstreamId,
        holder: holderOf(at),
        part: 'account',
        returnTo: returnAddress(pages, at.request, upstreamId),
        language: at.language,
        anew: false,
        twoFactors: false,
      });
      if (typeof begun === 'object') return goTo(at, begun.address);
      return begun === 'unknown' ? goTo(at, '/account') : show(...troubled(at, 503, 'away'));
    }),
    finishOwnLink: ownPage(pages, 'upstream', async (at) => {
      const outcome = await endVisit(deps, holderOf(at), queryOf(at.request));
      if (typeof outcome === 'string') return show(...troubled(at, outcome === 'away' ? 503 : 400, outcome));
      const links = await findOwnLinks(deps, at.account.id);
      if (await linkArrival(deps, at.owner, outcome)) return goTo(at, '/account');
      const isThere = links.some(({ id }) => id === outcome.upstream.id);
      return show(...troubled(at, 409, isThere ? 'linked' : 'taken'));
    }),
    removeOwnLink: ownForm(pages, 'upstream', async (at) => {
      const outcome = await removeLink(deps, at.owner, field(at.request, 'upstream'));
      return outcome === 'last' ? show(...troubled(at, 409, 'last')) : goTo(at, '/account');
    }),
  };
}

function troubled(
  at: OwnVisit,
  status: number,
  trouble: keyof (typeof strings)['en']['upstreams']['troubles'],
): [OwnVisit, string] {
  return [{ ...at, reply: at.reply.code(status) }, strings[at.language].upstreams.troubles[trouble]];
}

function holderOf({ session }: OwnVisit): string {
  return `upstream of session\n${session.uid}`;
}
