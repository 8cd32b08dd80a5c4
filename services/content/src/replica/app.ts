import { type Contract, loadContract } from '@ashlar/contracts';
import { isUnavailable, type Pool } from '@ashlar/postgres';
import { type createLogger, createService, type Gauge, type HealthCheck } from '@ashlar/service-kit';
import type { FastifyInstance } from 'fastify';
import { compatErrors } from '../api/errors.ts';
import { itemHandlers } from '../api/items.ts';
import type { ReplicaConfig } from '../config.ts';
import type { PublisherFeed } from '../domain/ports.ts';
import { type Follower, type FollowState, startFollower } from '../usecases/follow-publisher.ts';
import { createItemMemory } from '../usecases/read-item.ts';

/** What a replica stands on: its own database, migrated, and its publisher. */
export interface ReplicaResources {
  readonly pool: Pool;
  readonly publisher: PublisherFeed;
  readonly logger: ReturnType<typeof createLogger>;
}

/** A replica that is ready to listen; it follows its publisher already. */
export interface ReplicaApp {
  readonly app: FastifyInstance;
  readonly follower: Follower;
  /** Stops following; the resources stay the caller's. */
  close(): Promise<void>;
}

/** Builds the read side by itself: the reading operations of the contract and nothing else, from a database of its own. */
export async function buildReplica(config: ReplicaConfig, resources: ReplicaResources): Promise<ReplicaApp> {
  const { pool: db, publisher, logger } = resources;
  const items = createItemMemory(db, config.readTrustMs);
  const follower = startFollower({ db, publisher, items, log: logger });
  const close = () => follower.stop();
  try {
    const app = await createService({
      contract: readSideOf(loadContract('content')),
      handlers: itemHandlers(items, config),
      security: {},
      compatErrors,
      config,
      logger,
      isUnavailable,
      health: healthOf(db, follower),
      gauges: gaugesOf(follower),
    });
    return { app, follower, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const offered = new Set(['readContentItem', 'readContentItemByApi', 'liveness', 'readiness', 'metrics']);

function readSideOf({ component, document, operations }: Contract): Contract {
  const own = operations.filter(({ operationId }) => offered.has(operationId));
  const paths = Object.fromEntries(
    Object.entries(document.paths).filter(([path]) => own.some((operation) => operation.path === path)),
  );
  return { component, operations: own, document: { ...document, paths } };
}

/** It serves what it has while its publisher is away; without its database, or before its first snapshot, it has nothing. */
function healthOf(db: Pool, follower: Follower) {
  return {
    database: {
      critical: true,
      async check() {
        try {
          await db.query('select 1');
        } catch {
          throw new Error('the database does not answer');
        }
      },
    },
    items: {
      critical: true,
      async check() {
        if (!follower.state().hasItems) throw new Error('no snapshot has been read yet');
      },
    },
    feed: {
      critical: false,
      async check() {
        const { trouble, ...state } = follower.state();
        const behind = behindOf(state);
        if (trouble === undefined) return behind;
        throw new Error(
          `${trouble}: ${behind.positions_behind} positions and ${behind.seconds_behind} seconds behind`,
        );
      },
    },
  } as const satisfies Record<string, HealthCheck>;
}

function behindOf({
  positionsBehind,
  secondsBehind,
}: Pick<FollowState, 'positionsBehind' | 'secondsBehind'>) {
  return { positions_behind: positionsBehind, seconds_behind: Math.round(secondsBehind * 10) / 10 };
}

function gaugesOf(follower: Follower): readonly Gauge[] {
  const gauge = (name: string, help: string, read: (state: FollowState) => number): Gauge => ({
    name,
    help,
    labels: [],
    read: () => [{ labels: {}, value: read(follower.state()) }],
  });
  return [
    gauge(
      'content_replica_positions_behind',
      'Positions of the publisher’s log that are not read yet',
      (state) => state.positionsBehind,
    ),
    gauge(
      'content_replica_seconds_behind',
      'How old what is served may be, in seconds',
      (state) => state.secondsBehind,
    ),
  ];
}
