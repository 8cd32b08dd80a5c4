import { pretendedOutcome } from '../domain/notification.ts';
import type { Carrier } from '../domain/ports.ts';

/** Sends nothing, for test keys: a message goes through every state and ends as its recipient's address says. */
export function createPretence(): Carrier {
  return {
    remembers: true,
    send: async () => 'accepted',
    outcome: async ({ to }) => pretendedOutcome(to),
  };
}
