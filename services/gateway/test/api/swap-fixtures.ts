import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http';
import { until } from '@ashlar/testkit';
import {
  readBody,
  type StubRegistry,
  type StubUpstream,
  startGatewayWith,
  startRouting,
  startUpstream,
  type TestGateway,
} from '../fixtures.ts';

const running: { close(): Promise<void> }[] = [];

/** Closes everything that a test started. */
export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((one) => one.close()));
}

/** An implementation that answers what it got, unless its fence is down. */
export interface Implementation extends StubUpstream {
  /** Which calls are refused with 421; undefined while it may write. */
  fence: ((request: IncomingMessage) => string | undefined) | undefined;
  /** Everything that had an effect. */
  done: { method: string; url: string; digest: string; grant: string | undefined }[];
  /** Calls that a fence refused. */
  refused: number;
}

/** Starts an implementation; `handle` answers in its place what its fence lets through. */
export async function implementation(name: string, handle?: RequestListener): Promise<Implementation> {
  const state: Pick<Implementation, 'fence' | 'done' | 'refused'> = {
    fence: undefined,
    done: [],
    refused: 0,
  };
  const upstream = await startUpstream(async (request, response) => {
    if (request.url === '/health/ready') {
      response.end('{}');
      return;
    }
    const fenced = state.fence?.(request);
    if (fenced !== undefined) {
      state.refused += 1;
      response.writeHead(421, { 'ashlar-fenced': fenced, 'content-type': 'application/problem+json' });
      response.end('{"code":"fenced"}');
      return;
    }
    if (handle) return handle(request, response);
    const { method = '', url = '', headers } = request;
    const digest = sha256(await readBody(request));
    state.done.push({ method, url, digest, grant: headers['ashlar-grant']?.toString() });
    response.setHeader('ashlar-receipt', 'request="r", sequence=1');
    response.end(name);
  });
  running.push(upstream);
  return Object.assign(state, upstream);
}

/** Starts a gateway that follows a registry, and waits until the table of these rows is in force. */
export async function platform(
  rows: readonly object[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ registry: StubRegistry; gateway: Omit<TestGateway, 'file'>; url: string }> {
  const registry = await startRouting(rows);
  const gateway = await startGatewayWith({ REGISTRY_URL: registry.url, HOLD_MS: '20000', ...env });
  running.unshift(gateway, registry);
  await until(async () => (await get(`${gateway.url}/ashlar/v1/entry-points`)).includes('"stub"'), {
    what: 'the table to be in force',
  });
  return { registry, gateway, url: `${gateway.url}/stub` };
}

/** The text of an answer. */
export async function get(url: string): Promise<string> {
  return (await fetch(url)).text();
}

/** Sends a POST. */
export function post(
  url: string,
  body: string | Buffer = 'x',
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers });
}

/** Waits until the table that holds calls is in force: an entry point that came with it is listed. */
export async function inForce(gateway: { url: string }, marker: string): Promise<void> {
  await until(async () => (await get(`${gateway.url}/ashlar/v1/entry-points`)).includes(marker), {
    what: `${marker} to be in force`,
    everyMs: 5,
  });
}

/** Sends half of a POST whose body goes on when the test says so. */
export function slowPost(url: string, headers: Record<string, string | number> = {}) {
  const request = httpRequest(url, { method: 'POST', headers });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  answered.catch(() => {});
  request.on('error', () => {});
  return { request, answered };
}

/** A digest in hexadecimal digits. */
export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
