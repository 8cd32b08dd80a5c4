import type { Queryable } from '@ashlar/postgres';
import type { CarrierScript } from '../domain/carrier-script.ts';
import type { Channel } from '../domain/entities.ts';
import type { Pace, Share } from '../domain/failover.ts';

/** A provider as its row says it. */
export interface ProviderRow extends Share {
  readonly channel: Channel;
  readonly version: number;
  /** Why it has this weight. */
  readonly cause: string;
  readonly changedAt: Date;
  readonly script: Partial<CarrierScript> | null;
  /** How many messages it takes a second; null for any number. */
  readonly rate: number | null;
}

const columns = 'channel, id, weight, rest, version, cause, changed_at as "changedAt", script, rate';

/** Adds the providers that are new. Those that are known keep their weights. */
export async function addProviders(
  db: Queryable,
  channel: Channel,
  providers: readonly { id: string; rest: number }[],
  at: Date,
): Promise<void> {
  await db.query({
    name: 'add-providers',
    text: `with made as (
             insert into provider (channel, id, weight, rest, version, cause, changed_at)
             select $1::text, given.id, given.rest, given.rest, 1, 'new', $4::timestamptz
               from unnest($2::text[], $3::integer[]) as given (id, rest)
             on conflict do nothing
             returning *
           )
           insert into provider_version (channel, id, version, weight, rest, cause, changed_at)
           select channel, id, version, weight, rest, cause, changed_at from made`,
    values: [channel, providers.map(({ id }) => id), providers.map(({ rest }) => rest), at],
  });
}

/** Every provider, by channel and id. */
export async function listProviders(db: Queryable): Promise<ProviderRow[]> {
  const { rows } = await db.query<ProviderRow>({
    name: 'list-providers',
    text: `select ${columns} from provider order by channel, id`,
  });
  return rows;
}

/**
 * Stores new weights of a channel's providers, each with its version: all of them, or none when one was changed since it was read. False then.
 */
export async function changeProviders(
  db: Queryable,
  providers: readonly ProviderRow[],
  change: { cause: string; at: Date },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'change-providers',
    text: `with given as (
             select * from unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::integer[], $6::jsonb[], $9::float8[])
                        as given (channel, id, version, weight, rest, script, rate)
           ), held as (
             select provider.channel, provider.id from provider join given using (channel, id, version)
              order by provider.channel, provider.id for update of provider
           ), changed as (
             update provider
                set weight = given.weight, rest = given.rest, script = given.script, rate = given.rate, version = given.version + 1, cause = $7::text,
                    changed_at = $8::timestamptz
               from given
              where provider.channel = given.channel and provider.id = given.id and provider.version = given.version
                and (select count(*) from held) = (select count(*) from given)
             returning provider.*
           ), kept as (
             insert into provider_version (channel, id, version, weight, rest, cause, changed_at)
             select channel, id, version, weight, rest, cause, changed_at from changed
           )
           select 1 from changed`,
    values: [
      providers.map(({ channel }) => channel),
      providers.map(({ id }) => id),
      providers.map(({ version }) => version),
      providers.map(({ weight }) => weight),
      providers.map(({ rest }) => rest),
      providers.map(({ script }) => script && JSON.stringify(script)),
      change.cause,
      change.at,
      providers.map(({ rate }) => rate),
    ],
  });
  return (rowCount ?? 0) > 0;
}

/** Adds errors of providers, each given once with its reason, to what other processes met: in the same second, and for the same reason. */
export async function addProviderErrors(
  db: Queryable,
  errors: readonly { channel: Channel; id: string; reason: string; count: number }[],
  at: Date,
): Promise<void> {
  await db.query({
    name: 'add-provider-errors',
    text: `with given as (
             select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) as given (channel, id, reason, count)
           ), counted as (
             insert into provider_error (channel, id, second, count)
             select channel, id, date_trunc('second', $5::timestamptz), sum(count) from given group by channel, id order by channel, id
             on conflict (channel, id, second) do update set count = provider_error.count + excluded.count
           )
           insert into provider_trouble (channel, id, reason, count, first_at, last_at)
           select channel, id, reason, count, $5::timestamptz, $5::timestamptz from given order by channel, id, reason
           on conflict (channel, id, reason) do update
              set count = provider_trouble.count + excluded.count, last_at = greatest(provider_trouble.last_at, excluded.last_at)`,
    values: [
      errors.map(({ channel }) => channel),
      errors.map(({ id }) => id),
      errors.map(({ reason }) => reason),
      errors.map(({ count }) => count),
      at,
    ],
  });
}

/** How many errors each provider has had since then, those without any left out. */
export async function countProviderErrors(
  db: Queryable,
  since: Date,
): Promise<{ channel: Channel; id: string; count: number }[]> {
  const { rows } = await db.query<{ channel: Channel; id: string; count: number }>({
    name: 'count-provider-errors',
    text: `select channel, id, sum(count)::integer as count from provider_error where second > $1::timestamptz group by channel, id`,
    values: [since],
  });
  return rows;
}

/** Deletes counts of errors from before then. */
export async function deleteProviderErrors(db: Queryable, before: Date): Promise<void> {
  await db.query({
    name: 'delete-provider-errors',
    text: 'delete from provider_error where second < $1::timestamptz',
    values: [before],
  });
}

/** Whether it is this process's turn to look at a channel: nobody has since `before`. */
export async function takeWatch(
  db: Queryable,
  watch: { channel: Channel; what: 'slowness' | 'rest'; before: Date; at: Date },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'take-watch',
    // Asked first: a conflict would write to the row even where it is nobody's turn.
    text: `insert into provider_watch (channel, what, at)
           select $1, $2, $3::timestamptz
            where not exists (select from provider_watch where channel = $1 and what = $2 and at > $4::timestamptz)
           on conflict (channel, what) do update set at = excluded.at where provider_watch.at <= $4::timestamptz
           returning 1`,
    values: [watch.channel, watch.what, watch.at, watch.before],
  });
  return rowCount === 1;
}

/**
 * How fast the providers of a channel are: of the notifications made since then, not with test keys, how many they were given and how many took longer
 * than `slowAfterS` seconds from there, or have by now.
 */
export async function readPaces(
  db: Queryable,
  ask: { channel: Channel; since: Date; now: Date; slowAfterS: number },
): Promise<Pace[]> {
  const { rows } = await db.query<Pace>({
    name: 'read-paces',
    text: `select provider as id, count(*)::integer as sent,
                  count(*) filter (where coalesce(completed_at, $3::timestamptz) - sent_at > make_interval(secs => $4))::integer as slow
             from notification
            where id >= $5::uuid and created_at >= $2::timestamptz and type = $1 and key_type <> 'test' and sent_at is not null
            group by provider`,
    values: [ask.channel, ask.since, ask.now, ask.slowAfterS, firstIdOf(ask.since)],
  });
  return rows;
}

/** The first id of version 7 that can be made at a time: ids are in order of time, so that none older need be read. */
function firstIdOf(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
