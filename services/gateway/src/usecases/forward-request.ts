import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Route } from '../domain/entry-points.ts';
import { type FailureCode, failureOf, mayRetry } from '../domain/failures.ts';
import { downstreamHeaders } from '../domain/headers.ts';
import type { Upstreams } from './upstreams.ts';

/** A request on its way to an implementation. */
export interface Forwarding {
  request: IncomingMessage;
  response: ServerResponse;
  route: Route;
  requestId: string;
  /** Of the trace that the request belongs to: 32 hex digits. */
  traceId: string;
  /** Headers for the implementation, flat. */
  headers: string[];
}

/** What forwarding needs from around it. */
export interface ForwardTools {
  upstreams: Upstreams;
  bodyLimitBytes: number;
  /** Milliseconds before a safe request is sent a second time. */
  retryDelayMs: number;
  /** Answers in the gateway's own name; called only while nothing has been sent to the client. */
  fail(forwarding: Forwarding, failure: FailureCode, cause: unknown): void;
  /** Hears of each exchange once, when it is over. `failure` is set when the gateway broke it off or answered itself. */
  ended?(forwarding: Forwarding, failure: FailureCode | undefined): void;
}

/** An exchange under way. */
export interface Exchange {
  /** Whether it is an event stream, which only ends when somebody ends it. */
  isStream(): boolean;
  /** Breaks it off on both sides. */
  abort(): void;
}

/**
 * Sends one request on and streams the answer back, a piece at a time in both directions and never held as a whole. The client's
 * going away ends the exchange with the implementation. An implementation that dies in the middle of its answer closes the client's
 * connection, so that half an answer never looks like a whole one. Nothing but a safe request without a body is ever sent twice.
 */
export function forwardRequest(forwarding: Forwarding, tools: ForwardTools): Exchange {
  const running = new RunningExchange(forwarding, tools);
  running.send();
  return running;
}

class RunningExchange implements Exchange, Dispatcher.DispatchHandler {
  readonly #forwarding: Forwarding;
  readonly #tools: ForwardTools;
  readonly #hasBody: boolean;
  readonly #total: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #attempts = 0;
  #stream = false;
  #over = false;
  #stopped: Error | undefined;

  constructor(forwarding: Forwarding, tools: ForwardTools) {
    this.#forwarding = forwarding;
    this.#tools = tools;
    const { request, response, route } = forwarding;
    const { headers } = request;
    this.#hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    this.#total = setTimeout(() => this.#timeOut(), tools.upstreams.timeouts(route.entryPoint).totalMs);
    response.once('close', () => {
      if (response.writableFinished) return;
      this.#stop(coded('ASHLAR_CLIENT_GONE'));
      this.#finish();
    });
  }

  isStream(): boolean {
    return this.#stream;
  }

  abort(): void {
    this.#forwarding.response.destroy();
  }

  send(): void {
    if (this.#over) return;
    const { request, route, headers } = this.#forwarding;
    this.#attempts += 1;
    this.#controller = undefined;
    const body = this.#hasBody
      ? Readable.from(countedBody(request, this.#tools.bodyLimitBytes), { objectMode: false })
      : null;
    const sent = { method: request.method ?? 'GET', target: route.target, headers, body };
    try {
      this.#tools.upstreams.send(route.entryPoint, sent, this);
    } catch (error) {
      this.#lost(error);
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped) controller.abort(this.#stopped);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // 1xx belongs to the hop it came on.
    if (status < 200) return;
    const { response, requestId } = this.#forwarding;
    response.writeHead(status, downstreamHeaders(headers, requestId));
    this.#stream = headers['content-type']?.startsWith('text/event-stream') ?? false;
    if (this.#stream) clearTimeout(this.#total);
    // The first lines go out now: the reader of a feed waits for them, and the first event may be long in coming.
    if (headers['content-length'] === undefined) response.flushHeaders();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { response } = this.#forwarding;
    if (response.write(chunk)) return;
    controller.pause();
    response.once('drain', () => controller.resume());
  }

  onResponseEnd(): void {
    const { request, response } = this.#forwarding;
    response.end();
    if (!request.complete) abandonBody(request);
    this.#finish();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#lost(this.#stopped ?? error);
  }

  #lost(error: unknown): void {
    if (this.#over) return;
    const { request, response } = this.#forwarding;
    const code = errorCode(error);
    const failure = code === 'ASHLAR_BODY_TOO_LARGE' ? 'body_too_large' : failureOf(code);
    if (response.headersSent || response.destroyed) {
      this.#finish(response.destroyed ? undefined : failure);
      response.destroy();
    } else if (
      this.#attempts === 1 &&
      this.#stopped === undefined &&
      mayRetry(request.method ?? '', this.#hasBody, failure)
    ) {
      setTimeout(() => this.send(), this.#tools.retryDelayMs);
    } else {
      this.#finish(failure);
      this.#tools.fail(this.#forwarding, failure, error);
    }
  }

  #timeOut(): void {
    const reason = coded('ASHLAR_TOTAL_TIMEOUT');
    this.#stop(reason);
    // Without a controller the request still waits for a free connection, and nothing else would end that.
    if (!this.#controller) this.#lost(reason);
  }

  #stop(reason: Error): void {
    this.#stopped ??= reason;
    this.#controller?.abort(this.#stopped);
  }

  #finish(failure?: FailureCode): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#total);
    this.#tools.ended?.(this.#forwarding, failure);
  }
}

/**
 * Lets the client finish a body that nobody wants, so that it gets to read the answer instead of a broken connection; after a
 * moment its patience is not ours.
 */
export function abandonBody(request: IncomingMessage): void {
  // A reader that waits for the next piece would keep the rest from flowing, and the client's next request behind it.
  request.removeAllListeners('readable');
  request.resume();
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, 2000).unref();
  request.once('close', () => clearTimeout(timer));
}

async function* countedBody(request: IncomingMessage, limit: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  // Not destroyed on an early return: that would take the client's connection, and the answer with it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > limit) throw coded('ASHLAR_BODY_TOO_LARGE');
    yield chunk;
  }
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, cause } = error as { code?: string; cause?: unknown };
  // undici wraps some socket errors; the cause then says more.
  if (code === undefined || code === 'UND_ERR_SOCKET') return errorCode(cause) ?? code;
  return code;
}
