import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { isRefusal, type Refusal, refuse } from '../domain/change.ts';
import type { LinkSet, Links, Publisher } from '../domain/entities.ts';
import { patchLinks } from '../domain/patch-links.ts';
import { readLinkSets, storeLinkSet } from '../store/link-sets.ts';
import type { Deps } from './deps.ts';

const mostTries = 40;

/** Changes what all documents of a content id link to; answers the link set as it is then. `user`: who did it, as the application's own site knows. */
export async function changeLinkSet(
  deps: Deps,
  ask: {
    publisher: Publisher;
    contentId: string;
    links: Links;
    previousVersion: unknown;
    user?: string | undefined;
    traceparent?: string | undefined;
  },
): Promise<LinkSet | Refusal> {
  const { publisher, contentId, user, traceparent } = ask;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const [before] = await readLinkSets(deps.db, publisher.department, [contentId]);
    const change = patchLinks(before, ask, randomUUID);
    if (isRefusal(change)) return change;
    const stored = await storeLinkSet(deps.db, change, { publisher, at: deps.now(), user, traceparent });
    if (stored) {
      deps.logged();
      return { ...change.linkSet, lockVersion: stored.version };
    }
    // Those who lost this round do not all meet again in the next.
    await setTimeout(Math.random() * Math.min(tries * 5, 100));
  }
  return refuse(409, 'The link set is being changed by others; try again');
}
