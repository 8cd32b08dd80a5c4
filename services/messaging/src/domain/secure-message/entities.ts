/** How sure it is who somebody is: the levels of Regulation (EU) 910/2014, Article 8, the least first. */
export const assurances = ['low', 'substantial', 'high'] as const;

export type Assurance = (typeof assurances)[number];

/** Whether one level is enough where another is required. */
export function isEnough(has: Assurance, required: Assurance): boolean {
  return assurances.indexOf(has) >= assurances.indexOf(required);
}

export type SecureState = 'submitted' | 'delivered' | 'opened' | 'replied' | 'expired';

/** Whether the department sent it, or the person as a reply. */
export type Direction = 'to_recipient' | 'from_recipient';

/** A file of a message as it was accepted; its bytes are kept beside it. */
export interface SecureFile {
  /** Counts the files of a message from 1. */
  readonly number: number;
  readonly encoding_format: string;
  readonly filename: string;
  readonly language: string;
  /** In bytes. */
  readonly size: number;
  /** Of its bytes, in base64url. */
  readonly sha256: string;
}

/** A document in one or more forms. */
export interface SecureDocument {
  readonly label?: string;
  readonly document_id?: string;
  readonly files: readonly SecureFile[];
  readonly actions?: readonly SecureAction[];
}

/** Something that the person is asked to do. */
export interface SecureAction {
  readonly code: string;
  readonly label: string;
  readonly start_date_time?: string;
  readonly end_date_time?: string;
  readonly entry_point?: { readonly url: string };
  readonly reservation?: Readonly<Record<string, string>> & { readonly description: string };
}

/**
 * What is in a message: the members of MeMo 1.2 in snake_case, as both sides are shown it and as evidence hashes it. That is why it has one form
 * from the API to the database.
 */
export interface SecureContent {
  readonly message_uuid: string;
  readonly created_date_time: string;
  /** Random, so that the hash of a short text tells nothing. */
  readonly salt: string;
  readonly recipient: { readonly recipient_id: string };
  readonly sender: { readonly label: string; readonly sender_id?: string; readonly id_type?: string };
  readonly label: string;
  readonly message_id?: string;
  readonly message_code?: string;
  readonly post_type?: string;
  readonly case_id?: string;
  readonly mandatory: boolean;
  readonly legal_notification: boolean;
  readonly reply: boolean;
  readonly reply_by_date_time?: string;
  readonly reply_data?: { readonly message_uuid: string };
  readonly do_not_deliver_until_date?: string;
  readonly confidentiality: 'public' | 'confidential';
  readonly required_assurance: Assurance;
  readonly main_document: SecureDocument;
  readonly additional_documents: readonly SecureDocument[];
}

/** All files of a message, in the order of their numbers. */
export function filesOf({ main_document, additional_documents }: SecureContent): SecureFile[] {
  return [main_document, ...additional_documents].flatMap(({ files }) => files);
}

/** A secure message as its row is read, what is in it still sealed. */
export interface SecureMessage {
  readonly id: string;
  readonly threadId: string;
  readonly serviceId: string;
  readonly department: string;
  readonly service: string;
  readonly direction: Direction;
  readonly state: SecureState;
  /** Counts its evidence, which is its changes. */
  readonly sequence: number;
  readonly confidentiality: SecureContent['confidentiality'];
  readonly requiredAssurance: Assurance;
  readonly reply: boolean;
  readonly replyBy: Date | null;
  readonly contentSha256: string;
  /** The SHA-256 of its latest evidence, in base64url. */
  readonly evidenceHash: string;
  readonly createdAt: Date;
  readonly deliverAt: Date;
  readonly deliveredAt: Date | null;
  readonly openedAt: Date | null;
  readonly repliedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly expiredAt: Date | null;
  readonly erasedAt: Date | null;
}

/** Why the person is told: there is something new, or it was unread for too long. */
export type NoticeKind = 'notice' | 'fallback';

/** A notice that is due some day. */
export interface SecureNotice {
  readonly kind: NoticeKind;
  readonly channel: 'email' | 'sms';
  /** As the department wrote it, and as a provider is told it. */
  readonly recipient: string;
  readonly to: string;
  readonly dueAt: Date;
}

/** Whether a message can be replied to now. */
export function takesReply(
  message: Pick<SecureMessage, 'reply' | 'replyBy' | 'direction' | 'state'>,
  now: Date,
): boolean {
  const { reply, replyBy, direction, state } = message;
  const inTime = replyBy === null || now < replyBy;
  return reply && inTime && direction === 'to_recipient' && ['opened', 'replied'].includes(state);
}
