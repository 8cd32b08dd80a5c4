import { onceOf } from '@ashlar/component';
import type { FastifyRequest } from 'fastify';
import type { Channel } from '../domain/entities.ts';
import { shownRecipient } from '../domain/recipients.ts';
import type { SendNotification } from '../usecases/compose-message.ts';
import type { SendLetter } from '../usecases/send-letter.ts';
import { holderOf } from './callers.ts';
import { readRecipient } from './phone-numbers.ts';
import { emailShape, isObject, letterShape, shapeErrors, smsShape } from './schema-rules.ts';

/** When and how urgently something is sent: what the standard has no members for. */
type Plan = 'scheduledFor' | 'lane';

/** Everything that is wrong with a body, in the standard's words. */
export interface Faults {
  readonly errors: readonly string[];
}

/** Reads the body of an e-mail or a text message as the standard does. */
export function readMessage(
  request: FastifyRequest,
  type: Channel,
  given: unknown,
): Omit<SendNotification, Plan> | Faults {
  const errors = shapeErrors(given, type === 'email' ? emailShape : smsShape);
  if (errors.length > 0 || !isObject(given)) return { errors };
  const body = given as unknown as MessageBody;
  const typed = (type === 'email' ? body.email_address : body.phone_number) ?? '';
  const read = readRecipient(typed);
  if ('problem' in read) {
    return { errors: [`${type === 'email' ? 'email_address' : 'phone_number'} ${read.problem}`] };
  }
  return {
    ...askOf(request, body),
    type,
    recipient: shownRecipient(typed),
    read,
    personalisation: body.personalisation ?? {},
    sanitiseFor: (body.sanitise_content_for ?? []).map(String),
    unsubscribeUrl: body.one_click_unsubscribe_url ?? null,
    sender: senderOf(body),
    publicUrl: request.publicUrl,
  };
}

/** Reads the body of a letter from a template as the standard does. */
export function readLetter(request: FastifyRequest, given: unknown): Omit<SendLetter, Plan> | Faults {
  const errors = shapeErrors(given, letterShape);
  if (errors.length > 0) return { errors };
  const body = given as MessageBody;
  return { ...askOf(request, body), personalisation: body.personalisation ?? {} };
}

interface MessageBody {
  readonly template_id: string;
  readonly email_address?: string;
  readonly phone_number?: string;
  readonly personalisation?: Record<string, unknown>;
  readonly reference?: string;
  readonly sanitise_content_for?: readonly unknown[] | null;
  readonly one_click_unsubscribe_url?: string;
  readonly email_reply_to_id?: string;
  readonly sms_sender_id?: string;
}

function askOf(request: FastifyRequest, { template_id, reference = null }: Ask) {
  return {
    holder: holderOf(request),
    templateId: template_id.toLowerCase(),
    reference,
    once: onceOf(request),
    traceparent: request.traceparent,
  };
}

type Ask = Pick<MessageBody, 'template_id'> & { readonly reference?: string | null };

function senderOf(body: MessageBody): SendNotification['sender'] {
  const { email_reply_to_id, sms_sender_id } = body;
  if (email_reply_to_id !== undefined) return { member: 'email_reply_to_id', id: email_reply_to_id };
  return sms_sender_id === undefined ? undefined : { member: 'sms_sender_id', id: sms_sender_id };
}
