/** How urgent a template's messages are. */
export type Lane = 'priority' | 'normal' | 'bulk';

/** The lanes in the order of their numbers in the database. */
export const lanes: readonly Lane[] = ['priority', 'normal', 'bulk'];

/** How many messages of a lane are in hand for each of bulk's, while all have some waiting: none has to wait for ever. */
export const laneShares: Readonly<Record<Lane, number>> = { priority: 16, normal: 4, bulk: 1 };
