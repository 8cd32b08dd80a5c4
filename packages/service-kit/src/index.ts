export { bearerToken, oauth } from './auth.ts';
export { watchConnections } from './closing.ts';
export {
  type ConfigEntry,
  ConfigError,
  type ConfigOf,
  type ConfigSpec,
  configTable,
  type KitConfig,
  kitConfig,
  readConfig,
} from './config.ts';
export {
  type ErrorShape,
  Failure,
  type Fault,
  FaultError,
  type FaultKind,
  type FieldError,
  Problem,
  problemErrors,
} from './errors.ts';
export type { FencedOff, FenceOptions, FenceRow, RequestFence } from './fence.ts';
export { addressOf, gatewayHeaders } from './gateway-headers.ts';
export { houseStyle } from './house-style.ts';
export { createKeySet } from './key-set.ts';
export { createLogger } from './logger.ts';
export { createTokenBuckets, type Taken, type TokenBuckets } from './rate-limit.ts';
export { type StoredReply, sendReplay } from './replay.ts';
export { runService } from './run.ts';
export { deriveKey, seal, unseal } from './secrets.ts';
export { createService } from './service.ts';
export { childTraceparent } from './trace.ts';
export type {
  Authenticate,
  Bucket,
  Caller,
  Gauge,
  Handler,
  Handlers,
  HealthCheck,
  KitOperation,
  RateLimit,
  RawHandler,
  ServiceOptions,
  SharedBuckets,
  TokenBucket,
} from './types.ts';
