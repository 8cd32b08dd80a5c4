import { type Changes, openChanges, type Relay, startRelay } from '@ashlar/events';
import type { ComponentConfig } from './config.ts';
import type { Resources } from './resources.ts';

/** The two readers of a component's change log. Each is opened by itself, so that a test can replace one. */
export interface ChangeLog {
  /** Starts the relay to the topic `ashlar.<component>.v1`. */
  relay(): Relay;
  /** Opens the feed of departments. */
  changes(): Changes;
}

/** Names the readers of the change log of the component `config.name`; nothing runs until one is asked for. `whole`: it passes on to a successor as one, for all departments. */
export function openChangeLog(
  config: Pick<ComponentConfig, 'name' | 'databaseUrl'>,
  { pool, bus, logger }: Resources,
  { whole = false }: { readonly whole?: boolean } = {},
): ChangeLog {
  const { name: component, databaseUrl: url } = config;
  return {
    relay: () => startRelay({ url, bus, component, topic: `ashlar.${component}.v1`, log: logger }),
    changes: () =>
      openChanges({
        pool,
        url,
        component,
        whole,
        onError: (error) => logger.warn({ err: error }, 'the change feed listens again'),
      }),
  };
}
