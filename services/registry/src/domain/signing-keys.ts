/** One key signs; the next one is published before it does; a retired one is published as long as something that it signed may be shown. */
export type KeyState = 'current' | 'next' | 'retired';

/** When a signing key came into which state. */
export interface KeyTimes {
  readonly state: KeyState;
  readonly since: Date;
}

/** For how long the next key is published before it may sign: twice as long as those who verify keep keys before they read them again. */
const announcedForMs = 600_000;

/** For how long a retired key is published: attestations are shown for a week by default, and what was signed is looked at after it has ended. */
const retiredForMs = 30 * 86_400_000;

/** Whether everybody who verifies has had the time to see the next key. */
export function isAnnounced({ since }: KeyTimes, now: Date): boolean {
  return now.getTime() - since.getTime() >= announcedForMs;
}

/** The keys that are published now, the one that signs first. */
export function publishedKeys<Key extends KeyTimes>(keys: readonly Key[], now: Date): Key[] {
  const order: Readonly<Record<KeyState, number>> = { current: 0, next: 1, retired: 2 };
  return keys
    .filter(({ state, since }) => state !== 'retired' || since.getTime() + retiredForMs >= now.getTime())
    .sort((one, other) => order[one.state] - order[other.state]);
}
