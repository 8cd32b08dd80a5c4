import type { EmailState, Kind, MessagingService } from './entities.ts';

/** E-mails of a service that carriers were handed, and those of them that came back for good. */
export interface EmailCounts {
  readonly sent: number;
  readonly bounced: number;
}

/** When it is too many. */
export interface BounceLimits {
  /** So many e-mails have to be sent before their share of bounces says anything. */
  readonly from: number;
  /** In percent. */
  readonly warnAt: number;
  readonly suspendAt: number;
}

/** What the counts of the last day make of a service. The model is GC Notify's: 5 % is a warning, 10 % is too much, from 1,000 e-mails on. */
export function emailStateOf({ sent, bounced }: EmailCounts, limits: BounceLimits): EmailState {
  if (sent < limits.from) return 'normal';
  const percent = (100 * bounced) / sent;
  if (percent >= limits.suspendAt) return 'suspended';
  return percent >= limits.warnAt ? 'warned' : 'normal';
}

/** Whether a service may send such a message now. */
export function maySend({ channels, emailState }: MessagingService, type: Kind): boolean {
  return channels.includes(type) && !(type === 'email' && emailState === 'suspended');
}
