import type { Queryable } from '@ashlar/postgres';

/**
 * Takes the next moment at which a message may go to a provider that takes only so many a second, for all processes together. Undefined when that is
 * more than a second away: nothing is taken then.
 */
export async function takeSlot(
  db: Queryable,
  ask: { channel: string; id: string; now: Date },
): Promise<Date | undefined> {
  const { rows } = await db.query<{ slot: Date }>({
    name: 'take-slot',
    text: `update provider set next_slot_at = greatest(next_slot_at, $3::timestamptz) + make_interval(secs => 1 / rate)
            where channel = $1 and id = $2 and rate is not null
              and (next_slot_at is null or next_slot_at <= $3::timestamptz + interval '1 second')
           returning next_slot_at - make_interval(secs => 1 / rate) as slot`,
    values: [ask.channel, ask.id, ask.now],
  });
  return rows[0]?.slot;
}
