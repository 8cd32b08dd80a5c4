import type { Contract, Operation } from '@ashlar/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods, RouteOptions } from 'fastify';
import { createAuthorisation } from './auth.ts';
import { createMediaTypeCheck } from './bodies.ts';
import { FaultError } from './errors.ts';
import type { Fence } from './fence.ts';
import type { TakeRequest } from './rate-limit.ts';
import type { Authenticate, Handler, RawHandler } from './types.ts';
import { createValidation } from './validation.ts';

/** What the contract's operations are bound to. */
export interface Binding {
  contract: Contract;
  handlers: Readonly<Record<string, Handler>>;
  engines: Readonly<Record<string, RawHandler>>;
  security: Readonly<Record<string, Authenticate>>;
  takeRequest: TakeRequest | undefined;
  fence: Fence | undefined;
}

/** Throws one `Error` that lists every operation without a handler or engine, handler or engine without an operation, and unknown scheme. */
export function refuseMismatch({ contract, handlers, engines, security }: Binding): void {
  const own = contract.operations.filter((operation) => engineOf(operation) === undefined);
  const ids = new Set(own.map(({ operationId }) => operationId));
  const wanted = new Set(contract.operations.flatMap((operation) => engineOf(operation) ?? []));
  const schemes = new Set(
    contract.operations.flatMap((operation) => operation.security.flat().map(({ scheme }) => scheme)),
  );
  const problems = [
    ...[...ids].filter((id) => !Object.hasOwn(handlers, id)).map((id) => `no handler for operation ${id}`),
    ...Object.keys(handlers)
      .filter((id) => !ids.has(id))
      .map((id) => `no operation for handler ${id}`),
    ...[...wanted]
      .filter((engine) => !Object.hasOwn(engines, engine))
      .map((engine) => `no engine ${engine} for operations of x-engine`),
    ...Object.keys(engines)
      .filter((engine) => !wanted.has(engine))
      .map((engine) => `no operation for engine ${engine}`),
    ...[...schemes]
      .filter((scheme) => !Object.hasOwn(security, scheme))
      .map((scheme) => `no authentication for security scheme ${scheme}`),
  ];
  if (problems.length > 0) {
    const list = problems.map((problem) => `  ${problem}`).join('\n');
    throw new Error(`The ${contract.component} service does not fit its contract:\n${list}`);
  }
}

/** Makes one Fastify route of each operation, and answers 405 on its path for every other method. */
export function bindOperations(app: FastifyInstance, binding: Binding): void {
  const validationOf = createValidation(binding.contract);
  const methodsByPath = new Map<string, HTTPMethods[]>();
  for (const operation of binding.contract.operations) {
    const engine = binding.engines[engineOf(operation) ?? ''];
    const handler = engine === undefined ? binding.handlers[operation.operationId] : neverReached;
    if (handler === undefined) continue;
    const guard = createGuard(operation, binding);
    const onRequest = engine === undefined ? guard : handOver(engine, guard, binding.fence);
    const route: RouteOptions = {
      method: methodOf(operation),
      url: routePath(operation),
      config: { operation },
      // A head of an endless stream would never end.
      exposeHeadRoute: operation.method === 'get' && !isStream(operation),
      handler: closeBroken(fenced(handler, binding.fence)),
      ...(onRequest === undefined ? {} : { onRequest }),
      ...validationOf(operation),
    };
    app.route(route);
    const methods = methodsByPath.get(route.url) ?? [];
    methods.push(methodOf(operation), ...(route.exposeHeadRoute ? (['HEAD'] as const) : []));
    methodsByPath.set(route.url, methods);
  }
  for (const [url, methods] of methodsByPath) refuseOtherMethods(app, url, methods);
}

/** The engine that answers an operation by itself (`x-engine`), if one does. */
function engineOf({ definition }: Operation): string | undefined {
  const engine = definition['x-engine'];
  return typeof engine === 'string' ? engine : undefined;
}

