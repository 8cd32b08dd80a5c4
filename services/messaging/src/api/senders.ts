import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { Sender, SenderType } from '../domain/entities.ts';
import { readEmailAddress } from '../domain/recipients.ts';
import type { Deps } from '../usecases/deps.ts';
import { createSender, removeSender } from '../usecases/manage-senders.ts';
import { invalid } from './service-settings.ts';
import { serviceAsk, serviceOf } from './services.ts';

/** Administration of what messages come from and what replies go to. */
export function senderHandlers(deps: Deps): Record<'createSender' | 'deleteSender', Handler> {
  return {
    async createSender(request, reply) {
      const service = await serviceOf(deps, request);
      const { type, value, is_default = false } = request.body as SenderBody;
      const made = await createSender(deps, {
        service,
        type,
        value: readValue(type, value),
        isDefault: is_default,
        once: onceOf(request),
        traceparent: request.traceparent,
      });
      if (made === 'key_reused') throw keyReused();
      const view = senderView(made.thing);
      return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },

    async deleteSender(request, reply) {
      const { sender_id: senderId } = request.params as { sender_id: string };
      const { traceparent } = request;
      if (!(await removeSender(deps, { ...serviceAsk(request), senderId, traceparent })))
        throw noSuch('sender');
      return reply.code(204).send();
    },
  };
}

interface SenderBody {
  readonly type: SenderType;
  readonly value: string;
  readonly is_default?: boolean;
}

/** A text message comes from a short name of letters and digits, or from a number. */
const isSmsSender = /^([A-Za-z0-9 ]{3,11}|\+?\d{3,15})$/;

function readValue(type: SenderType, value: string): string {
  if (type === 'sms_sender') {
    if (isSmsSender.test(value)) return value;
    throw invalid('#/value', 'is neither a name of 3 to 11 letters, digits and spaces nor a number');
  }
  const read = readEmailAddress(value);
  if ('problem' in read) throw invalid('#/value', read.problem);
  return read.to;
}

function senderView({ id, type, value, isDefault, createdAt }: Sender): Record<string, unknown> {
  return { id, type, value, is_default: isDefault, created_at: createdAt.toISOString() };
}
