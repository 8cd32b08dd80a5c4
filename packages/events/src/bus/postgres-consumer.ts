import { randomUUID } from 'node:crypto';
import type { Pool } from '@ashlar/postgres';
import { backoff, createBell, pause } from '../waiting.ts';
import { createLane, type Lane, type LaneOwner } from './lane.ts';
import { type BusLog, brief } from './log.ts';
import type { BusConsumer, ConsumeOptions, Delivery } from './port.ts';
import {
  type GroupView,
  leaveGroup,
  type Membership,
  type Partition,
  releasePartition,
  renewMembership,
} from './postgres-group.ts';
import { readMessages } from './postgres-log.ts';
import type { PostgresSteps } from './postgres-steps.ts';
import { shareOut } from './share.ts';

/** What a consumer on PostgreSQL needs. */
export interface PostgresConsumerOptions extends ConsumeOptions {
  pool: Pool;
  steps: PostgresSteps;
  log: BusLog;
  memberTimeoutMs: number;
  /** Tells the group's other members to look at its state again. */
  announce(group: string): void;
}

/** A consumer, and how the bus wakes it. */
export interface PostgresConsumer extends BusConsumer {
  /** There may be new messages. */
  wake(): void;
  /** The group has changed. */
  regroup(): void;
}

/** Joins the group and starts to handle messages. Rejects when the database is away or a topic does not exist. */
export async function startPostgresConsumer(options: PostgresConsumerOptions): Promise<PostgresConsumer> {
  const consumer = createMember(options);
  await consumer.join();
  return consumer;
}

const pollMs = 1000;
const readLimit = 100;
const outageCapMs = 2000;

type Member = PostgresConsumer & { join(): Promise<void> };

function createMember(options: PostgresConsumerOptions): Member {
  const { pool, steps, log, group, topics, memberTimeoutMs } = options;
  const membership: Membership = { group, member: randomUUID(), topics, memberTimeoutMs };
  const lanes = new Map<string, Lane>();
  const leaving = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const bell = createBell();
  let renewedAt = Number.NEGATIVE_INFINITY;
  let renewAt = 0;
  let woken = true;
  let running: Promise<void> | undefined;

  const owner: LaneOwner = {
    handle: options.handle,
    group,
    log,
    sure: () => performance.now() - renewedAt < memberTimeoutMs,
    commit: (lane, nextOffset) => steps.commit(pool, membership, lane, nextOffset),
    idle: wake,
  };

  function wake(): void {
    woken = true;
    bell.ring();
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        const renewing = performance.now() >= renewAt;
        if (renewing) await renew();
        // The renewal of an idle consumer stands in for its poll.
        if (woken || !renewing) await read();
        if (failures > 0) log.info({ group }, 'the bus is back');
        failures = 0;
        await bell.wait(Math.max(0, Math.min(pollMs, renewAt - performance.now())), stopping.signal);
      } catch (error) {
        failures += 1;
        if (failures === 1)
          log.warn({ ...brief(error), group }, 'the bus is away; consuming goes on when it is back');
        await pause(backoff(failures, 100, outageCapMs), stopping.signal);
      }
    }
  }

  async function renew(): Promise<void> {
    const asked = performance.now();
    const views = await renewMembership(pool, membership);
    if (views.length < topics.length) throw unknownTopic(topics, views);
    renewedAt = asked;
    renewAt = asked + memberTimeoutMs / 3;
    const wanted = views.flatMap((view) =>
      follow(view).map((partition) => ({ topic: view.topic, partition })),
    );
    if (wanted.length > 0) await claim(wanted);
  }

  /** Drops what was lost, gives up what is too much, and returns the partitions to take. */
  function follow({ topic, partitions, members, mine, taken, shift }: GroupView): number[] {
    const me = membership.member;
    for (const lane of lanes.values()) {
      if (lane.topic === topic && !mine.includes(lane.partition)) forget(lane);
    }
    const others = members.filter((member) => member !== me);
    const free = [...Array(partitions).keys()].filter((p) => !taken.includes(p) && !mine.includes(p));
    const moves = shareOut({ partitions, members: [...others, me].sort(), me, mine, free, shift });
    for (const partition of moves.give) giveUp({ topic, partition });
    return moves.take;
  }

  async function claim(wanted: readonly Partition[]): Promise<void> {
    const claims = await steps.claim(pool, membership, wanted, options.fromBeginning ?? true);
    for (const { topic, partition, offset } of claims) {
      lanes.set(label({ topic, partition }), createLane(owner, topic, partition, offset));
    }
    // Others were quicker: look again soon, for they may have taken less than there was.
    if (claims.length < wanted.length) renewAt = performance.now() + 100;
    woken = true;
  }

  function forget(lane: Lane): void {
    log.warn(
      { group, topic: lane.topic, partition: lane.partition },
      'another member has taken a partition over',
    );
    lane.lose();
    lanes.delete(label(lane));
  }

  function giveUp(partition: Partition): void {
    const name = label(partition);
    if (leaving.has(name)) return;
    const lane = lanes.get(name);
    const left = (async () => {
      await lane?.close();
      lanes.delete(name);
      await releasePartition(pool, membership, partition);
      options.announce(group);
    })()
      .catch((error: unknown) =>
        log.warn({ ...brief(error), group, ...partition }, 'a lease is left to run out'),
      )
      .finally(() => leaving.delete(name));
    leaving.set(name, left);
  }

  async function read(): Promise<void> {
    woken = false;
    const hungry = [...lanes.values()].filter((lane) => lane.ready());
    if (hungry.length === 0) return;
    for (const lane of hungry) await lane.settle();
    const places = hungry.map((lane) => ({ ...pick(lane), offset: lane.next() }));
    const found = Map.groupBy(await readMessages(pool, places, readLimit), label);
    for (const lane of hungry) {
      const deliveries: Delivery[] | undefined = found.get(label(lane));
      if (deliveries && lane.ready()) void lane.give(deliveries);
    }
  }

  async function leave(): Promise<void> {
    stopping.abort();
    await running;
    await Promise.all([...leaving.values(), ...[...lanes.values()].map((lane) => lane.close())]);
    try {
      await leaveGroup(pool, membership);
      options.announce(group);
    } catch (error) {
      log.warn({ ...brief(error), group }, 'the leases are left to run out');
    }
  }

  let left: Promise<void> | undefined;
  return {
    wake,
    regroup() {
      renewAt = 0;
      bell.ring();
    },
    async join() {
      await renew();
      options.announce(group);
      running = run();
    },
    stop() {
      left ??= leave();
      return left;
    },
  };
}

function label({ topic, partition }: Partition): string {
  return `${topic}/${partition}`;
}

function pick({ topic, partition }: Partition): Partition {
  return { topic, partition };
}

function unknownTopic(topics: readonly string[], views: readonly GroupView[]): Error {
  const missing = topics.filter((topic) => views.every((view) => view.topic !== topic));
  return new Error(`The bus has no topic ${missing.join(', ')}`);
}
