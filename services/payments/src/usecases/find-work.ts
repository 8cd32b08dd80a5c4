import { type Deadlines, type DueWork, findDueWork } from '../store/work.ts';
import type { Deps } from './deps.ts';

/** Which kinds of work there are now. */
export function findWork(deps: Deps): Promise<DueWork> {
  return findDueWork(deps.db, deadlines(deps, deps.now()));
}

/** Before which moments payments are due. */
export function deadlines({ times }: Pick<Deps, 'times'>, now: Date): Deadlines {
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  return {
    now,
    createdBefore: ago(times.expireAfter),
    capturableBefore: ago(times.expireCapturableAfter),
    touchedBefore: ago(times.spareTouched),
    lockedBefore: ago(times.resolveAfter),
  };
}
