import { createWake, openWholeLog, type Relay } from '@ashlar/events';
import type { MigrationSet } from '@ashlar/postgres';
import { type Authenticate, deriveKey, type Handler, seal, unseal } from '@ashlar/service-kit';
import type { ComponentConfig } from '../config.ts';
import type { OpenFence } from '../fence.ts';
import type { Resources } from '../resources.ts';
import type { Seal } from './columns.ts';
import { openerOf } from './crypto.ts';
import { startFollower } from './follow.ts';
import { type HandoverOperation, handoverHandlers } from './handlers.ts';
import { createHandover } from './handover.ts';
import { ownKey } from './own-key.ts';
import { createRegistryTokens } from './tokens.ts';
import type { Mapping } from './types.ts';

/** The tables of a hand-over. */
export const handoverMigrations: MigrationSet = {
  name: 'handover',
  folder: new URL('../../migrations/handover/', import.meta.url),
};

/** The hand-over of a running component. */
export interface OpenHandover {
  readonly handlers: Readonly<Record<HandoverOperation, Handler>>;
  /** The security scheme `handover`. */
  readonly authenticate: Authenticate;
  /** Stops following, after the batch in hand; what is stored goes on with the next start. */
  close(): Promise<void>;
}

/** The settings of a hand-over. */
export type HandoverSettings = Pick<ComponentConfig, 'name' | 'databaseUrl'> & {
  readonly dataKey: string;
  readonly registryJwks?: string | undefined;
  readonly handoverKey?: string | undefined;
  readonly implementationNames?: string | undefined;
};

/** What is sealed with a key of the service's own. */
export function sealOf(dataKey: string, purpose: string): Seal {
  const key = deriveKey(dataKey, purpose);
  return {
    seal: (text) => seal(key, Buffer.from(text)),
    open: (sealed) => unseal(key, sealed).toString(),
  };
}

/** Opens the hand-over of a component: its operations, and what follows in the background. */
export function openHandover(
  config: HandoverSettings,
  { pool, logger }: Resources,
  ask: { mapping: Mapping; relay: Relay; version: string; fence: Pick<OpenFence, 'closing'> },
): OpenHandover {
  const { name: component, databaseUrl: url } = config;
  const sealed = sealOf(config.dataKey, 'handover');
  const handover = createHandover(ask.mapping, sealed);
  const wholeLog = openWholeLog({
    pool,
    url,
    component: `${component}-handover`,
    onError: (error) => logger.warn({ err: error }, 'the feed of the hand-over listens again'),
  });
  const key = lasting(() => ownKey(pool, config.handoverKey, sealed));
  let opener: ReturnType<typeof openerOf> | undefined;
  const follower = startFollower({
    handover,
    pool,
    log: logger,
    async open(jwe) {
      opener ??= key().then(({ secret }) => openerOf(secret));
      return (await opener)(jwe);
    },
  });
  const names = config.implementationNames?.split(',').map((name) => name.trim());
  const tokens = createRegistryTokens({ component, jwks: config.registryJwks, names });
  const handlers = handoverHandlers({
    handover,
    db: pool,
    logged: createWake(pool, ask.relay),
    closing: ask.fence.closing,
    version: ask.version,
    profile: 'full',
    tokens,
    key,
    wholeLog,
    follower,
  });
  return {
    handlers,
    authenticate: tokens.authenticate,
    async close() {
      await follower.stop();
      await wholeLog.close();
    },
  };
}

/** Does something once, and again when it failed. */
function lasting<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
