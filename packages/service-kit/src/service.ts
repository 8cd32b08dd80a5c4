import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Operation } from '@ashlar/contracts';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { bindOperations, refuseMismatch } from './binder.ts';
import { registerBodies } from './bodies.ts';
import { watchConnections } from './closing.ts';
import type { KitConfig } from './config.ts';
import { registerDocs } from './docs.ts';
import { FaultError } from './errors.ts';
import { createErrorReplies, type ReplyWithError } from './fault-replies.ts';
import { createFence, type Fence } from './fence.ts';
import { createGatewayCheck, publicUrlOf } from './gateway-headers.ts';
import { securityHeaders } from './headers.ts';
import { createReadiness, liveness } from './health.ts';
import { createLogger, pathOf } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { watchEventLoop } from './overload.ts';
import { createRateLimit } from './rate-limit.ts';
import { enterTrace, traceIdOf } from './trace.ts';
import type { Handler, ServiceOptions } from './types.ts';

/**
 * Makes a service out of a contract: each operation gets its handler, and everything that is the same for all services (auth, limits,
 * validation, errors, logs, health, metrics, docs) is set up around them. The app is ready but does not listen yet.
 * Throws one `Error` that lists every missing and extra handler and every unknown security scheme.
 */
export async function createService(options: ServiceOptions): Promise<FastifyInstance> {
  const { config, contract } = options;
  const logger = options.logger ?? createLogger({ name: config.name, level: config.logLevel });
  const drain = new AbortController();
  const metrics = createMetrics(config.name, options.gauges);
  const handlers = {
    ...kitHandlers(options, drain.signal, logger, metrics),
    ...options.handlers,
  };
  const takeRequest = options.rateLimit === undefined ? undefined : createRateLimit(options.rateLimit);
  const { engines = {}, security } = options;
  const fence =
    options.fence &&
    createFence(options.fence, (error) =>
      logger.warn({ err: error }, 'a grant was not verified: the keys of the registry cannot be had'),
    );
  const binding = { contract, handlers, engines, security, takeRequest, fence };
  refuseMismatch(binding);

  const replyWithError = createErrorReplies(options, fence);
  const app = createApp(config, logger, replyWithError);
  decorate(app, config, drain);
  addHooks(app, config, metrics, fence);
  await registerBodies(app);
  await options.register?.(app);
  await registerDocs(app, contract);
  bindOperations(app, binding);
  await app.ready();
  return app;
}

/** The handlers of the common operations, as far as the contract has them. */
function kitHandlers(
  options: ServiceOptions,
  draining: AbortSignal,
  logger: Logger,
  metrics: Metrics,
): Record<string, Handler> {
  const all = {
    liveness,
    readiness: createReadiness(options.health, draining, logger),
    metrics: metrics.expose,
  };
  const ids = new Set(options.contract.operations.map(({ operationId }) => operationId));
  return Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id)));
}

function createApp(config: KitConfig, logger: Logger, replyWithError: ReplyWithError): FastifyInstance {
  const isFromGateway = createGatewayCheck(config.gatewayKey);
  const members = requestMembers(config);
  const app: FastifyInstance = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    childLoggerFactory: (parent, bindings, childOptions, raw) =>
      parent.child({ requestId: bindings.reqId, traceId: traceIdOf(enterTrace(raw)) }, childOptions),
    bodyLimit: config.bodyLimitBytes,
    // No shorter than a request's head may be: an id that is too long is then unknown like any other.
    routerOptions: { maxParamLength: maxHeaderSize },
    // A late request on an open connection is served, and the connection closed after it: that loses nothing.
    return503OnClosing: false,
    http: {
      requestTimeout: config.requestTimeoutMs,
      headersTimeout: Math.min(config.requestTimeoutMs, 20_000),
      connectionsCheckingInterval: Math.min(config.requestTimeoutMs, 10_000),
      maxHeaderSize,
    },
    requestTimeout: config.requestTimeoutMs,
    frameworkErrors: (error, request, reply) => {
      // Raised for an address that cannot be decoded, on a bare request: before any hook, and without what the app's requests have.
      request.fromGateway = isFromGateway(request.raw.headers);
      Object.defineProperties(request, members);
      reply.headers(securityHeaders(undefined)).header('x-request-id', request.id);
      request.log.info({ method: request.method, code: error.code }, 'unreadable request');
      replyWithError(error, request as FastifyRequest, reply);
    },
  });
  app.setErrorHandler(replyWithError);
  app.setNotFoundHandler((request, reply) => replyWithError(new FaultError('not_found'), request, reply));
  return app;
}

