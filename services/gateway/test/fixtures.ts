import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@ashlar/testkit';
import { buildApp } from '../src/app.ts';
import { readGatewayConfig } from '../src/config.ts';

/** An implementation that a test stands behind the gateway. */
export interface StubUpstream {
  url: string;
  /** Every request it has seen, oldest first. */
  seen: IncomingMessage[];
  close(): Promise<void>;
}

/** Starts an implementation on a free port. */
export async function startUpstream(handle: RequestListener): Promise<StubUpstream> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    handle(request, response);
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, seen, close: () => close(server) };
}

/** A gateway in this process, on free ports. */
export interface TestGateway {
  url: string;
  port: number;
  /** The entry points file; write to it to change what is bound. */
  file: string;
  /** What SIGTERM does first. */
  startDraining(): void;
  close(): Promise<void>;
}

/** The key by which a test's gateway proves itself. */
export const gatewayKey = 'a-gateway-key-for-tests';

/** Starts a gateway with these entry points (objects as in the file) and this environment beside the necessary. */
export async function startGateway(
  entryPoints: readonly object[],
  env: Readonly<Record<string, string>> = {},
): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-gateway-'));
  const file = join(folder, 'entry-points.yaml');
  await writeFile(file, JSON.stringify({ entryPoints }));
  const gateway = await startGatewayWith({ ENTRY_POINTS: file, ...env });
  return {
    ...gateway,
    file,
    async close() {
      await gateway.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a gateway with this environment beside the necessary. */
export async function startGatewayWith(
  env: Readonly<Record<string, string>>,
): Promise<Omit<TestGateway, 'file'>> {
  const port = await freePort();
  const config = readGatewayConfig({
    PORT: String(port),
    GATEWAY_KEY: gatewayKey,
    LOG_LEVEL: 'silent',
    // A loaded test machine must not look like an overloaded service; shedding has tests of its own.
    MAX_EVENT_LOOP_DELAY_MS: '60000',
    DRAIN_TIMEOUT_MS: '1000',
    ...env,
  });
  const gateway = await buildApp(config);
  await gateway.openPorts();
  await gateway.app.listen({ host: config.host, port });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    startDraining: () => gateway.app.startDraining(),
    async close() {
      gateway.app.server.closeAllConnections();
      await gateway.app.close();
      await gateway.close();
    },
  };
}

/** Runs `work` with a gateway in front of one implementation, at prefix `/stub`, and closes both. */
export async function behindGateway(
  handle: RequestListener,
  work: (gateway: TestGateway, upstream: StubUpstream) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const upstream = await startUpstream(handle);
  const entryPoint = { component: 'stub', department: 'demo', upstream: upstream.url, prefix: '/stub' };
  const gateway = await startGateway([entryPoint], env);
  try {
    await work(gateway, upstream);
  } finally {
    await gateway.close();
    await upstream.close();
  }
}

/** Sends bytes as they are and returns all that comes back until the connection ends. */
export function exchangeRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
    );
    socket.on('close', () => resolve(answer));
    socket.setTimeout(5000, () => socket.destroy(new Error(`no end of the answer; so far: ${answer}`)));
  });
}

/** Reads a whole request body. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Listens on a free port of 127.0.0.1 and returns it. */
export async function listen(server: Server): Promise<number> {
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return port;
}

/** Ends a server and all its connections. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

/** A registry of a test: it serves one routing table, and wakes who waits when the test sets another. */
export interface StubRegistry {
  url: string;
  /** Puts other rows in force, and the bindings of departments without an entry point. */
  set(rows: readonly object[], bindings?: readonly object[]): void;
  close(): Promise<void>;
}

/** Starts a registry with these rows (objects as in its answer). */
export async function startRouting(rows: readonly object[]): Promise<StubRegistry> {
  let table: object = { version: 1, entry_points: rows };
  let version = 1;
  const waiting = new Set<ServerResponse>();
  const upstream = await startUpstream((request, response) => {
    const after = new URL(request.url ?? '', 'http://registry').searchParams.get('after');
    if (after !== String(version)) response.end(JSON.stringify(table));
    else waiting.add(response);
  });
  return {
    url: upstream.url,
    set(next, bindings) {
      version += 1;
      table = { version, entry_points: next, ...(bindings && { bindings }) };
      for (const response of waiting) response.end(JSON.stringify(table));
      waiting.clear();
    },
    close: upstream.close,
  };
}

/** A row of a routing table: what answers at a place, at which epoch, by which grant. */
export function row(upstream: string, epoch: number, more: object = {}): object {
  return {
    id: 'x',
    name: 'S',
    component: 'stub',
    department: 'demo',
    prefix: '/stub',
    upstream,
    implementation_id: upstream,
    epoch,
    grant: grantOf(epoch),
    ...more,
  };
}

/** What a registry would have signed, as far as a gateway looks at it. */
export function grantOf(epoch: number): string {
  return `grant.of-epoch-${epoch}.signed`;
}

/** Held for a minute: longer than any call may wait. */
export function held(ms = 60_000): object {
  return { held: { until: new Date(Date.now() + ms).toISOString() } };
}
