export { type BusOptions, openBus } from './bus/open-bus.ts';
export type { BusConsumer, BusMessage, ConsumeOptions, Delivery, EventBus, Topic } from './bus/port.ts';
export {
  type Changes,
  type ChangesOptions,
  type ChangesPage,
  type ChangesQuery,
  openChanges,
} from './changes/changes.ts';
export { changesHandler } from './changes/handler.ts';
export { readOldest } from './changes/read.ts';
export {
  capCursors,
  continueLog,
  countUnstamped,
  openWholeLog,
  readHead,
  readStamped,
  type WholeLog,
  type WholeLogPage,
} from './changes/whole-log.ts';
export { TryLater } from './consumer/failures.ts';
export {
  listParked,
  type ParkedKey,
  type ReplayOptions,
  type ReplayResult,
  replayParked,
} from './consumer/replay.ts';
export type { EventHandler } from './consumer/steps.ts';
export { subscribe } from './consumer/subscribe.ts';
export type { SubscribeOptions, Subscription, SubscriptionState } from './consumer/types.ts';
export { type ChangeRow, type Event, isEvent, isPublic, toEvent } from './envelope.ts';
export { eventsMigrations } from './migrations.ts';
export { publishEvents } from './publish.ts';
export { startRelay } from './relay/relay.ts';
export type { Relay, RelayOptions, RelayState } from './relay/types.ts';
export { type PruneOptions, pruneChangeLog, pruneInbox } from './retention.ts';
export { createWake } from './wake.ts';
