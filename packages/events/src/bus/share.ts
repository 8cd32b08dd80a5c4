/** What one member of a group sees of one topic. */
export interface TopicView {
  /** How many partitions the topic has. */
  partitions: number;
  /** Living members, this one included, in the same order for everybody. */
  members: readonly string[];
  /** The one who asks. */
  me: string;
  /** Partitions that it holds. */
  mine: readonly number[];
  /** Partitions that nobody holds, or whose lease ran out. */
  free: readonly number[];
  /** Moves the remainder of the division from topic to topic, so that not the same member always has more. */
  shift: number;
}

/** What it should do: give up some partitions, or try to take some. */
export interface Moves {
  give: number[];
  take: number[];
}

/**
 * The fair share of a topic's partitions: everybody gets the same number, give or take one, and keeps what it has as far as it can.
 * All members that see the same group come to shares that add up to all partitions.
 */
export function shareOut({ partitions, members, me, mine, free, shift }: TopicView): Moves {
  const rank = (members.indexOf(me) + shift) % members.length;
  const extra = rank < partitions % members.length ? 1 : 0;
  const quota = Math.floor(partitions / members.length) + extra;
  const give = mine.toSorted((a, b) => b - a).slice(0, Math.max(0, mine.length - quota));
  const wanted = Math.max(0, quota - mine.length);
  // Members that start together begin at different places, else all would reach for the same partition.
  const start = free.length === 0 ? 0 : (rank * quota) % free.length;
  const take = [...free.slice(start), ...free.slice(0, start)].slice(0, wanted);
  return { give, take };
}
