import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type OpenFence,
  type OpenHandover,
  openChangeLog,
  openFence,
  openHandover,
  type Resources,
  type Workers,
} from '@ashlar/component';
import { type Changes, createWake, type Relay } from '@ashlar/events';
import { transaction } from '@ashlar/postgres';
import { type Authenticate, oauth } from '@ashlar/service-kit';
import { createWiring, token, type Wiring } from '@ashlar/wiring';
import type { ContentConfig, ReplicaConfig } from './config.ts';
import type { DocumentTypes, PublisherFeed } from './domain/ports.ts';
import { contentMapping } from './handover/mapping.ts';
import { readDocumentTypes } from './providers/document-types.ts';
import { createPublisherFeed } from './providers/publisher.ts';
import { createTokenCheck } from './usecases/check-token.ts';
import type { Deps } from './usecases/deps.ts';
import { createItemMemory, type ItemMemory } from './usecases/read-item.ts';
import { createPublishTimes, type PublishTimes } from './usecases/read-publish-time.ts';
import { startWorkers } from './workers.ts';

/** What can be read from, or replaced in, the graph. */
export const tokens = {
  config: token<ContentConfig>('config'),
  resources: token<Resources>('resources'),
  now: token<() => Date>('now'),
  types: token<DocumentTypes>('types'),
  items: token<ItemMemory>('items'),
  publishTimes: token<PublishTimes>('publishTimes'),
  deps: token<Deps>('deps'),
  checkToken: token<ReturnType<typeof createTokenCheck>>('checkToken'),
  accessTokens: token<Authenticate>('accessTokens'),
  fence: token<OpenFence>('fence'),
  relay: token<Relay>('relay'),
  changes: token<Changes>('changes'),
  workers: token<Workers>('workers'),
  handover: token<OpenHandover>('handover'),
} as const;

/** Names every implementation. Reading the relay or the workers starts them. */
export function wire(config: ContentConfig, resources: Resources): Wiring {
  const wiring = createWiring();
  const { pool } = resources;
  wiring.value(tokens.config, config);
  wiring.value(tokens.resources, resources);
  wiring.value(tokens.now, () => new Date());
  wiring.single(tokens.types, () =>
    readDocumentTypes(new URL('../schemas/', import.meta.url), {
      bytes: config.schemaBytes,
      parts: config.schemaParts,
      ms: config.schemaTimeMs,
    }),
  );
  wiring.single(tokens.items, () => createItemMemory(pool, config.readTrustMs));
  wiring.single(tokens.publishTimes, (get) => createPublishTimes(pool, get(tokens.now), config.readTrustMs));
  wiring.single(tokens.deps, (get) => createDeps(config, resources, get));
  wiring.single(tokens.checkToken, (get) => createTokenCheck(get(tokens.deps)));
  wiring.single(tokens.accessTokens, () =>
    oauth({ issuer: config.oauthIssuer, audience: config.oauthAudience, jwks: config.oauthJwks }),
  );
  const changeLog = openChangeLog(config, resources);
  wiring.single(tokens.fence, () => openFence(config, resources));
  wiring.single(tokens.relay, changeLog.relay);
  wiring.single(tokens.changes, changeLog.changes);
  wiring.single(tokens.workers, (get) => startWorkers(get(tokens.deps)));
  wiring.single(tokens.handover, (get) =>
    openHandover(config, resources, {
      mapping: contentMapping(),
      relay: get(tokens.relay),
      fence: get(tokens.fence),
      version: readVersion(),
    }),
  );
  return wiring;
}

function createDeps(config: ContentConfig, { pool, logger }: Resources, get: Wiring['get']): Deps {
  return {
    db: pool,
    transaction: (work) => transaction(pool, work),
    types: get(tokens.types),
    compiledTypes: new Map(),
    items: get(tokens.items),
    publishTimes: get(tokens.publishTimes),
    siteOf: (department) => (config.siteUrl ?? '').replace('{department}', department).replace(/\/$/, ''),
    now: get(tokens.now),
    random: randomBytes,
    logged: createWake(pool, get(tokens.relay)),
    log: logger,
    keepKeys: 86_400,
    keepChanges: config.keepChangesS,
  };
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return String(version);
}

/** Names what a replica reads from. */
export function publisherOf(config: ReplicaConfig): PublisherFeed {
  return createPublisherFeed(config);
}
