import type { Queryable } from '@ashlar/postgres';

/** One partition of one topic. */
export interface Partition {
  topic: string;
  partition: number;
}

/** A member as the statements name it. */
export interface Membership {
  group: string;
  member: string;
  topics: readonly string[];
  /** How long, in milliseconds, the others wait for a member that has fallen silent. */
  memberTimeoutMs: number;
}

/** A group's state for one topic, as a member saw it when it renewed. */
export interface GroupView {
  topic: string;
  partitions: number;
  /** Living members, sorted; the one who asked may be missing when it has just joined. */
  members: string[];
  /** Partitions whose leases the one who asked has renewed. */
  mine: number[];
  /** Partitions with a living lease, whoever has it. */
  taken: number[];
  shift: number;
}

/** Says that the member lives, renews its leases, and returns how the group stands. */
export async function renewMembership(
  db: Queryable,
  { group, member, topics, memberTimeoutMs }: Membership,
): Promise<GroupView[]> {
  // A lease of ours that ran out unnoticed is renewed too: as long as nobody took it, nobody else has handled anything.
  const { rows } = await db.query<GroupView>({
    name: 'bus-renew',
    text: `
      with alive as (
        insert into bus_member ("group", topic, member, until)
        select $1, topic, $2, clock_timestamp() + $4 * interval '1 millisecond' from unnest($3::text[]) as topic
        on conflict ("group", topic, member) do update set until = excluded.until
      ), kept as (
        update bus_lease set until = clock_timestamp() + $4 * interval '1 millisecond'
        where "group" = $1 and member = $2
        returning topic, partition
      )
      select t.topic, t.partitions, hashtext(t.topic) & 1023 as shift,
        array(select m.member from bus_member as m
          where m."group" = $1 and m.topic = t.topic and m.until > clock_timestamp() order by m.member) as members,
        array(select k.partition from kept as k where k.topic = t.topic) as mine,
        array(select l.partition from bus_lease as l
          where l."group" = $1 and l.topic = t.topic and l.until > clock_timestamp()) as taken
      from bus_topic as t
      where t.topic = any($3::text[])`,
    values: [group, member, topics, memberTimeoutMs],
  });
  return rows;
}

/** A partition that a member has taken, and where its group is in it. */
export interface Claim extends Partition {
  offset: number;
}

/** Takes leases that are free or have run out; those that another member was quicker to take are left out of the answer. */
export async function claimPartitions(
  db: Queryable,
  { group, member, memberTimeoutMs }: Membership,
  wanted: readonly Partition[],
  fromBeginning: boolean,
): Promise<Claim[]> {
  // The offset comes from the row as it is when the holder changes, after any commit of the one before.
  const { rows } = await db.query<Claim>({
    name: 'bus-claim',
    text: `
      with claimed as (
        insert into bus_lease ("group", topic, partition, member, until)
        select $1, topic, partition, $2, clock_timestamp() + $3 * interval '1 millisecond'
        from unnest($4::text[], $5::int[]) as w (topic, partition) order by topic, partition
        on conflict ("group", topic, partition) do update set member = excluded.member, until = excluded.until
        where bus_lease.until < clock_timestamp()
        returning topic, partition
      )
      insert into bus_group_offset ("group", topic, partition, next_offset, holder)
      select $1, topic, partition, case when $6 then 0 else next_offset end, $2
      from claimed join bus_partition using (topic, partition) order by topic, partition
      on conflict ("group", topic, partition) do update set holder = excluded.holder
      returning topic, partition, next_offset as "offset"`,
    values: [
      group,
      member,
      memberTimeoutMs,
      wanted.map(({ topic }) => topic),
      wanted.map(({ partition }) => partition),
      fromBeginning,
    ],
  });
  return rows;
}

/** Stores where the group is. False, and nothing stored, when another member has taken the partition since. */
export async function commitOffset(
  db: Queryable,
  { group, member }: Membership,
  { topic, partition }: Partition,
  nextOffset: number,
): Promise<boolean> {
  const { rowCount } = await db.query({
    // Without waiting for the disk: an offset that a crash takes back only has its deliveries come again.
    name: 'bus-commit',
    text: `
      update bus_group_offset set next_offset = $5
      where "group" = $1 and topic = $2 and partition = $3 and holder = $4
        and set_config('synchronous_commit', 'off', true) = 'off'`,
    values: [group, topic, partition, member, nextOffset],
  });
  return rowCount === 1;
}

/** Gives a lease back. */
export async function releasePartition(
  db: Queryable,
  { group, member }: Membership,
  { topic, partition }: Partition,
): Promise<void> {
  await db.query({
    name: 'bus-release',
    text: 'delete from bus_lease where "group" = $1 and topic = $2 and partition = $3 and member = $4',
    values: [group, topic, partition, member],
  });
}

/** Leaves the group: its leases are free at once. */
export async function leaveGroup(db: Queryable, { group, member }: Membership): Promise<void> {
  await db.query({
    name: 'bus-leave',
    text: `
      with gone as (delete from bus_member where "group" = $1 and member = $2)
      delete from bus_lease where "group" = $1 and member = $2`,
    values: [group, member],
  });
}
