import { countItems, emptyReplica } from '../store/replica.ts';
import { applyPage, type FollowDeps, readWholeSnapshot } from './follow-publisher.ts';

/** How many items a rebuilt replica has, and up to which position of the log. */
export interface Rebuilt {
  readonly items: number;
  readonly position: number;
}

/**
 * Reads everything again, up to where the publisher's log ends now: from a snapshot, over what is there and without a gap for readers; or `fromLog`, from the log's
 * beginning into an empty replica. Throws when the log no longer goes back to its beginning.
 */
export async function rebuildReplica(deps: FollowDeps, { fromLog }: { fromLog: boolean }): Promise<Rebuilt> {
  const { signal } = new AbortController();
  if (fromLog) await emptyReplica(deps.db);
  let position = fromLog ? 0 : await readWholeSnapshot(deps, { signal, again: true });
  for (;;) {
    const page = await deps.publisher.changes({ after: position, waitS: 0, signal });
    if (page === 'gone') {
      throw new Error('The log is no longer kept from there: rebuild from a snapshot, with --rebuild');
    }
    await applyPage(deps, page);
    position = page.position;
    if (position >= page.head) return { items: await countItems(deps.db), position };
  }
}
