export { follow, openBrowser } from './browser.ts';
export { createDatabase, startOwnPostgres } from './databases.ts';
export { createFencing, type Fencing, pictureOf, type Receipted, receiptedEvent } from './fence.ts';
export {
  digests,
  playRegistry,
  type Registry,
  type Side,
  type State,
  sideOf,
  swapOf,
} from './hand-over.ts';
export { freePort } from './ports.ts';
export { type OwnRedis, startRedis } from './redis.ts';
export { createRegistryStandIn, type RegistryStandIn } from './registry.ts';
export { type PreparedService, prepareService, type SpawnedService, spawnService } from './services.ts';
export { pastTheFence, type Statement, statementsOfSource, statementsOfText, writing } from './statements.ts';
export { createTokenIssuer, type TokenIssuer } from './tokens.ts';
export { until } from './until.ts';
