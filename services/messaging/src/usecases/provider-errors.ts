import type { Channel } from '../domain/entities.ts';

/** The errors of providers that this process met and has not stored yet. One that is killed forgets its last second. */
export interface ProviderErrors {
  add(channel: Channel, id: string): void;
  /** What was added since it was asked last. */
  take(): { channel: Channel; id: string; count: number }[];
}

/** Makes a memory for errors. */
export function createProviderErrors(): ProviderErrors {
  const counts = new Map<string, { channel: Channel; id: string; count: number }>();
  return {
    add(channel, id) {
      const name = `${channel}/${id}`;
      counts.set(name, { channel, id, count: (counts.get(name)?.count ?? 0) + 1 });
    },
    take() {
      const taken = [...counts.values()];
      counts.clear();
      return taken;
    },
  };
}
