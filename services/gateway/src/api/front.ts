import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { childTraceparent } from '@ashlar/service-kit';
import { type EntryPointTable, type Route, resolve } from '../domain/entry-points.ts';
import type { FailureCode } from '../domain/failures.ts';
import { countGateways, upstreamHeaders } from '../domain/headers.ts';
import { isOwnPath } from '../domain/parse-entry-points.ts';
import { checkTarget, isSafeRemainder, pathOf } from '../domain/request-target.ts';
import { isHost, type Origin, originOf } from '../domain/trusted-proxies.ts';
import { abandonBody } from '../usecases/abandon-body.ts';
import type { Exchange, Forwarding, ForwardTools } from '../usecases/exchange.ts';
import { forwardRequest } from '../usecases/forward-request.ts';
import { answerFailure } from './failure-answer.ts';

/** What the front needs: the table in force, and how to forward. */
export interface FrontTools {
  table(): EntryPointTable;
  gatewayPort: number;
  gatewayKey: string | undefined;
  /** Whether the address of a peer is that of a trusted proxy. */
  isTrusted(address: string): boolean;
  forward: Omit<ForwardTools, 'table' | 'fail' | 'ended'>;
  log: FrontLog;
}

/** The part of a logger that is used here. */
export interface FrontLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Takes requests as they come in. */
export interface Front {
  /**
   * Deals with a request that came in on `port`: forwards or refuses it and returns true. False means that it is for the gateway's own
   * routes; that happens on the gateway's port only.
   */
  handle(request: IncomingMessage, response: ServerResponse, port: number): boolean;
  /** Lets what waits go on by the table in force, and ends what listens to implementations that are no longer bound. */
  tableChanged(): void;
  /** Ends open event streams, and tells clients from now on that their connection is not kept. */
  drain(): void;
  /** Exchanges under way. */
  inFlight(): number;
}

/** Makes the front. It works on Node's own request and response, without a framework in between: what it passes on is not its own. */
export function createFront(tools: FrontTools): Front {
  const running = new Set<Exchange>();
  const follow = createFollower(tools.table, running);
  const watch = createWatch(running);
  let draining = false;
  const forwardTools: ForwardTools = {
    ...tools.forward,
    table: tools.table,
    fail(forwarding, failure, cause) {
      const { request, response, route, requestId, traceId } = forwarding;
      const { component } = route.entryPoint;
      tools.log.warn(
        { requestId, traceId, component, failure, err: cause },
        'request not answered by its component',
      );
      if (!request.complete) abandonBody(request);
      answerFailure({ request, response, failure, requestId, component });
    },
    ended(exchange, forwarding, failure) {
      running.delete(exchange);
      const { request, response, route, requestId, traceId } = forwarding;
      const { component, department } = route.entryPoint;
      const fields = {
        requestId,
        traceId,
        component,
        department,
        method: request.method,
        status: response.statusCode,
        failure,
      };
      tools.log.debug(fields, 'forwarded');
    },
  };

  return {
    handle(request, response, port) {
      if (draining) response.shouldKeepAlive = false;
      const found = route(request, port, tools);
      if (found === undefined) return false;
      const requestId = saneRequestId(single(request.headers['x-request-id'])) ?? randomUUID();
      if (typeof found === 'string') {
        abandonBody(request);
        answerFailure({ request, response, failure: found, requestId });
        return true;
      }
      const refused = refusal(request, tools.forward.bodyLimitBytes);
      if (refused) {
        abandonBody(request);
        answerFailure({
          request,
          response,
          failure: refused,
          requestId,
          component: found.entryPoint.component,
        });
        return true;
      }
      const traceparent = childTraceparent(single(request.headers.traceparent));
      const headers = headersFor(request, found, { requestId, traceparent }, tools);
      const traceId = traceparent.slice(3, 35);
      const forwarding: Forwarding = { request, response, route: found, requestId, traceId, headers };
      const exchange = forwardRequest(forwarding, forwardTools);
      if (!response.writableEnded) {
        running.add(exchange);
        watch();
      }
      return true;
    },
    tableChanged: follow,
    drain() {
      draining = true;
      for (const exchange of running) if (exchange.isStream()) exchange.abort();
    },
    inFlight: () => running.size,
  };
}

