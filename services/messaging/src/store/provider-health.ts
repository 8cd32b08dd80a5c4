import type { Queryable } from '@ashlar/postgres';
import type { Move } from '../domain/failover.ts';
import type { Trouble } from '../domain/trouble.ts';

/** What went wrong with providers, the latest first. */
export async function listTroubles(db: Queryable): Promise<Trouble[]> {
  const { rows } = await db.query<Trouble>({
    name: 'list-provider-troubles',
    text: `select channel, id, reason, count::integer, first_at as "firstAt", last_at as "lastAt"
             from provider_trouble order by last_at desc, channel, id, reason`,
  });
  return rows;
}

/** Deletes what has not gone wrong since then. */
export async function deleteTroubles(db: Queryable, before: Date): Promise<void> {
  await db.query({
    name: 'delete-provider-troubles',
    text: 'delete from provider_trouble where last_at < $1::timestamptz',
    values: [before],
  });
}

/** Changes of weights, newest first; only those before one, if it is given. */
export async function listMoves(
  db: Queryable,
  ask: { before: { at: Date; channel: string } | undefined; limit: number },
): Promise<Move[]> {
  const { rows } = await db.query<Move>({
    name: 'list-provider-moves',
    text: `select now.channel, now.cause, now.changed_at as at,
                  json_agg(json_build_object('id', now.id, 'from', earlier.weight, 'to', now.weight) order by now.id) as weights
             from provider_version as now
             left join provider_version as earlier
               on earlier.channel = now.channel and earlier.id = now.id and earlier.version = now.version - 1
            where ($1::timestamptz is null or (now.changed_at, now.channel) < ($1::timestamptz, $2::text))
            group by now.channel, now.cause, now.changed_at
            order by now.changed_at desc, now.channel desc limit $3`,
    values: [ask.before?.at ?? null, ask.before?.channel ?? null, ask.limit],
  });
  return rows;
}
