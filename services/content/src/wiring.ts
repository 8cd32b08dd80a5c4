import { randomBytes } from 'node:crypto';
import { type Changes, createWake, type EventBus, openChanges, type Relay, startRelay } from '@ashlar/events';
import type { Pool } from '@ashlar/postgres';
import { type Authenticate, type createLogger, oauth } from '@ashlar/service-kit';
import { createWiring, token, type Wiring } from '@ashlar/wiring';
import type { ContentConfig } from './config.ts';
import type { DocumentTypes } from './domain/ports.ts';
import { readDocumentTypes } from './providers/document-types.ts';
import { createTokenCheck } from './usecases/check-token.ts';
import type { Deps } from './usecases/deps.ts';
import { createItemMemory, type ItemMemory } from './usecases/read-item.ts';
import { startWorkers, type Workers } from './workers.ts';

/** What a process opens before the app and closes after it. */
export interface Resources {
  readonly pool: Pool;
  readonly bus: EventBus;
  readonly logger: ReturnType<typeof createLogger>;
}

/** What can be read from, or replaced in, the graph. */
export const tokens = {
  config: token<ContentConfig>('config'),
  resources: token<Resources>('resources'),
  now: token<() => Date>('now'),
  types: token<DocumentTypes>('types'),
  items: token<ItemMemory>('items'),
  deps: token<Deps>('deps'),
  checkToken: token<ReturnType<typeof createTokenCheck>>('checkToken'),
  accessTokens: token<Authenticate>('accessTokens'),
  relay: token<Relay>('relay'),
  changes: token<Changes>('changes'),
  workers: token<Workers>('workers'),
} as const;

/** Names every implementation. Reading the relay or the workers starts them. */
export function wire(config: ContentConfig, resources: Resources): Wiring {
  const wiring = createWiring();
  const { pool, bus, logger } = resources;
  wiring.value(tokens.config, config);
  wiring.value(tokens.resources, resources);
  wiring.value(tokens.now, () => new Date());
  wiring.single(tokens.types, () => readDocumentTypes(new URL('../schemas/', import.meta.url)));
  wiring.single(tokens.items, () => createItemMemory(pool, config.readTrustMs));
  wiring.single(tokens.deps, (get) => createDeps(config, resources, get));
  wiring.single(tokens.checkToken, (get) => createTokenCheck(get(tokens.deps)));
  wiring.single(tokens.accessTokens, () =>
    oauth({ issuer: config.oauthIssuer, audience: config.oauthAudience, jwks: config.oauthJwks }),
  );
  wiring.single(tokens.relay, () => {
    const component = config.name;
    return startRelay({
      url: config.databaseUrl,
      bus,
      component,
      topic: `ashlar.${component}.v1`,
      log: logger,
    });
  });
  wiring.single(tokens.changes, () =>
    openChanges({
      pool,
      url: config.databaseUrl,
      component: config.name,
      onError: (error) => logger.warn({ err: error }, 'the change feed listens again'),
    }),
  );
  wiring.single(tokens.workers, (get) => startWorkers(get(tokens.deps)));
  return wiring;
}

function createDeps(config: ContentConfig, { pool, logger }: Resources, get: Wiring['get']): Deps {
  return {
    db: pool,
    types: get(tokens.types),
    items: get(tokens.items),
    now: get(tokens.now),
    random: randomBytes,
    logged: createWake(pool, get(tokens.relay)),
    log: logger,
    keepKeys: 86_400,
    keepChanges: config.keepChangesS,
  };
}
