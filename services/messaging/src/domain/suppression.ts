import type { NewNotification } from './entities.ts';
import { isSmokeTest } from './notification.ts';

/** Why a service's e-mails do not go to an address any more. */
export type SuppressionReason = 'hard_bounce' | 'complaint' | 'unsubscribe' | 'manual';

/** An address that a service's e-mails do not go to any more. */
export interface Suppression {
  readonly id: string;
  readonly serviceId: string;
  readonly recipient: string;
  readonly reason: SuppressionReason;
  /** The notification that led to it, where one did. */
  readonly notificationId: string | null;
  readonly since: Date;
}

/** Why a notification failed that was not given to a carrier. */
export const suppressed = 'suppressed';

/** Whether what becomes of it says anything of its address: only pretended e-mails, and those to the standard's own recipients, do not. */
export function isRealEmail({
  type,
  keyType,
  message: { to },
}: Pick<NewNotification, 'type' | 'keyType' | 'message'>): boolean {
  return type === 'email' && keyType !== 'test' && !isSimulator(to);
}

/** Whether an address is one of the standard's own, at which nobody reads mail. */
export function isSimulator(to: string): boolean {
  return isSmokeTest(to) || to.toLowerCase().endsWith('@simulator.notify');
}
