import { passkeyRemoved, upstreamUnlinked } from '../events/facts.ts';
import { deletePasskey } from '../store/passkeys.ts';
import { deleteLink, type OwnLink, readOwnLinks, readWaysIn, type WaysIn } from '../store/upstream-links.ts';
import { changeOf, findOwn, logged, noticeTo, type Owner } from './account-area.ts';
import type { Deps } from './deps.ts';

/** The own links to upstream identity providers, oldest first. */
export function findOwnLinks(deps: Deps, accountId: string): Promise<OwnLink[]> {
  return readOwnLinks(deps.db, accountId);
}

/** Whether an account has a password. */
export async function hasPassword(deps: Deps, accountId: string): Promise<boolean> {
  return (await readWaysIn(deps.db, accountId))?.password === true;
}

/** Removes one of the own passkeys. `last`: it is the only way in. */
export function removePasskey(deps: Deps, owner: Owner, id: string): Promise<'removed' | 'last'> {
  return removeWay(deps, owner, {
    isLeft: ({ passkeys }) => passkeys.some((one) => one !== id),
    isAnother: ({ password, upstreams }) => password || upstreams.length > 0,
    remove: (sequence) =>
      deletePasskey(deps.db, changeOf(deps, owner, passkeyRemoved, 'passkey_removed'), { id, sequence }),
  });
}

/** Removes the own link to an upstream identity provider, and tells the person by e-mail. `last`: it is the only way in. */
export async function removeLink(deps: Deps, owner: Owner, upstreamId: string): Promise<'removed' | 'last'> {
  const account = await findOwn(deps, owner.session);
  const link = (await readOwnLinks(deps.db, owner.session.accountId)).find(({ id }) => id === upstreamId);
  if (!account || !link) return 'removed';
  const change = {
    ...changeOf(deps, owner, upstreamUnlinked, 'upstream_unlinked'),
    data: { upstream_id: upstreamId },
    client: link.names[owner.language],
    mail: noticeTo(deps, account.email, owner.language, 'upstream_changed'),
  };
  return removeWay(deps, owner, {
    isLeft: ({ upstreams }) => upstreams.some((one) => one !== upstreamId),
    isAnother: ({ password, passkeys }) => password || passkeys.length > 0,
    remove: (sequence) => deleteLink(deps.db, change, { upstreamId, sequence }),
  });
}

/** So often an account may be changed by others between looking and removing. */
const mostTries = 5;

/** Removes a way in as long as another is left. What was looked at holds when it is removed: two that remove one each at once do not leave none. */
async function removeWay(
  deps: Deps,
  { session }: Owner,
  way: {
    isLeft(ways: WaysIn): boolean;
    isAnother(ways: WaysIn): boolean;
    remove(sequence: number): Promise<boolean>;
  },
): Promise<'removed' | 'last'> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const ways = await readWaysIn(deps.db, session.accountId);
    if (!ways) return 'removed';
    if (!way.isLeft(ways) && !way.isAnother(ways)) return 'last';
    if (logged(deps, await way.remove(ways.sequence))) return 'removed';
    // Nothing was removed: it is gone, or the account is another by now.
    if ((await readWaysIn(deps.db, session.accountId))?.sequence === ways.sequence) return 'removed';
  }
  throw new Error('The account is changed all the time');
}
