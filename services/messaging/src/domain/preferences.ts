import type { Channel } from './entities.ts';

/** How a person wants to hear of a department. */
export interface Preferences {
  readonly emailAddress: string | null;
  readonly phoneNumber: string | null;
  /** The most wanted first; those that are not named come after, in the request's order. */
  readonly channels: readonly Channel[];
  /** By which the person is not to be written to. */
  readonly optedOut: readonly Channel[];
  /** As BCP 47 writes it. */
  readonly language: string | null;
}

/** Whose preferences they are: the department's own id of a person. */
export interface RecipientAsk {
  readonly department: string;
  readonly recipientId: string;
}

/** A person's preferences, and since when they are so. */
export interface StoredRecipient {
  readonly preferences: Preferences;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A template that a message may be made from. */
export interface Offer {
  readonly templateId: string;
  readonly type: Channel;
  readonly language: string | null;
}

/** Why a notification failed whose person opted out of its channel after it was accepted. */
export const optedOut = 'opted_out';

/** What of a person is known when nothing is. */
export const noPreferences: Preferences = {
  emailAddress: null,
  phoneNumber: null,
  channels: [],
  optedOut: [],
  language: null,
};

/** The address or number for a channel; null where there is none. */
export function addressFor(type: Channel, preferences: Preferences): string | null {
  return type === 'email' ? preferences.emailAddress : preferences.phoneNumber;
}

/**
 * Chooses what a person is sent: of the channels that are offered, not opted out of and have an address, the one that is wanted most, else the one that is offered
 * first; of its templates the one in the person's language, else in the same language of anywhere (`cy` for `cy-GB`), else one of no language, else the first.
 */
export function choose(offers: readonly Offer[], preferences: Preferences): Offer | undefined {
  const open = offers.filter(
    ({ type }) => !preferences.optedOut.includes(type) && addressFor(type, preferences) !== null,
  );
  const types = [...preferences.channels, ...open.map(({ type }) => type)];
  const chosen = types.find((type) => open.some((offer) => offer.type === type));
  const own = open.filter(({ type }) => type === chosen);
  const wanted = preferences.language?.toLowerCase();
  return (
    own.find(({ language }) => wanted !== undefined && language?.toLowerCase() === wanted) ??
    own.find(
      ({ language }) => wanted !== undefined && language !== null && primary(language) === primary(wanted),
    ) ??
    own.find(({ language }) => language === null) ??
    own[0]
  );
}

function primary(language: string): string {
  return language.toLowerCase().split('-')[0] ?? '';
}
