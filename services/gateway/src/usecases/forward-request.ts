import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import {
  currentDestination,
  type Destination,
  type EntryPointTable,
  isHeld,
  isSameImplementation,
} from '../domain/entry-points.ts';
import { type FailureCode, failureOf, isMutating, mayRetry } from '../domain/failures.ts';
import { downstreamHeaders, fencedDepartment } from '../domain/headers.ts';
import { abandonBody } from './abandon-body.ts';
import { coded, errorCode } from './error-codes.ts';
import type { Exchange, Forwarding, ForwardTools } from './exchange.ts';
import { RequestBody } from './request-body.ts';
import { Waiting } from './waiting.ts';

/** An answer of at most so many bytes leaves in one write with its head. */
const smallAnswerBytes = 16_384;

/**
 * Sends one request on and streams the answer back, a piece at a time in both directions. The client's going away ends the exchange with the implementation. An
 * implementation that dies in the middle of its answer closes the client's connection, so that half an answer never looks like a whole one.
 *
 * A call that may change something waits while its binding is held. A request is sent twice only where the first had no effect: a safe one without a body whose
 * connection was lost, and any that a fence refused (421), which goes to what is bound then. A call whose fate is not known is never sent again.
 */
export function forwardRequest(forwarding: Forwarding, tools: ForwardTools): Exchange {
  const running = new RunningExchange(forwarding, tools);
  running.begin();
  return running;
}

class RunningExchange implements Exchange, Dispatcher.DispatchHandler {
  readonly #forwarding: Forwarding;
  readonly #tools: ForwardTools;
  readonly #method: string;
  readonly #body: RequestBody | undefined;
  readonly #ownHeaders: number;
  readonly #waiting: Waiting;
  #destination: Destination;
  /** The table by which it was last sent. */
  #sentBy: EntryPointTable | undefined;
  /** The department that an implementation named when it refused. */
  #department: string | undefined;
  /** When it has taken as long as it may, as a time of `performance`. */
  #latest = Number.POSITIVE_INFINITY;
  #controller: Dispatcher.DispatchController | undefined;
  #attempts = 0;
  /** What happens to the answer under way: it is passed on, or dropped because the request goes elsewhere. */
  #answer: 'none' | 'passed' | 'fenced' | 'left' = 'none';
  #remaining = -1;
  #stream = false;
  #over = false;
  #stopped: Error | undefined;

