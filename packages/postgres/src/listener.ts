import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'node:util';
import { Client, escapeIdentifier } from 'pg';
import { isUnavailable } from './unavailable.ts';

/** A connection that hears notifications. */
export interface Listener {
  /** Calls `heard` for every notification on `channel`. Resolves once listening; while the database is away, once it is back. */
  on(channel: string, heard: (payload: string) => void): Promise<void>;
  /** Ends the connection. An `on` that still waits rejects. */
  close(): Promise<void>;
}

/** Where a listener connects. */
export interface ListenerOptions {
  url: string;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  /** Hears of lost connections, failed attempts and hearers that threw. */
  onError?(error: Error): void;
}

/**
 * Opens a listener on a connection of its own, and makes that again, after a growing pause, whenever it breaks. Then every `heard`
 * is called once with an empty payload, since a notification may have been missed.
 */
export function openListener(options: ListenerOptions): Listener {
  const hearers: Hearers = new Map();
  const closing = new AbortController();
  const closed = rejectOnAbort(closing.signal);
  let connection = newConnection();
  const report = (error: unknown) => {
    if (!closing.signal.aborted) options.onError?.(toError(error));
  };

  async function stayConnected(): Promise<void> {
    for (let failures = 0, connects = 0; !closing.signal.aborted; ) {
      const { client, ended } = openClient(options, hearers, report);
      const leave = () => void client.end().catch(report);
      closing.signal.addEventListener('abort', leave);
      try {
        // pg's connect() never settles once end() has been called meanwhile.
        await Promise.race([client.connect(), closed]);
        for (const channel of hearers.keys()) await listen(client, channel);
        connection.resolve({ client, ended });
        if (connects > 0) wakeAll(hearers, report);
        connects += 1;
        failures = 0;
        await ended;
        connection = newConnection();
      } catch (error) {
        report(error);
        failures += 1;
        void client.end().catch(report);
      } finally {
        closing.signal.removeEventListener('abort', leave);
      }
      await pause(failures, closing.signal);
    }
    connection.reject(closedError());
  }

  const running = stayConnected();
  return {
    async on(channel, heard) {
      if (closing.signal.aborted) throw closedError();
      hearers.set(channel, (hearers.get(channel) ?? new Set()).add(heard));
      await listenOnce(() => connection.promise, channel);
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}

type Hearers = Map<string, Set<(payload: string) => void>>;
type Report = (error: unknown) => void;

interface Connection {
  client: Client;
  ended: Promise<void>;
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(closedError()));
  });
  aborted.catch(() => {});
  return aborted;
}

function toError(error: unknown): Error {
  return types.isNativeError(error) ? error : new Error(String(error));
}

function closedError(): Error {
  return new Error('The listener is closed');
}

function newConnection(): PromiseWithResolvers<Connection> {
  const connection = Promise.withResolvers<Connection>();
  // Nobody may be waiting for it when it is given up.
  connection.promise.catch(() => {});
  return connection;
}

function openClient({ url, applicationName }: ListenerOptions, hearers: Hearers, report: Report): Connection {
  const client = new Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  client.on('error', report);
  client.on('notification', ({ channel, payload = '' }) => {
    for (const heard of hearers.get(channel) ?? []) call(heard, payload, report);
  });
  return { client, ended: new Promise((resolve) => client.once('end', () => resolve())) };
}

async function listenOnce(current: () => Promise<Connection>, channel: string): Promise<void> {
  for (;;) {
    const { client, ended } = await current();
    try {
      await listen(client, channel);
      return;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      await ended;
    }
  }
}

async function listen(client: Client, channel: string): Promise<void> {
  await client.query(`listen ${escapeIdentifier(channel)}`);
}

function wakeAll(hearers: Hearers, report: Report): void {
  for (const heard of [...hearers.values()].flatMap((each) => [...each])) call(heard, '', report);
}

function call(heard: (payload: string) => void, payload: string, report: Report): void {
  try {
    heard(payload);
  } catch (error) {
    report(error);
  }
}

async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(5000, 100 * 2 ** failures);
  // Half of it by chance, so that many processes do not come back in step.
  await sleep(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
}
