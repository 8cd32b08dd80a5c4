import { keyReused, onceOf } from '@ashlar/component';
import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { MessagingService, ReceivedText } from '../domain/entities.ts';
import { withoutSpace } from '../domain/recipients.ts';
import { defaultSender } from '../domain/senders.ts';
import { standardTime } from '../domain/standard-time.ts';
import type { Deps } from '../usecases/deps.ts';
import { findReceivedTexts, receiveText } from '../usecases/received-texts.ts';
import { holderOf } from './callers.ts';
import { schemaFailure } from './errors.ts';
import { linksTo } from './notification-view.ts';
import { readAnyPhoneNumber } from './phone-numbers.ts';
import { type Shape, shapeErrors, uuidRule } from './schema-rules.ts';
import { invalid } from './service-settings.ts';
import { serviceOf } from './services.ts';

const listShape: Shape = { members: { older_than: uuidRule }, required: [] };

/** Text messages that people send to services. */
export function receivedTextHandlers(deps: Deps): Record<'listReceivedTexts' | 'receiveText', Handler> {
  return {
    async listReceivedTexts(request) {
      const query = { ...(request.query as { older_than?: string }) };
      const errors = shapeErrors(query, listShape);
      if (errors.length > 0) throw schemaFailure(errors);
      const serviceId = holderOf(request).service.id;
      const found = await findReceivedTexts(deps, { serviceId, olderThan: query.older_than });
      const url = `${request.publicUrl}/v2/received-text-messages`;
      return { received_text_messages: found.map(textView), links: linksTo(url, query, found.at(-1)?.id) };
    },

    async receiveText(request, reply) {
      const service = await serviceOf(deps, request);
      const body = request.body as TextBody;
      const from = readAnyPhoneNumber(body.user_number);
      if ('problem' in from) throw invalid('#/user_number', from.problem);
      const made = await receiveText(deps, {
        text: {
          serviceId: service.id,
          // As the standard shows it: digits, without a plus.
          userNumber: from.to.slice(1),
          notifyNumber: withoutSpace(body.notify_number ?? ownNumber(service)),
          content: body.content,
        },
        once: onceOf(request),
        traceparent: request.traceparent,
      });
      if (made === 'key_reused') throw keyReused();
      const view = textView(made.thing);
      return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },
  };
}

interface TextBody {
  readonly user_number: string;
  readonly notify_number?: string;
  readonly content: string;
}

function ownNumber(service: MessagingService): string {
  return defaultSender(service, 'sms_sender')?.value ?? service.smsSender;
}

function textView(text: ReceivedText): Record<string, unknown> {
  return {
    id: text.id,
    user_number: text.userNumber,
    notify_number: text.notifyNumber,
    created_at: standardTime(text.createdAt),
    service_id: text.serviceId,
    content: text.content,
  };
}