  constructor(forwarding: Forwarding, tools: ForwardTools) {
    this.#forwarding = forwarding;
    this.#tools = tools;
    const { request, route } = forwarding;
    this.#method = request.method ?? 'GET';
    this.#destination = route.entryPoint;
    this.#ownHeaders = forwarding.headers.length;
    this.#waiting = new Waiting(tools.room);
    const { headers } = request;
    if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0) {
      this.#body = new RequestBody(request, {
        limitBytes: tools.bodyLimitBytes,
        room: tools.room,
        mayResend: route.entryPoint.bound?.grant !== undefined,
        onTooLarge: (error) => this.#lost(error),
      });
    }
  }

  begin(): void {
    const { response, route } = this.#forwarding;
    const { totalMs } = this.#tools.upstreams.timeouts(route.entryPoint);
    this.#latest = performance.now() + totalMs;
    response.once('close', () => {
      if (response.writableFinished) return;
      this.#stop(coded('ASHLAR_CLIENT_GONE'));
      this.#finish();
    });
    this.#go(route.entryPoint);
  }

  isStream(): boolean {
    return this.#stream;
  }

  tableChanged(): void {
    if (this.#over) return;
    const now = this.#current();
    if (this.#waiting.isOn) this.#go(now);
    else if (isSameImplementation(now, this.#destination)) return;
    else if (this.#stream) this.#endStream();
    else if (this.#answer === 'none' && this.#isLongPoll()) {
      this.#answer = 'left';
      this.#controller?.abort(coded('ASHLAR_REBOUND'));
    }
  }

  abort(): void {
    this.#forwarding.response.destroy();
  }

  endIfLate(now: number): void {
    if (now < this.#latest || this.#over) return;
    this.#latest = Number.POSITIVE_INFINITY;
    const reason = coded('ASHLAR_TOTAL_TIMEOUT');
    this.#stop(reason);
    // Without a controller the request still waits for a free connection, and nothing else would end that.
    if (!this.#controller) this.#lost(reason);
  }

  /** Sends the request to a destination, or waits until it may. */
  #go(to: Destination): void {
    const { bound } = to;
    this.#destination = to;
    if (bound?.isEmpty) {
      this.#refuse('binding_refused');
    } else if (bound?.heldUntil !== undefined && isMutating(this.#method) && isHeld(to, Date.now())) {
      if (this.#hold()) this.#body?.readAhead();
    } else {
      this.#waiting.end();
      this.#attempts = 0;
      this.#send();
    }
  }

  #send(): void {
    if (this.#over) return;
    this.#attempts += 1;
    this.#controller = undefined;
    this.#answer = 'none';
    this.#sentBy = this.#tools.table();
    if (this.#body) this.#body.open((body) => this.#dispatch(body));
    else this.#dispatch(null);
  }

  #dispatch(body: Buffer | Readable | null): void {
    const { route, headers } = this.#forwarding;
    const grant = this.#destination.bound?.grant;
    headers.length = this.#ownHeaders;
    if (grant !== undefined) headers.push('ashlar-grant', grant);
    try {
      this.#tools.upstreams.send(
        this.#destination,
        { method: this.#method, target: route.target, headers, body },
        this,
      );
    } catch (error) {
      this.#lost(error);
    }
  }

  /** Waits for another table; false when the request has been answered instead. */
  #hold(): boolean {
    const refused = this.#waiting.begin(() => this.#refuse('held_too_long'));
    if (refused) this.#refuse(refused);
    return refused === undefined;
  }

  /** A fence refused the request, so nothing was done: it goes to what a newer table names, or to the same again after a moment. */
  #fenced(): void {
    if (this.#over) return;
    this.#controller = undefined;
    if (this.#body && !this.#body.canResend) {
      this.#refuse('held_too_long');
      return;
    }
    // Where it came in for any department, it may only have gone to the wrong one's; twice would be a loop.
    const isElsewhere = !this.#waiting.hasBegun && this.#current() !== this.#destination;
    if (!this.#hold()) return;
    if (isElsewhere || this.#tools.table() !== this.#sentBy) this.tableChanged();
    else this.#tools.fences.wait(this.#destination, () => this.#tryAgain());
  }

  #tryAgain(): boolean {
    if (this.#over || !this.#waiting.isOn) return false;
    this.tableChanged();
    return true;
  }

  #current(): Destination {
    return currentDestination(this.#tools.table(), this.#forwarding.route.entryPoint, this.#department);
  }

  #isLongPoll(): boolean {
    return this.#method === 'GET' && !this.#body && /[?&]wait=[1-9]/.test(this.#forwarding.route.target);
  }

  /** Ends an event stream as its implementation would: the client comes back with the last event that it has. */
  #endStream(): void {
    this.#finish();
    this.#forwarding.response.end();
    this.#stop(coded('ASHLAR_REBOUND'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped) controller.abort(this.#stopped);
    else if (this.#answer === 'left') controller.abort(coded('ASHLAR_REBOUND'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // 1xx belongs to the hop it came on.
    if (status < 200 || this.#answer === 'left') return;
    const fence = headers['ashlar-fenced'];
    if (status === 421 && (fence !== undefined || this.#destination.bound?.grant !== undefined)) {
      this.#answer = 'fenced';
      // Only where any department comes in does the implementation say which one it was.
      if (this.#forwarding.route.entryPoint.department === '*') this.#department = fencedDepartment(fence);
      return;
    }
    const { response, requestId } = this.#forwarding;
    this.#answer = 'passed';
    if (isMutating(this.#method)) this.#tools.fences.opened(this.#destination);
    response.writeHead(status, downstreamHeaders(headers, requestId));
    this.#stream = headers['content-type']?.startsWith('text/event-stream') ?? false;
    if (this.#stream) this.#latest = Number.POSITIVE_INFINITY;
    const length = headers['content-length'];
    // The first lines go out now: the reader of a feed waits for them, and the first event may be long in coming.
    if (length === undefined) response.flushHeaders();
    else this.#remaining = Number(length);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#answer !== 'passed') return;
    const { response } = this.#forwarding;
    if (chunk.length === this.#remaining && chunk.length <= smallAnswerBytes) {
      // All of it: as text of one byte a character it leaves in one write with its head.
      response.end(chunk.toString('latin1'), 'latin1');
      return;
    }
    this.#remaining = -1;
    if (response.write(chunk)) return;
    controller.pause();
    response.once('drain', () => controller.resume());
  }

  onResponseEnd(): void {
    if (this.#answer === 'fenced') this.#fenced();
    else if (this.#answer === 'left') this.#go(this.#current());
    else this.#passed();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#lost(this.#stopped ?? error);
  }

  #passed(): void {
    const { request, response } = this.#forwarding;
    if (!response.writableEnded) response.end();
    this.#finish();
    if (!request.complete) abandonBody(request);
  }

  #lost(error: unknown): void {
    if (this.#over) return;
    if (this.#stopped === undefined && this.#answer === 'fenced') this.#fenced();
    else if (this.#stopped === undefined && this.#answer === 'left') this.#go(this.#current());
    else this.#broken(error);
  }

  #broken(error: unknown): void {
    const { response } = this.#forwarding;
    const code = errorCode(error);
    const failure = code === 'ASHLAR_BODY_TOO_LARGE' ? 'body_too_large' : failureOf(code);
    if (response.headersSent || response.destroyed) {
      this.#finish(response.destroyed ? undefined : failure);
      response.destroy();
    } else if (
      this.#attempts === 1 &&
      this.#stopped === undefined &&
      mayRetry(this.#method, this.#body !== undefined, failure)
    ) {
      setTimeout(() => this.#send(), this.#tools.retryDelayMs);
    } else {
      this.#refuse(failure, error);
    }
  }

  #refuse(failure: FailureCode, cause?: unknown): void {
    if (this.#over) return;
    this.#finish(failure);
    this.#tools.fail(this.#forwarding, failure, cause);
  }

  #stop(reason: Error): void {
    this.#stopped ??= reason;
    this.#controller?.abort(this.#stopped);
  }

  #finish(failure?: FailureCode): void {
    if (this.#over) return;
    this.#over = true;
    this.#waiting.end();
    this.#body?.stop();
    this.#tools.ended?.(this, this.#forwarding, failure);
  }
}
