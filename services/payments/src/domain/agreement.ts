import type { CardDetails } from './cards.ts';

/** Where an agreement is: only an active one can be charged. `inactive`: its card was declined for good. */
export type AgreementStatus = 'created' | 'active' | 'cancelled' | 'inactive';

/** Why an agreement is charged (payments standard). */
export type AgreementPaymentType = 'instalment' | 'recurring' | 'unscheduled';

/** An agreement as it is created. */
export interface NewAgreement {
  readonly id: string;
  readonly gatewayAccountId: string;
  readonly department: string;
  readonly service: string;
  readonly live: boolean;
  readonly reference: string;
  readonly description: string;
  readonly userIdentifier: string | null;
  readonly createdAt: Date;
}

/** An agreement as it is stored, without its card's token. */
export interface Agreement extends NewAgreement {
  readonly status: AgreementStatus;
  /** What is kept of the card that was set up last. */
  readonly card: CardDetails | null;
  readonly cardSetUpAt: Date | null;
  readonly cancelledAt: Date | null;
}

/** What is looked for among an account's agreements. Undefined does not narrow. */
export interface AgreementFilter {
  readonly gatewayAccountId: string;
  /** Whole, in any case. */
  readonly reference: string | undefined;
  readonly status: string | undefined;
}

/** Every status. */
export const agreementStatuses: readonly AgreementStatus[] = ['created', 'active', 'cancelled', 'inactive'];

/** The CloudEvents type of something that happened to an agreement. */
export function agreementEventType(event: 'created' | 'activated' | 'cancelled' | 'deactivated'): string {
  return `payments.agreement.${event}.v1`;
}
