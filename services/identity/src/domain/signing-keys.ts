/** One key signs; the next one is published before it does; a retired one is published until its last token has ended. */
export type KeyState = 'current' | 'next' | 'retired';

/** When a signing key came into which state. */
export interface KeyTimes {
  readonly state: KeyState;
  readonly since: Date;
}

/** For how long the next key is published before it may sign: twice as long as those who verify tokens keep keys before they read them again. */
const announcedForMs = 600_000;

/** For how long a retired key is published: the longest life of a token (an hour), and as much again for clocks and slow readers. */
const retiredForMs = 7_200_000;

/** Whether everybody who verifies tokens has had the time to see the next key. */
export function isAnnounced({ since }: KeyTimes, now: Date): boolean {
  return now.getTime() - since.getTime() >= announcedForMs;
}

/** When a retired key is no longer published; undefined for the others. */
export function endOf({ state, since }: KeyTimes): Date | undefined {
  return state === 'retired' ? new Date(since.getTime() + retiredForMs) : undefined;
}

/** The retired keys whose last token has ended retired before this. */
export function lastRetirement(now: Date): Date {
  return new Date(now.getTime() - retiredForMs);
}

/** The keys that are published now, the one that signs first: the engine signs with the first that fits. */
export function publishedKeys<Key extends KeyTimes>(keys: readonly Key[], now: Date): Key[] {
  const order: Readonly<Record<KeyState, number>> = { current: 0, next: 1, retired: 2 };
  return keys
    .filter((key) => (endOf(key) ?? now) >= now)
    .sort((one, other) => order[one.state] - order[other.state]);
}
