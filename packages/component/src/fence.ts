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
import type { FastifyRequest } from 'fastify';
import type { ComponentConfig } from './config.ts';
import type { Resources } from './resources.ts';
import { Closing, createUnderWay } from './under-way.ts';

/** The fence of a running component: what `createService` takes, on a copy of the rows in memory. */
export interface OpenFence extends FenceOptions {
  /** Resolves once the copy is there; without the database, once it is back. */
  readonly ready: Promise<void>;
  /**
   * Does `work`, such as freezing a department, once no request that may change something of it is under way in this process, after `patienceMs` in any case: so that
   * a request of several statements is not cut in two. Those that come meanwhile are refused with 421. Only requests with a grant are known by their department.
   */
  closing<T>(department: string, patienceMs: number, work: () => Promise<T>): Promise<T>;
  /** Runs a worker's piece of a department's work, which `closing` waits for in the same way. Throws `Closing` while the department closes. */
  working<T>(department: string, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const pollMs = 5000;

/** How a component differs from one whose departments are swapped one by one and that changes nothing on a GET. */
export interface FenceChoices {
  /** Which requests may change something; by their method unless told. */
  writes?(request: FastifyRequest): boolean;
  /** Done after the rows have changed and before this process acts on them. */
  beforeKnown?(): Promise<void>;
}

/**
 * Opens the fence of the component `config.name`. Its copy of the rows is read again whenever one changes, and every five seconds in case that was not
 * heard. Only reads rely on the copy: what writes asks the row itself, in its own statement.
 */
export function openFence(
  config: Pick<ComponentConfig, 'name' | 'databaseUrl'> & { readonly registryJwks?: string | undefined },
  { pool, logger }: Pick<Resources, 'pool' | 'logger'>,
  choices: FenceChoices = {},
): OpenFence {
  const { name: component, databaseUrl: url, registryJwks } = config;
  const underWay = createUnderWay();
  let fences: readonly Fence[] = [];
  let reading: Promise<void> | undefined;
  const ready = Promise.withResolvers<void>();
  const read = async () => {
    const rows = await listFences(pool);
    if (!isSame(rows, fences)) await choices.beforeKnown?.();
    fences = rows;
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
    ...(choices.writes && { writes: choices.writes }),
    run: (fence, handle) => {
      const within = () => inFence(fence, handle);
      if (!fence.writes || fence.fence === null) return within();
      return underWay.run(fence.fence.slice(0, fence.fence.lastIndexOf('@')), within);
    },
    closing: underWay.closing,
    working: async (department, work) => underWay.run(department, work),
    fencedOff: (error) =>
      error instanceof Closing
        ? {
            department: error.department,
            epoch: effectiveFence(fences, error.department)?.epoch ?? null,
            role: 'frozen',
          }
        : fencedOff(error),
    ready: ready.promise,
    async close() {
      clearInterval(timer);
      ready.resolve();
      await listener.close();
      await reading?.catch(() => {});
    },
  };
}

function isSame(rows: readonly Fence[], others: readonly Fence[]): boolean {
  const told = (all: readonly Fence[]) =>
    all.map(({ department, epoch, role }) => `${department}@${epoch} ${role}`).join();
  return told(rows) === told(others);
}
