/** Heard by the relay: there are rows without a position. */
export const relayChannel = 'ashlar_relay';

/** Heard by readers of the feed; the payload is a JSON array of the departments that have new events, or empty for anybody. */
export const changesChannel = 'ashlar_changes';
