import { type Refusal, refuse } from '../domain/change.ts';
import { ownedBy } from '../domain/put-draft.ts';
import { readPath } from '../store/editions.ts';
import { type PathAsk, type Reservation, releasePath, reservePath } from '../store/paths.ts';
import type { Deps } from './deps.ts';

type Ask = Omit<PathAsk, 'at'>;

/** Reserves a path for a publishing application. */
export async function reserve(deps: Deps, ask: Ask & { override: boolean }): Promise<Reservation | Refusal> {
  const made = await reservePath(deps.db, { ...ask, at: deps.now() });
  if (made) {
    deps.logged();
    return made;
  }
  const nobody = { contentId: '00000000-0000-0000-0000-000000000000', locale: '' };
  const { owner } = await readPath(deps.db, ask.publisher.department, ask.basePath, nobody);
  // Released between the two statements: it can be had now.
  return owner === undefined ? reserve(deps, ask) : ownedBy(owner);
}

/** Releases a path of a publishing application. Undefined when that is done. */
export async function release(deps: Deps, ask: Ask): Promise<Refusal | undefined> {
  const { released, owner } = await releasePath(deps.db, { ...ask, at: deps.now() });
  if (released) {
    deps.logged();
    return undefined;
  }
  return owner === undefined ? refuse(404, `There is no reservation of ${ask.basePath}`) : ownedBy(owner);
}
