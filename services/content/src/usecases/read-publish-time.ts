import { createBriefMemory } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import { publishTimeLeewayMs } from '../domain/publish-intent.ts';
import { readPublishTime } from '../store/publish-intents.ts';
import { keyOf, namesIn, parentsOf } from './read-item.ts';

/** When something is going to be published at a path, as it was looked up lately. */
export interface PublishTimes {
  /** Seconds until something is to be published at a path; not above 0 when that is late; undefined when nothing is announced. */
  secondsTo(department: string, path: string): Promise<number | undefined>;
  /** Something was announced or taken back at paths: this process heeds it from now on. */
  changed(department: string, paths: readonly string[]): void;
}

const mostKept = 10_000;

/** Looks publish times up, and trusts what it found, or that there is none, for `trustedMs`. */
export function createPublishTimes(db: Queryable, now: () => Date, trustedMs: number): PublishTimes {
  const look = async (key: string) => {
    const { department, path } = namesIn(key);
    const since = new Date(now().getTime() - publishTimeLeewayMs);
    return { at: await readPublishTime(db, { department, path, parents: parentsOf(path), since }) };
  };
  const memory = createBriefMemory(look, { trustedMs, mostKept });
  return {
    async secondsTo(department, path) {
      const found = await memory.recall(keyOf(department, path));
      return found?.at && Math.floor((found.at.getTime() - now().getTime()) / 1000);
    },
    changed(department, paths) {
      for (const path of paths) memory.forget(keyOf(department, path));
    },
  };
}