/** Gives the raw exchange to an engine before the body is read; what the kit says in headers goes with it. */
function handOver(engine: RawHandler, guard: ReturnType<typeof createGuard>, fence: Fence | undefined) {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    reply.hijack();
    await engine(request.raw, reply.raw).catch((error: unknown) => {
      reply.log.error({ err: error }, 'the engine failed');
      reply.raw.destroy();
    });
  };
  return async (request: FastifyRequest, reply: FastifyReply) => {
    await guard?.(request, reply);
    // What it refuses is answered as by any handler: nothing has been handed over yet.
    await (fence ? fence.around(request, () => answer(request, reply)) : answer(request, reply));
  };
}

/** Runs a handler within the fence of its request. */
function fenced(handler: Handler, fence: Fence | undefined): Handler {
  if (fence === undefined) return handler;
  return (request, reply) => fence.around(request, () => handler(request, reply));
}

function neverReached(): never {
  throw new Error('An engine answers this operation');
}

const allMethods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function methodOf(operation: Operation): HTTPMethods {
  return operation.method.toUpperCase() as HTTPMethods;
}

/**
 * `/v1/payments/{id}` of OpenAPI is `/v1/payments/:id` here; a colon of the path itself is doubled. A last parameter that is marked `x-rest` takes the
 * rest of the path with its slashes: OpenAPI has no word for that. Its value is the request's parameter `*`.
 */
function routePath({ path, definition }: Operation): string {
  const rest = definition.parameters?.find(
    (parameter) => parameter.in === 'path' && parameter['x-rest'] === true,
  );
  const fixed = rest === undefined ? path : path.replace(`{${rest.name}}`, '*');
  return fixed.replaceAll(':', '::').replaceAll(/\{([^}]+)\}/g, ':$1');
}

function isStream(operation: Operation): boolean {
  return Object.values(operation.definition.responses ?? {}).some(
    (response) => response.content?.['text/event-stream'] !== undefined,
  );
}

/** All that can refuse a request before its body is read: a wrong key with a wrong body is a wrong key. */
function createGuard(operation: Operation, { security, takeRequest }: Binding) {
  const take = operation.standard === 'common' && operation.security.length === 0 ? undefined : takeRequest;
  const checkMediaType = createMediaTypeCheck(operation);
  if (operation.security.length === 0) {
    if (take === undefined && checkMediaType === undefined) return undefined;
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const counted = take?.(request, reply);
      if (counted) await counted;
      checkMediaType?.(request);
    };
  }
  const authorise = createAuthorisation(operation, security);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    request.caller = await authorise(request);
    // Awaited only where there is something to wait for.
    const counted = take?.(request, reply);
    if (counted) await counted;
    checkMediaType?.(request);
  };
}

/** An error after the head of a reply has gone out can only be told by closing the connection. */
function closeBroken(handler: Handler) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    const result = handler(request, reply);
    return result instanceof Promise ? result.catch((error: unknown) => closeOrThrow(error, reply)) : result;
  };
}

function closeOrThrow(error: unknown, reply: FastifyReply): void {
  const complete = reply.raw.writableEnded;
  if (!complete && !reply.sent && !reply.raw.headersSent) throw error;
  reply.log.error({ err: error }, complete ? 'error after the reply' : 'error within the reply');
  if (!complete) reply.raw.destroy();
}

function refuseOtherMethods(app: FastifyInstance, url: string, methods: readonly HTTPMethods[]): void {
  const method = allMethods.filter((one) => !methods.includes(one));
  const headers = { allow: [...new Set(methods)].join(', ') };
  const refuse = async () => {
    throw new FaultError('method_not_allowed', { headers });
  };
  // In onRequest, so that an unreadable body does not hide it.
  app.route({ method, url, exposeHeadRoute: false, onRequest: refuse, handler: refuse });
}
