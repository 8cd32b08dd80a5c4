import { Client } from 'pg';
import { relayChannel } from '../channels.ts';
import { backoff, createBell, pause } from '../waiting.ts';
import { keepPublishing } from './publishing.ts';
import type { RelaySteps } from './steps.ts';
import type { Relay, RelayOptions, RelayRun } from './types.ts';

const stampLimit = 1000;
const reconnectCapMs = 5000;
/** While changes keep coming, rows gather this long: one batch costs as many commits as one row. */
const gatherMs = 25;

/** A relay whose steps are given: `startRelay` passes the real ones, the tests pass broken ones. */
export function runRelay(options: RelayOptions, steps: RelaySteps): Relay {
  const stopping = new AbortController();
  const run: RelayRun = {
    options,
    steps,
    state: { leader: false, stamped: 0, published: 0 },
    rows: createBell(),
    positions: createBell(),
    topicReady: false,
  };
  const running = serve(run, stopping.signal);
  return {
    wake: () => run.rows.ring(),
    async stop() {
      stopping.abort();
      await running;
    },
    state: () => ({ ...run.state }),
  };
}

async function serve(run: RelayRun, stopping: AbortSignal): Promise<void> {
  const { log } = run.options;
  for (let failures = 0; !stopping.aborted; ) {
    try {
      await serveTerm(run, stopping, () => {
        failures = 0;
      });
    } catch (error) {
      failures += 1;
      log.warn({ err: error, failures }, 'the relay lost its database connection and takes up again');
      await pause(backoff(failures, 100, reconnectCapMs), stopping);
    }
  }
}

/** One connection's life: wait for the lock, then stamp and publish until the connection fails or the relay stops. */
async function serveTerm(run: RelayRun, stopping: AbortSignal, elected: () => void): Promise<void> {
  const lost = new AbortController();
  const connection = openConnection(run, (error) => lost.abort(error));
  const term = AbortSignal.any([stopping, lost.signal]);
  try {
    await connection.connect();
    if (await waitForLock(run, connection, term)) {
      elected();
      await lead(run, connection, term, lost);
    }
    if (!stopping.aborted) throw lost.signal.reason;
  } finally {
    run.state.leader = false;
    await connection.end().catch(() => {});
  }
}

async function lead(
  run: RelayRun,
  connection: Client,
  term: AbortSignal,
  lost: AbortController,
): Promise<void> {
  await connection.query(`listen ${relayChannel}`);
  Object.assign(run.state, { leader: true, ...(await run.steps.resume(connection)) });
  run.options.log.info({ ...run.state }, 'the relay leads');
  // The loops share the connection, so the first to fail ends the other.
  const loops = [keepStamping(run, connection, term), keepPublishing(run, connection, term)];
  await Promise.all(loops.map((loop) => loop.catch((error: unknown) => lost.abort(error))));
}

function openConnection(run: RelayRun, lost: (error: Error) => void): Client {
  const connection = new Client({
    connectionString: run.options.url,
    application_name: `${run.options.component}-relay`,
    connectionTimeoutMillis: 2000,
    query_timeout: 30_000,
    keepAlive: true,
    // The server must notice a vanished relay soon, or the lock stays with it.
    options: '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3',
  });
  connection.on('error', lost);
  connection.on('end', () => lost(new Error('The connection ended')));
  connection.on('notification', () => run.rows.ring());
  return connection;
}

async function waitForLock(run: RelayRun, connection: Client, term: AbortSignal): Promise<boolean> {
  while (!term.aborted) {
    if (await run.steps.lock(connection)) return true;
    await pause(run.options.pollMs ?? 1000, term);
  }
  return false;
}

async function keepStamping(run: RelayRun, connection: Client, term: AbortSignal): Promise<void> {
  const { state, steps } = run;
  while (!term.aborted) {
    const before = state.stamped;
    const done = await steps.stamp(connection, before, stampLimit);
    state.stamped = done.stamped;
    if (done.stamped > before) run.positions.ring();
    if (done.departments.length > 0) await steps.announce(connection, done.departments);
    const more = done.count === stampLimit || done.stamped !== before + done.count;
    if (more) continue;
    await run.rows.wait(run.options.pollMs ?? 1000, term);
    if (done.count > 0) await pause(gatherMs, term);
  }
}