function decorate(app: FastifyInstance, config: KitConfig, drain: AbortController): void {
  app.decorate('draining', drain.signal);
  app.decorate('startDraining', () => drain.abort());
  app.decorateRequest('caller', undefined);
  app.decorateRequest('fromGateway', false);
  app.decorateRequest('rawBody', undefined);
  app.decorateRequest('fence', undefined);
  const { operation, traceparent, publicUrl, entryDepartment } = requestMembers(config);
  app.decorateRequest('operation', { getter: operation.get });
  app.decorateRequest('traceparent', { getter: traceparent.get });
  app.decorateRequest('publicUrl', { getter: publicUrl.get });
  app.decorateRequest('entryDepartment', { getter: entryDepartment.get });
}

/** What a request tells when asked; most never are. */
function requestMembers(config: KitConfig) {
  return {
    operation: {
      get(this: FastifyRequest) {
        return this.routeOptions.config?.operation;
      },
    },
    traceparent: {
      get(this: FastifyRequest) {
        return String(this.raw.headers.traceparent);
      },
    },
    publicUrl: {
      get(this: FastifyRequest) {
        return publicUrlOf(this, config.publicUrl);
      },
    },
    entryDepartment: {
      get(this: FastifyRequest) {
        const department = this.fromGateway ? this.raw.headers['ashlar-department'] : undefined;
        return typeof department === 'string' && department !== '' ? department : undefined;
      },
    },
  };
}

function addHooks(app: FastifyInstance, config: KitConfig, metrics: Metrics, fence: Fence | undefined): void {
  const isFromGateway = createGatewayCheck(config.gatewayKey);
  const isLate = watchEventLoop(app, config.maxEventLoopDelayMs);

  app.addHook('onRequest', (request, reply, done) => {
    const { operation } = request;
    request.fromGateway = isFromGateway(request.raw.headers);
    reply.headers(securityHeaders(operation)).header('x-request-id', request.id);
    // Here and not in the handler, so that an unknown address is 404 whatever its body is.
    if (request.is404) done(new FaultError('not_found'));
    // A busy process must not be restarted for being busy: probes are answered.
    else if (isLate() && !isProbe(operation)) done(new FaultError('overloaded', { retryAfterS: 1 }));
    else done();
  });

  app.addHook('onSend', (request, reply, _payload, done) => {
    const receipt = reply.statusCode < 400 ? fence?.receiptOf(request) : undefined;
    if (receipt !== undefined) reply.header('ashlar-receipt', receipt);
    // So that no client sends its next request on a connection that is about to close.
    if (app.draining.aborted) reply.header('connection', 'close');
    done();
  });

  app.addHook('onResponse', (request, reply, done) => {
    const { operation } = request;
    metrics.record(request, reply);
    const line = {
      operationId: operation?.operationId,
      method: request.method,
      path: operation?.path ?? pathOf(request.url),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 100) / 100,
    };
    // Probes ask every few seconds and say nothing new.
    if (isProbe(operation)) request.log.debug(line, 'request');
    else request.log.info(line, 'request');
    done();
  });

  const endConnections = watchConnections(app.server);
  app.addHook('preClose', async () => {
    app.startDraining();
    if (app.server.listening) endConnections();
  });
}

const maxHeaderSize = 16_384;

const probes = new Set(['liveness', 'readiness', 'metrics']);

function isProbe(operation: Operation | undefined): boolean {
  return operation !== undefined && probes.has(operation.operationId);
}

function requestIdOf(raw: IncomingMessage): string {
  const given = raw.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{8,128}$/.test(given) ? given : randomUUID();
}
