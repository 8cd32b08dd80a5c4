import type { Channel } from '../domain/entities.ts';

/** The errors of providers that this process met and has not stored yet. One that is killed forgets its last second. */
export interface ProviderErrors {
  add(channel: Channel, id: string, reason: string, count?: number): void;
  /** What was added since it was asked last. */
  take(): Met[];
}

/** Errors of one provider for one reason. */
interface Met {
  readonly channel: Channel;
  readonly id: string;
  readonly reason: string;
  readonly count: number;
}

/** Makes a memory for errors. */
export function createProviderErrors(): ProviderErrors {
  const counts = new Map<string, Met>();
  return {
    add(channel, id, reason, count = 1) {
      const name = `${channel}/${id}/${reason}`;
      counts.set(name, { channel, id, reason, count: (counts.get(name)?.count ?? 0) + count });
    },
    take() {
      const taken = [...counts.values()];
      counts.clear();
      return taken;
    },
  };
}
