import type { Notification, ReceivedText } from './entities.ts';
import { standardTime } from './standard-time.ts';

/** What a callback tells of. */
export type CallbackType = 'delivery_status' | 'received_text';

/** Where a service wants to hear of something. */
export interface CallbackSettings {
  readonly url: string;
  /** At least ten characters; it comes with every request. */
  readonly bearerToken: string;
  /** 32 bytes as base64, by which requests are signed. */
  readonly secret: string;
}

/** A callback of a service. */
export interface ServiceCallback extends CallbackSettings {
  readonly serviceId: string;
  readonly type: CallbackType;
  readonly createdAt: Date;
}

/** One thing that a service is told. */
export interface CallbackMessage {
  readonly id: string;
  readonly serviceId: string;
  readonly type: CallbackType;
  readonly subjectId: string;
  readonly status: 'pending' | 'delivered' | 'failed';
  readonly tries: number;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** One request to a receiver. */
export interface CallbackAttempt {
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Null when nothing was answered. */
  readonly statusCode: number | null;
  /** A few words of our own: never what the receiver wrote. */
  readonly result: string;
}

/** The body that tells what became of a notification, as GOV.UK Notify writes it. */
export function deliveryStatusBody(notification: Notification): string {
  const { id, message, status, createdAt, completedAt, sentAt, type, templateId, templateVersion } =
    notification;
  return JSON.stringify({
    id,
    reference: message.reference,
    to: message.recipient,
    status,
    created_at: standardTime(createdAt),
    completed_at: completedAt && standardTime(completedAt),
    sent_at: sentAt && standardTime(sentAt),
    notification_type: type,
    template_id: templateId,
    template_version: templateVersion,
  });
}

/** The body that tells of a text message from a person, as GOV.UK Notify writes it. */
export function receivedTextBody(text: ReceivedText): string {
  return JSON.stringify({
    id: text.id,
    source_number: text.userNumber,
    destination_number: text.notifyNumber,
    message: text.content,
    date_received: standardTime(text.createdAt),
  });
}

/** Whether a request is worth another try: the standard tries again when nothing is answered, at a 5xx and at a 429. */
export function isWorthRetrying(statusCode: number | null): boolean {
  return statusCode === null || statusCode >= 500 || statusCode === 429;
}
