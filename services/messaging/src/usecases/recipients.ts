import { v7 } from 'uuid';
import type { Channel, Notification, Template } from '../domain/entities.ts';
import {
  addressFor,
  choose,
  noPreferences,
  type Preferences,
  type RecipientAsk,
  type StoredRecipient,
} from '../domain/preferences.ts';
import { deleteRecipient, putRecipient, readRecipient } from '../store/recipients.ts';
import type { Deps } from './deps.ts';

/** Stores how a person wants to hear of a department. */
export async function setPreferences(
  deps: Deps,
  ask: RecipientAsk & { preferences: Preferences; traceparent: string },
): Promise<StoredRecipient> {
  const stored = await putRecipient(deps.db, deps.vault, { ...ask, id: v7(), at: deps.now() });
  deps.logged();
  return stored;
}

/** How a person wants to hear of a department; undefined when nothing is known. */
export function findPreferences(deps: Deps, ask: RecipientAsk): Promise<StoredRecipient | undefined> {
  return readRecipient(deps.db, deps.vault, ask);
}

/** Forgets a person. False when nothing was known. */
export async function removePreferences(
  deps: Deps,
  ask: RecipientAsk & { traceparent: string },
): Promise<boolean> {
  const removed = await deleteRecipient(deps.db, { ...ask, at: deps.now() });
  if (removed) deps.logged();
  return removed;
}

/** Whether the person of a notification that is about to be handed over wants nothing by this channel any more. */
export async function hasOptedOut(deps: Deps, notification: Notification): Promise<boolean> {
  const { department, type, message } = notification;
  if (message.recipientId === undefined || type === 'letter') return false;
  const found = await findPreferences(deps, { department, recipientId: message.recipientId });
  return found?.preferences.optedOut.includes(type) === true;
}

/** What a person is to be sent by. */
export interface Chosen {
  readonly type: Channel;
  readonly templateId: string;
  readonly address: string;
}

/**
 * Makes the choice of template and channel for a person. Addresses of the request are used where the person's are not known. A repeat of a request that was accepted
 * is not kept from its answer by who opted out since.
 */
export function createChooser(
  deps: Deps,
  templateOf: (serviceId: string, id: string) => Promise<Template | undefined>,
) {
  return async (
    ask: RecipientAsk & {
      serviceId: string;
      templates: readonly { templateId: string; language: string | null }[];
      given: Pick<Preferences, 'emailAddress' | 'phoneNumber'>;
      isRepeat: boolean;
    },
  ): Promise<Chosen | { refused: string }> => {
    const offers = [];
    for (const offer of ask.templates) {
      const template = await templateOf(ask.serviceId, offer.templateId);
      if (!template) return { refused: 'Template not found' };
      const { type } = template;
      if (type === 'letter') return { refused: 'letter template is not suitable for preferences' };
      offers.push({ ...offer, type });
    }
    const known = (await findPreferences(deps, ask))?.preferences ?? noPreferences;
    const preferences = {
      ...known,
      emailAddress: known.emailAddress ?? ask.given.emailAddress,
      phoneNumber: known.phoneNumber ?? ask.given.phoneNumber,
      ...(ask.isRepeat && { optedOut: [] }),
    };
    const chosen = choose(offers, preferences);
    const address = chosen && addressFor(chosen.type, preferences);
    if (!chosen || !address) {
      return {
        refused: 'The recipient has no address for, or has opted out of, every channel that is offered',
      };
    }
    return { type: chosen.type, templateId: chosen.templateId, address };
  };
}
