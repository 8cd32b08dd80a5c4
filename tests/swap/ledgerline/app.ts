import type { Server } from 'node:http';
import { type Seeded, seedAccount } from './accounts.ts';
import { type AdminDeps, adminRoutes } from './admin.ts';
import { type Books, openBooks } from './books.ts';
import { openCallers } from './callers.ts';
import { openNetwork } from './card-network.ts';
import { changesRoutes } from './changes.ts';
import { type Contract, loadContract } from './contract.ts';
import { Fenced } from './fence.ts';
import { handoverRoutes, openHandoverKey } from './handover.ts';
import { startFollower } from './handover-follow.ts';
import { type Answer, type Asked, problem, type Route, serve } from './http.ts';
import { openKeyring } from './keyring.ts';
import { pageRoutes } from './pages.ts';
import { payRoutes } from './pay-api.ts';
import { openRegistry } from './registry.ts';
import type { Settings } from './settings.ts';
import type { Desk } from './taking.ts';
import { startWorkers } from './workers.ts';

/** The process: its server, and how it is ended. */
export interface App {
  readonly server: Server;
  /** Makes the account of one `SEED`; undefined when its department has one already. */
  seed(seed: string): Promise<Seeded | undefined>;
  stop(): Promise<void>;
}

/** Opens the books and puts everything together. The server does not listen yet. */
export async function openApp(settings: Settings): Promise<App> {
  const books = openBooks(settings.databaseFile);
  const contract = loadContract();
  const keyring = openKeyring(books, settings.dataKey);
  const callers = openCallers(books, keyring, settings);
  let wake = () => {};
  const desk: Desk = {
    books,
    network: openNetwork(books, settings.networkDelayMs),
    asking: new Map(),
    wake: () => wake(),
  };
  const deps: AdminDeps = { desk, callers, keyring, contract };
  const workers = startWorkers(desk, settings);
  wake = workers.wake;
  const { eventSchemas } = contract;
  const registry = openRegistry(settings);
  const key = await openHandoverKey(books);
  const follower = await startFollower(books, key.secret);
  const handover = {
    books,
    registry,
    follower,
    keyring,
    contract,
    settings,
    publicKey: key.shown,
    desk,
  };
  const routes = [
    ...[...payRoutes(deps), ...pageRoutes(deps), ...adminRoutes(deps)],
    ...[...changesRoutes({ books, callers, eventSchemas }), ...handoverRoutes(handover)],
    ...operationRoutes(books, contract),
  ];
  const { gatewayKey, publicUrl } = settings;
  const server = serve({ routes, gatewayKey, publicUrl, grantOf: registry.grant, notFound, failed });
  return {
    server,
    seed: (seed) => seedAccount(deps, seed),
    async stop() {
      server.close();
      server.closeAllConnections();
      await Promise.all([workers.stop(), follower.stop()]);
      await books.close();
    },
  };
}

function operationRoutes(books: Books, { openapi }: Contract): readonly Route[] {
  const ready = (): Answer => {
    books.one('select 1 as one');
    return { status: 200, body: { status: 'ok', checks: { database: { status: 'ok' } } } };
  };
  return [
    ['GET', /^\/health\/live$/, () => ({ status: 200, body: { status: 'ok' } })],
    ['GET', /^\/health\/ready$/, ready],
    [
      'GET',
      /^\/metrics$/,
      () => ({
        status: 200,
        type: 'text/plain; version=0.0.4',
        body: `process_resident_memory_bytes ${process.memoryUsage.rss()}\n`,
      }),
    ],
    ['GET', /^\/openapi\.json$/, () => ({ status: 200, body: openapi })],
  ];
}

function notFound({ path }: Asked, allowed: boolean): Answer {
  const status = allowed ? 405 : 404;
  const title = allowed ? 'Method Not Allowed' : 'Not Found';
  if (path.startsWith('/v1/')) return { status, body: { code: status, message: `HTTP ${status} ${title}` } };
  return problem(status, allowed ? 'method_not_allowed' : 'not_found', title);
}

function failed({ path, act }: Asked, error: unknown): Answer {
  if (!(error instanceof Fenced))
    console.error(
      JSON.stringify({
        level: 'error',
        request: act.request,
        path,
        error: String((error as Error)?.stack ?? error),
      }),
    );
  if (path.startsWith('/v1/'))
    return { status: 500, body: { code: 'P0198', description: 'Downstream system error' } };
  return problem(503, 'unavailable', 'Service Unavailable', 'Try again in a second.', { 'retry-after': '1' });
}
