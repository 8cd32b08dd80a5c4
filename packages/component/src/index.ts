export { departmentOf, keyReused, noSuch, onceOf } from './administration.ts';
export { createBriefMemory } from './brief-memory.ts';
export { type ChangeLog, openChangeLog } from './change-log.ts';
export {
  busOf,
  type ComponentConfig,
  componentConfig,
  handoverConfig,
  oauthConfig,
  redisConfig,
  registryConfig,
} from './config.ts';
export {
  type AdminChange,
  type Creation,
  type CreationKey,
  createOnce,
  type Made,
  type Once,
  onceClause,
  onceParameters,
} from './creation.ts';
export { type FenceChoices, type OpenFence, openFence } from './fence.ts';
export type { Seal } from './handover/columns.ts';
export { type HandedKeys, keepHandedKeys } from './handover/handed-keys.ts';
export { idempotencyPart } from './handover/idempotency.ts';
export { handoverMigrations, type OpenHandover, openHandover, sealOf } from './handover/open.ts';
export { type OwnSecret, secretEntity } from './handover/secrets.ts';
export { noVersions, type TableEntity, tableEntity, versionsSql } from './handover/table-entity.ts';
export type { Entity, Mapping, Stored } from './handover/types.ts';
export { componentHealth, redisHealth } from './health.ts';
export { componentMigrations } from './migrations.ts';
export { pruneShared } from './prune.ts';
export { recallReceipt } from './receipts.ts';
export { openRedisBuckets, type RedisBuckets } from './redis-buckets.ts';
export type { Log, Resources } from './resources.ts';
export { type ComponentApp, runComponent } from './run.ts';
export { openIdSignIn } from './sign-in/openid.ts';
export type { PendingSignIn, SignedIn, SignInProvider } from './sign-in/provider.ts';
export { basePath, createSessions, type Session, type Sessions, type Visitor } from './sign-in/sessions.ts';
export { makeSigningJwk, publicPart, readSigningJwks, type SigningJwk, withKid } from './signing-jwk.ts';
export {
  endOfKey,
  insertFirstKeys,
  isAnnounced,
  type KeyRotation,
  publishedKeys,
  readSigningKeys,
  rotateKeys,
  type StoredKey,
} from './signing-keys.ts';
export { Closing } from './under-way.ts';
export { createGuardedFetch, type GuardedFetch } from './webhooks/fetch.ts';
export { isPublicAddress } from './webhooks/public-addresses.ts';
export { createWebhookSender, type WebhookDelivery, type WebhookSender } from './webhooks/sender.ts';
export { isOwnMachine, type TargetRules, targetFault } from './webhooks/target.ts';
export { startLoop, type Workers } from './workers.ts';
