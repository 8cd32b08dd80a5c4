import {
  effectiveFence,
  type Fence,
  fenceChannel,
  fencedOff,
  inFence,
  listFences,
  openListener,
} from '@ashlar/postgres';
import type { FenceOptions } from '@ashlar/service-kit';
import type { ComponentConfig } from './config.ts';
import type { Resources } from './resources.ts';

/** The fence of a running component: what `createService` takes, on a copy of the rows in memory. */
export interface OpenFence extends FenceOptions {
  /** Resolves once the copy is there; without the database, once it is back. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

const pollMs = 1000;

/**
 * Opens the fence of the component `config.name`. Its copy of the rows is read again whenever one changes, and once a second in case that was not
 * heard. Only reads rely on the copy: what writes asks the row itself, in its own statement.
 */
export function openFence(
  config: Pick<ComponentConfig, 'name' | 'databaseUrl'> & { readonly registryJwks?: string | undefined },
  { pool, logger }: Pick<Resources, 'pool' | 'logger'>,
): OpenFence {
  const { name: component, databaseUrl: url, registryJwks } = config;
  let fences: readonly Fence[] = [];
  let reading: Promise<void> | undefined;
  const ready = Promise.withResolvers<void>();
  const read = async () => {
    fences = await listFences(pool);
    ready.resolve();
  };
  // Who asks while it is being read is answered by the next reading: the one under way may have begun too early.
  const refresh = async () => {
    while (reading) await reading.catch(() => {});
    reading = inFence(undefined, read).finally(() => {
      reading = undefined;
    });
    await reading;
  };
  const look = () => {
    refresh().catch((error: unknown) => logger.warn({ err: error }, 'the fence will be read again'));
  };
  const listener = openListener({
    url,
    applicationName: `${component}-fence`,
    onError: (error) => logger.warn({ err: error }, 'the fence listens again'),
  });
  listener.on(fenceChannel, look).catch(() => {});
  look();
  const timer = setInterval(look, pollMs);
  timer.unref();
  return {
    component,
    registryJwks,
    known: (department) => effectiveFence(fences, department),
    refresh,
    run: inFence,
    fencedOff,
    ready: ready.promise,
    async close() {
      clearInterval(timer);
      ready.resolve();
      await listener.close();
      await reading?.catch(() => {});
    },
  };
}
