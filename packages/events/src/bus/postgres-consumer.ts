import { randomUUID } from 'node:crypto';
import type { Pool } from '@ashlar/postgres';
import { backoff, createBell, pause } from '../waiting.ts';
import { createLane, type Lane, type LaneOwner } from './lane.ts';
import { type BusLog, brief } from './log.ts';
import type { BusConsumer, ConsumeOptions } from './port.ts';
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
  const member = new Member(options);
  await member.join();
  return member;
}

const pollMs = 1000;
const readLimit = 100;
const outageCapMs = 2000;

class Member implements PostgresConsumer {
  readonly #options: PostgresConsumerOptions;
  readonly #membership: Membership;
  readonly #owner: LaneOwner;
  readonly #lanes = new Map<string, Lane>();
  readonly #leaving = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #bell = createBell();
  #renewedAt = Number.NEGATIVE_INFINITY;
  #renewAt = 0;
  #woken = true;
  #running: Promise<void> | undefined;
  #left: Promise<void> | undefined;

  constructor(options: PostgresConsumerOptions) {
    const { pool, steps, log, group, topics, memberTimeoutMs, handle } = options;
    const membership = { group, member: randomUUID(), topics, memberTimeoutMs };
    this.#options = options;
    this.#membership = membership;
    this.#owner = {
      handle,
      group,
      log,
      sure: () => performance.now() - this.#renewedAt < memberTimeoutMs,
      commit: (lane, nextOffset) => steps.commit(pool, membership, lane, nextOffset),
      idle: () => this.wake(),
    };
  }

  async join(): Promise<void> {
    await this.#renew();
    this.#options.announce(this.#options.group);
    this.#running = this.#run();
  }

  wake(): void {
    this.#woken = true;
    this.#bell.ring();
  }

  regroup(): void {
    this.#renewAt = 0;
    this.#bell.ring();
  }

  stop(): Promise<void> {
    this.#left ??= this.#leave();
    return this.#left;
  }

  async #run(): Promise<void> {
    const { log, group } = this.#options;
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted; ) {
      try {
        const renewing = performance.now() >= this.#renewAt;
        if (renewing) await this.#renew();
        // The renewal of an idle consumer stands in for its poll.
        if (this.#woken || !renewing) await this.#read();
        if (failures > 0) log.info({ group }, 'the bus is back');
        failures = 0;
        await this.#bell.wait(Math.max(0, Math.min(pollMs, this.#renewAt - performance.now())), signal);
      } catch (error) {
        failures += 1;
        if (failures === 1) {
          log.warn({ ...brief(error), group }, 'the bus is away; consuming goes on when it is back');
        }
        await pause(backoff(failures, 100, outageCapMs), signal);
      }
    }
  }

  async #renew(): Promise<void> {
    const { pool, topics, memberTimeoutMs } = this.#options;
    const asked = performance.now();
    const views = await renewMembership(pool, this.#membership);
    if (views.length < topics.length) throw unknownTopic(topics, views);
    this.#renewedAt = asked;
    this.#renewAt = asked + memberTimeoutMs / 3;
    const wanted = views.flatMap((view) =>
      this.#follow(view).map((partition) => ({ topic: view.topic, partition })),
    );
    if (wanted.length > 0) await this.#claim(wanted);
  }

  /** Drops what was lost, gives up what is too much, and returns the partitions to take. */
  #follow({ topic, partitions, members, mine, taken, shift }: GroupView): number[] {
    const me = this.#membership.member;
    for (const lane of this.#lanes.values()) {
      if (lane.topic === topic && !mine.includes(lane.partition)) this.#forget(lane);
    }
    const others = members.filter((member) => member !== me);
    const free = [...Array(partitions).keys()].filter((p) => !taken.includes(p) && !mine.includes(p));
    const moves = shareOut({ partitions, members: [...others, me].sort(), me, mine, free, shift });
    for (const partition of moves.give) this.#giveUp({ topic, partition });
    return moves.take;
  }

  async #claim(wanted: readonly Partition[]): Promise<void> {
    const { pool, steps, fromBeginning = true } = this.#options;
    const claims = await steps.claim(pool, this.#membership, wanted, fromBeginning);
    for (const { topic, partition, offset } of claims) {
      this.#lanes.set(label({ topic, partition }), createLane(this.#owner, topic, partition, offset));
    }
    // Others were quicker: look again soon, for they may have taken less than there was.
    if (claims.length < wanted.length) this.#renewAt = performance.now() + 100;
    this.#woken = true;
  }

  #forget(lane: Lane): void {
    const { log, group } = this.#options;
    log.warn({ group, ...pick(lane) }, 'another member has taken a partition over');
    lane.lose();
    this.#lanes.delete(label(lane));
  }

  #giveUp(partition: Partition): void {
    const { log, group } = this.#options;
    const name = label(partition);
    if (this.#leaving.has(name)) return;
    const left = this.#handBack(name, partition)
      .catch((error: unknown) =>
        log.warn({ ...brief(error), group, ...partition }, 'a lease is left to run out'),
      )
      .finally(() => this.#leaving.delete(name));
    this.#leaving.set(name, left);
  }

  async #handBack(name: string, partition: Partition): Promise<void> {
    await this.#lanes.get(name)?.close();
    this.#lanes.delete(name);
    await releasePartition(this.#options.pool, this.#membership, partition);
    this.#options.announce(this.#options.group);
  }

  async #read(): Promise<void> {
    this.#woken = false;
    const hungry = [...this.#lanes.values()].filter((lane) => lane.ready());
    if (hungry.length === 0) return;
    for (const lane of hungry) await lane.settle();
    const places = hungry.map((lane) => ({ ...pick(lane), offset: lane.next() }));
    const found = Map.groupBy(await readMessages(this.#options.pool, places, readLimit), label);
    for (const lane of hungry) {
      const deliveries = found.get(label(lane));
      if (deliveries && lane.ready()) void lane.give(deliveries);
    }
  }

  async #leave(): Promise<void> {
    const { pool, log, group, announce } = this.#options;
    this.#stopping.abort();
    await this.#running;
    await Promise.all([...this.#leaving.values(), ...[...this.#lanes.values()].map((lane) => lane.close())]);
    try {
      await leaveGroup(pool, this.#membership);
      announce(group);
    } catch (error) {
      log.warn({ ...brief(error), group }, 'the leases are left to run out');
    }
  }
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
