import { createOnce, type Made, type Once } from '@ashlar/component';
import { v7 } from 'uuid';
import type { ReceivedText } from '../domain/entities.ts';
import { insertReceivedText, listReceivedTexts, readReceivedText } from '../store/received-texts.ts';
import type { Deps } from './deps.ts';

/** Takes a text message that a person sent to a service. */
export function receiveText(
  deps: Deps,
  input: {
    text: Pick<ReceivedText, 'serviceId' | 'userNumber' | 'notifyNumber' | 'content'>;
    once?: Once | undefined;
    traceparent: string;
  },
): Promise<Made<ReceivedText> | 'key_reused'> {
  const received = { ...input.text, id: v7(), createdAt: deps.now() };
  return createOnce<ReceivedText>(deps, input.once, {
    async make(once) {
      const change = { at: received.createdAt, traceparent: input.traceparent, once };
      return (await insertReceivedText(deps.db, deps.vault, received, change)) ? received : undefined;
    },
    read: (id) => readReceivedText(deps.db, deps.vault, id),
  });
}

/** One page of the text messages that a service got, newest first. */
export function findReceivedTexts(
  deps: Deps,
  ask: { serviceId: string; olderThan: string | undefined },
): Promise<ReceivedText[]> {
  return listReceivedTexts(deps.db, deps.vault, {
    serviceId: ask.serviceId,
    olderThan: ask.olderThan ?? null,
  });
}
