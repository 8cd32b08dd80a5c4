import type { Assurance, NoticeKind, SecureState } from './entities.ts';

/** What is attested of a message. */
export type EvidenceEvent =
  | 'submitted'
  | 'delivered'
  | 'notice_sent'
  | 'notice_failed'
  | 'opened'
  | 'replied'
  | 'expired';

/** The same in the words of ETSI EN 319 522-1 (its events A.1, D.1, D.3, D.4, E.1); null where it has none. */
export const erdsEvents: Readonly<Record<EvidenceEvent, string | null>> = {
  submitted: 'SubmissionAcceptance',
  delivered: 'ContentConsignment',
  notice_sent: 'ConsignmentNotification',
  notice_failed: 'ConsignmentNotificationFailure',
  opened: 'ContentHandover',
  replied: null,
  expired: null,
};

/** What more some events say. Nothing that is in the message. */
export interface EvidenceDetail {
  /** Of `submitted`: the client or person that handed it in. Of `opened` and `replied`: the person. */
  readonly subject?: string;
  /** Of `opened` and `replied`: how sure it was who that is. */
  readonly assurance?: Assurance;
  readonly notice?: {
    readonly kind: NoticeKind;
    readonly channel: 'email' | 'sms';
    readonly notification_id: string;
  };
  /** Of `replied`. */
  readonly reply?: { readonly message_uuid: string; readonly content_sha256: string };
}

/** What a JWS of a chain is over. */
export interface EvidenceClaims extends EvidenceDetail {
  readonly iss: string;
  readonly department: string;
  readonly message_uuid: string;
  /** Counts from 1 without gaps. */
  readonly number: number;
  readonly event: EvidenceEvent;
  readonly erds_event: string | null;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly content_sha256: string;
  /** The SHA-256 of the compact JWS before it, in base64url; null in the first. */
  readonly previous: string | null;
}

/** What the JWS is over that closes a chain as it was shown. */
export interface SealClaims {
  readonly iss: string;
  readonly message_uuid: string;
  /** How many there were. */
  readonly count: number;
  /** The SHA-256 of the last. */
  readonly last: string;
  readonly time: string;
}

/** A chain as it is shown, and as it is verified. */
export interface EvidenceChain {
  readonly message_uuid: string;
  readonly content_sha256: string;
  readonly evidence: readonly {
    readonly number: number;
    readonly event: string;
    readonly erds_event: string | null;
    readonly time: string;
    readonly jws: string;
  }[];
  readonly seal: string;
}

/** Where a message is after an event; undefined when the event cannot happen to it now. */
export function stateAfter(state: SecureState, event: EvidenceEvent): SecureState | undefined {
  if (event === 'notice_sent' || event === 'notice_failed') return state;
  return from[event].includes(state) ? event : undefined;
}

const from: Readonly<Record<SecureState, readonly SecureState[]>> = {
  submitted: [],
  delivered: ['submitted'],
  opened: ['delivered'],
  replied: ['opened', 'replied'],
  expired: ['submitted', 'delivered', 'opened', 'replied'],
};
