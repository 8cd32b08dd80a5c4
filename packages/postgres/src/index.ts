export type { Pool, PoolClient } from 'pg';
export { type BatchedOptions, batched } from './batched.ts';
export { ensureDatabase } from './databases.ts';
export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './embedded/failure.ts';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
export {
  effectiveFence,
  type Fence,
  type FencedOff,
  type FenceRole,
  fenceChannel,
  fencedOff,
  fenceMigrations,
  listFences,
  type RoleOrder,
  type RoleRefusal,
  readFence,
  setRole,
} from './fence.ts';
export {
  currentFence,
  type FenceContext,
  inFence,
  noteReceipt,
  type Receipt,
  receiptSql,
} from './fence-context.ts';
export {
  type IdempotencyRecord,
  idempotencyMigrations,
  pruneIdempotencyRecords,
  readIdempotencyRecord,
  requestHash,
} from './idempotency.ts';
export { type Listener, type ListenerOptions, openListener } from './listener.ts';
export { MigrationError, migrate, pendingMigrations } from './migrate.ts';
export type { MigrationSet } from './migration-files.ts';
export { openPool, type PoolOptions, type Queryable } from './pool.ts';
export { snapshot, transaction } from './transaction.ts';
export { isUnavailable } from './unavailable.ts';
