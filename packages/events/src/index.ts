export type { BusConsumer, BusMessage, ConsumeOptions, Delivery, EventBus, Topic } from './bus/port.ts';
export {
  type Changes,
  type ChangesOptions,
  type ChangesPage,
  type ChangesQuery,
  openChanges,
} from './changes/changes.ts';
export { changesHandler } from './changes/handler.ts';
export { TryLater } from './consumer/failures.ts';
export {
  listParked,
  type ParkedKey,
  type ReplayOptions,
  type ReplayResult,
  replayParked,
} from './consumer/replay.ts';
export type { EventHandler } from './consumer/steps.ts';
export {
  type SubscribeOptions,
  type Subscription,
  type SubscriptionState,
  subscribe,
} from './consumer/subscribe.ts';
export { type Event, toEvent } from './envelope.ts';
export { eventsMigrations } from './migrations.ts';
export { type Relay, type RelayOptions, type RelayState, startRelay } from './relay/relay.ts';
export { type PruneOptions, pruneChangeLog, pruneInbox } from './retention.ts';
export { createWake } from './wake.ts';