/** How late an exchange may be ended, in milliseconds. */
const watchEveryMs = 100;

/** Makes what is called when there is an exchange: from then on, until there is none, a look now and then ends the late ones. A timer for each would cost more. */
function createWatch(running: ReadonlySet<Exchange>): () => void {
  let isWatching = false;
  const look = () => {
    isWatching = running.size > 0;
    if (isWatching) setTimeout(look, watchEveryMs).unref();
    const now = performance.now();
    for (const exchange of [...running]) exchange.endIfLate(now);
  };
  return () => {
    if (isWatching) return;
    isWatching = true;
    setTimeout(look, watchEveryMs).unref();
  };
}

/** Makes what is called at each change of the table: it tells every exchange, and once more when the first hold is over. */
function createFollower(table: () => EntryPointTable, running: ReadonlySet<Exchange>): () => void {
  let timer: NodeJS.Timeout | undefined;
  const follow = () => {
    clearTimeout(timer);
    const now = Date.now();
    const ends = [...table().destinations.values()].flatMap(({ bound }) => bound?.heldUntil ?? []);
    const next = Math.min(...ends.filter((end) => end > now));
    // A clock elsewhere may be wrong; a call waits no longer than it may in any case.
    if (next < Number.POSITIVE_INFINITY) timer = setTimeout(follow, Math.min(next - now + 1, 60_000)).unref();
    for (const exchange of [...running]) exchange.tableChanged();
  };
  return follow;
}

function route(request: IncomingMessage, port: number, tools: FrontTools): Route | FailureCode | undefined {
  const target = request.url ?? '';
  if (checkTarget(target) !== undefined) return 'bad_request_target';
  const host = request.headers.host ?? '';
  if ((host !== '' && !isHost(host)) || hasTwoHosts(request)) return 'bad_host';
  const found = resolve(tools.table(), { port, host, target });
  if (found) return isSafeRemainder(found.target) ? found : 'bad_request_target';
  return port === tools.gatewayPort && isOwnPath(pathOf(target)) ? undefined : 'no_entry_point';
}

/** More than one is right where a platform's implementation is another platform. */
const mostGateways = 4;

function refusal(request: IncomingMessage, bodyLimitBytes: number): FailureCode | undefined {
  if (request.headers.upgrade?.toLowerCase() === 'websocket') return 'upgrade_not_supported';
  // An implementation's address may be a gateway's own: without an end one request would take every connection that there is.
  if (countGateways(request.headers.via) >= mostGateways) return 'loop';
  return Number(request.headers['content-length'] ?? 0) > bodyLimitBytes ? 'body_too_large' : undefined;
}

function headersFor(
  request: IncomingMessage,
  found: Route,
  { requestId, traceparent }: { requestId: string; traceparent: string },
  tools: FrontTools,
): string[] {
  const parent = single(request.headers.traceparent);
  return upstreamHeaders(request.rawHeaders, {
    ...origin(request, tools),
    prefix: found.prefix,
    department: found.entryPoint.department,
    gatewayKey: tools.gatewayKey,
    requestId,
    traceparent,
    gatewaysBefore: countGateways(request.headers.via),
    // The vendors' list belongs to its trace and must not join a new one.
    keepTracestate: parent !== undefined && parent.slice(3, 35) === traceparent.slice(3, 35),
  });
}

function origin(request: IncomingMessage, tools: FrontTools): Origin {
  const address = request.socket.remoteAddress ?? '';
  const { headers } = request;
  return originOf(
    { address, host: headers.host ?? '', encrypted: false },
    {
      proto: single(headers['x-forwarded-proto']),
      host: single(headers['x-forwarded-host']),
      forwardedFor: single(headers['x-forwarded-for']),
    },
    tools.isTrusted,
  );
}

// Node keeps the first of several Host headers and hides the rest; another reader may keep the last.
function hasTwoHosts(request: IncomingMessage): boolean {
  let hosts = 0;
  const { rawHeaders } = request;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

/** The client's request id when it can safely be logged and sent on. */
function saneRequestId(value: string | undefined): string | undefined {
  return value !== undefined && /^[\w.:-]{8,128}$/.test(value) ? value : undefined;
}

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
