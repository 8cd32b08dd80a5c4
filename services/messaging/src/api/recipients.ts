import { departmentOf, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Channel } from '../domain/entities.ts';
import type { Lane } from '../domain/lanes.ts';
import type { Preferences, RecipientAsk, StoredRecipient } from '../domain/preferences.ts';
import { readEmailAddress, shownRecipient } from '../domain/recipients.ts';
import type { Deps } from '../usecases/deps.ts';
import { isRepeat } from '../usecases/plan-notifications.ts';
import {
  type createChooser,
  findPreferences,
  removePreferences,
  setPreferences,
} from '../usecases/recipients.ts';
import { holderOf } from './callers.ts';
import { readMessage } from './message-body.ts';
import { readAnyPhoneNumber } from './phone-numbers.ts';
import { acceptPlanned, answerSent, type Sending, soundOf } from './sent-notifications.ts';
import { invalid } from './service-settings.ts';

type RecipientOperation = 'setRecipient' | 'getRecipient' | 'deleteRecipient' | 'sendToRecipient';

/** What people prefer, and messages that go by it. */
export function recipientHandlers(
  deps: Deps,
  { send }: Pick<Sending, 'send'>,
  chooseFor: ReturnType<typeof createChooser>,
): Record<RecipientOperation, Handler> {
  return {
    async setRecipient(request) {
      const preferences = preferencesOf(request.body as RecipientBody);
      const { traceparent } = request;
      const stored = await setPreferences(deps, { ...recipientAsk(request), preferences, traceparent });
      return recipientView(stored);
    },

    async getRecipient(request) {
      const found = await findPreferences(deps, recipientAsk(request));
      if (!found) throw noSuch('recipient');
      return recipientView(found);
    },

    async deleteRecipient(request, reply) {
      const { traceparent } = request;
      if (!(await removePreferences(deps, { ...recipientAsk(request), traceparent })))
        throw noSuch('recipient');
      return reply.code(204).send();
    },

    async sendToRecipient(request, reply) {
      const { templates, scheduled_for, lane, email_address, phone_number, ...rest } =
        request.body as SendBody;
      const ask = recipientAsk(request);
      const chosen = await chooseFor({
        ...ask,
        serviceId: holderOf(request).service.id,
        templates: templates.map(({ template_id, language = null }) => ({
          templateId: template_id.toLowerCase(),
          language,
        })),
        given: { emailAddress: email_address ?? null, phoneNumber: phone_number ?? null },
        isRepeat: await isRepeat(deps, onceOf(request)),
      });
      if ('refused' in chosen) {
        throw new Problem(422, 'refused', 'The notification is refused', chosen.refused);
      }
      const { type, address } = chosen;
      const to = type === 'email' ? { email_address: address } : { phone_number: address };
      const message = soundOf(readMessage(request, type, { ...rest, ...to, template_id: chosen.templateId }));
      const plan = { scheduledFor: scheduled_for === undefined ? null : new Date(scheduled_for), lane };
      const { recipientId } = ask;
      return answerSent(
        reply,
        await acceptPlanned(deps, request, type, plan, () => send({ ...message, ...plan, recipientId })),
      );
    },
  };
}

interface RecipientBody {
  readonly email_address?: string | null;
  readonly phone_number?: string | null;
  readonly channels?: readonly Channel[];
  readonly opted_out?: readonly Channel[];
  readonly language?: string | null;
}

interface SendBody {
  readonly templates: readonly { readonly template_id: string; readonly language?: string }[];
  readonly email_address?: string;
  readonly phone_number?: string;
  readonly scheduled_for?: string;
  readonly lane?: Lane;
}

/** Whom a path names. Throws the problem where it is an address or a number: those stay out of URLs. */
function recipientAsk(request: FastifyRequest): RecipientAsk {
  const { recipient_id: recipientId } = request.params as { recipient_id: string };
  if ('to' in readAnyPhoneNumber(recipientId)) {
    throw invalid(
      'path:recipient_id',
      'must not be a phone number: choose an id that says nothing of the person',
    );
  }
  return { department: departmentOf(request.caller, undefined), recipientId };
}

function preferencesOf(body: RecipientBody): Preferences {
  const { email_address = null, phone_number = null, channels = [], opted_out = [], language = null } = body;
  const email = email_address === null ? null : readEmailAddress(email_address);
  if (email && 'problem' in email) throw invalid('#/email_address', email.problem);
  const phone = phone_number === null ? null : readAnyPhoneNumber(phone_number);
  if (phone && 'problem' in phone) throw invalid('#/phone_number', phone.problem);
  return {
    emailAddress: email_address && shownRecipient(email_address),
    phoneNumber: phone_number && shownRecipient(phone_number),
    channels,
    optedOut: opted_out,
    language,
  };
}

function recipientView({ preferences, createdAt, updatedAt }: StoredRecipient): Record<string, unknown> {
  return {
    email_address: preferences.emailAddress,
    phone_number: preferences.phoneNumber,
    channels: preferences.channels,
    opted_out: preferences.optedOut,
    language: preferences.language,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}
