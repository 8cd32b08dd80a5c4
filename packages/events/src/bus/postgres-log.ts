import type { Queryable } from '@ashlar/postgres';
import type { BusMessage, Delivery, Topic } from './port.ts';

/** Creates the topics that are missing, with their partitions. */
export async function createTopics(db: Queryable, topics: readonly Topic[]): Promise<void> {
  await db.query({
    text: `
      with made as (
        insert into bus_topic (topic, partitions, retention_ms)
        select * from unnest($1::text[], $2::int[], $3::bigint[]) as t (topic, partitions, retention_ms) order by topic
        on conflict do nothing
        returning topic, partitions
      )
      insert into bus_partition (topic, partition)
      select made.topic, number from made cross join lateral generate_series(0, made.partitions - 1) as number`,
    values: [
      topics.map(({ name }) => name),
      topics.map(({ partitions }) => partitions),
      topics.map(({ retentionMs }) => retentionMs ?? null),
    ],
  });
}

/** How many partitions each of the topics has; a topic that does not exist is left out. */
export async function readPartitions(db: Queryable, topics: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ topic: string; partitions: number }>({
    name: 'bus-partitions',
    text: 'select topic, partitions from bus_topic where topic = any($1::text[])',
    values: [topics],
  });
  return new Map(rows.map(({ topic, partitions }) => [topic, partitions]));
}

/**
 * Appends messages, each to the partition at the same place of `partitions`, in one statement. Returns how many were stored: fewer
 * than given when the topic does not exist.
 */
export async function appendMessages(
  db: Queryable,
  topic: string,
  messages: readonly BusMessage[],
  partitions: readonly number[],
): Promise<number> {
  // The locks are taken in the order of the partitions: two batches that took them in turn could wait for each other.
  const { rowCount } = await db.query({
    name: 'bus-append',
    text: `
      with input as (
        select partition, key, value, headers, row_number() over (partition by partition order by place) - 1 as nth
        from unnest($2::int[], $3::text[], $4::bytea[], $5::text[])
          with ordinality as given (partition, key, value, headers, place)
      ), wanted as (
        select partition, count(*) as messages from input group by partition
      ), locked as (
        select partition from bus_partition
        where topic = $1 and partition in (select partition from wanted)
        order by partition
        for no key update
      ), advanced as (
        update bus_partition
        set next_offset = next_offset + wanted.messages
        from locked join wanted using (partition)
        where bus_partition.topic = $1 and bus_partition.partition = locked.partition
        returning bus_partition.partition, bus_partition.next_offset - wanted.messages as first_offset
      )
      insert into bus_message (topic, partition, "offset", key, value, headers)
      select $1, partition, first_offset + nth, key, value, headers::jsonb from input join advanced using (partition)`,
    values: [
      topic,
      partitions,
      messages.map(({ key }) => key),
      messages.map(({ value }) => value),
      messages.map(({ headers }) => JSON.stringify(headers)),
    ],
  });
  return rowCount ?? 0;
}

/** A place in the log. */
export interface Place {
  topic: string;
  partition: number;
  offset: number;
}

/** The next messages of several partitions, each from its place on, in order; at most `limit` of one partition. */
export async function readMessages(
  db: Queryable,
  places: readonly Place[],
  limit: number,
): Promise<Delivery[]> {
  const { rows } = await db.query<Omit<Delivery, 'offset'> & { offset: number }>({
    name: 'bus-read',
    text: `
      select found.topic, found.partition, found."offset", found.key, found.value, found.headers,
        found.appended_at as timestamp
      from unnest($1::text[], $2::int[], $3::bigint[]) as want (topic, partition, place)
      cross join lateral (
        select * from bus_message as message
        where message.topic = want.topic and message.partition = want.partition and message."offset" >= want.place
        order by message."offset"
        limit $4
      ) as found
      order by found.topic, found.partition, found."offset"`,
    values: [
      places.map(({ topic }) => topic),
      places.map(({ partition }) => partition),
      places.map(({ offset }) => offset),
      limit,
    ],
  });
  return rows.map((row) => ({ ...row, offset: String(row.offset) }));
}

/** How many kept messages of the topic the group has not committed. */
export async function countLag(db: Queryable, topic: string, group: string): Promise<number> {
  const { rows } = await db.query<{ lag: number }>({
    name: 'bus-lag',
    text: `
      select coalesce(sum(
        p.next_offset - greatest(least(coalesce(done.next_offset, 0), p.next_offset), coalesce(oldest."offset", p.next_offset))
      ), 0)::bigint as lag
      from bus_partition as p
      left join bus_group_offset as done
        on done."group" = $2 and done.topic = p.topic and done.partition = p.partition
      left join lateral (
        select "offset" from bus_message as m
        where m.topic = p.topic and m.partition = p.partition
        order by "offset"
        limit 1
      ) as oldest on true
      where p.topic = $1`,
    values: [topic, group],
  });
  return rows[0]?.lag ?? 0;
}

/**
 * Deletes at most `limit` messages of each partition that are past their topic's retention, and forgets members long gone. Does
 * nothing while another process is at it. Returns how many messages went.
 */
export async function pruneMessages(
  db: Queryable,
  defaultRetentionMs: number,
  limit: number,
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'bus-prune',
    text: `
      with turn as materialized (
        select pg_try_advisory_xact_lock(${pruneLock}) as mine
      ), gone as (
        delete from bus_member where (select mine from turn) and until < now() - interval '1 hour'
      ), old as (
        select head.topic, head.partition, head."offset"
        from bus_topic as t
        join bus_partition as p using (topic)
        cross join lateral (
          select m.topic, m.partition, m."offset", m.appended_at from bus_message as m
          where m.topic = p.topic and m.partition = p.partition
          order by m."offset"
          limit $2
        ) as head
        where (select mine from turn)
          and head.appended_at < now() - coalesce(t.retention_ms, $1::bigint) * interval '1 millisecond'
      )
      delete from bus_message using old
      where bus_message.topic = old.topic and bus_message.partition = old.partition
        and bus_message."offset" = old."offset"`,
    values: [defaultRetentionMs, limit],
  });
  return rowCount ?? 0;
}

// Any number that no other advisory lock of this database has.
const pruneLock = 4_705_242;
