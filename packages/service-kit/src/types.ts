import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Contract, Operation } from '@ashlar/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { KitConfig } from './config.ts';
import type { ErrorShape } from './errors.ts';
import type { FenceOptions, RequestFence } from './fence.ts';

/** Who is calling, as far as a credential of the request proves it. `department` is `*` for platform operators. */
export interface Caller {
  kind: 'api-key' | 'oauth';
  subject: string;
  department: string;
  scopes: readonly string[];
  /** The component's own account behind a key, e.g. a payments gateway account. */
  account?: string;
}

/** Reads one security scheme's credential. `undefined` means absent or wrong: the contract's 401. Throws when it cannot tell. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller | undefined>;

/** Answers one operation: a returned value is the body, or the handler calls `reply.send` itself. */
export type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** An engine that answers the operations marked `x-engine`, from reading the body on. It rejects only for a defect. */
export type RawHandler = (request: IncomingMessage, reply: ServerResponse) => Promise<void>;

/** Operations that the kit answers by itself. */
export type KitOperation = 'liveness' | 'readiness' | 'metrics';

/** Exactly one handler for each operation of a contract; `Operations` is the generated `operations` type. */
export type Handlers<Operations> = { readonly [Id in Exclude<keyof Operations, KitOperation>]: Handler };

/**
 * What requests are counted in, and how many it takes. `perSecond` under 1 is one request per `1 / perSecond` seconds. With `burst` it is a token
 * bucket: so many requests at once, and `refillPerSecond` more from then on.
 */
export type Bucket = { key: string } & (
  | { perSecond: number }
  | { perMinute: number }
  | { refillPerSecond: number; burst: number }
);

/** A bucket that refills all the time. */
export type TokenBucket = Extract<Bucket, { burst: number }>;

/** Token buckets that all processes of a component take from. */
export interface SharedBuckets {
  /** Takes a token and says how many are left, less than 0 when there was none; undefined while the buckets cannot be reached. Never rejects. */
  take(bucket: TokenBucket): Promise<number | undefined>;
}

/** Limits of requests per account. They are kept in memory, so each process allows the full rate. */
export interface RateLimit {
  /** Where token buckets are shared among processes, if they are. While they cannot be reached, each process counts by itself. */
  readonly shared?: SharedBuckets | undefined;
  /** Names the bucket that a request falls in, or several that all have to have room, after authentication; `undefined` is unlimited. */
  bucket(request: FastifyRequest): Bucket | readonly Bucket[] | undefined;
}

/** One dependency that readiness asks. A failing critical check answers 503, any other `degraded`. */
export interface HealthCheck {
  critical: boolean;
  /** Throws with a short reason that strangers may read. May answer numbers that are told with it, by names with their unit. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most checks have nothing to tell.
  check(): Promise<Readonly<Record<string, number>> | void>;
}

/** A number of a service's own among its metrics. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  /** The names of its labels. */
  readonly labels: readonly string[];
  /** Its values when they are asked for. */
  read(): readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

/** All that makes a service out of a contract. */
export interface ServiceOptions {
  contract: Contract;
  /** One handler per operation of the contract, without those of the kit. */
  handlers: Readonly<Record<string, Handler>>;
  /** What answers the operations marked `x-engine`, by the name that the mark gives. */
  engines?: Readonly<Record<string, RawHandler>>;
  /** How each security scheme that the contract uses is read, by the scheme's name. */
  security: Readonly<Record<string, Authenticate>>;
  /** Shapes errors of operations of an existing standard; the others answer problem+json. */
  compatErrors?: ErrorShape;
  /** Shapes errors of operations that answer with a page (a declared text/html error, or `x-page: true`). */
  pageErrors?: ErrorShape;
  config: KitConfig;
  health: Readonly<Record<string, HealthCheck>>;
  gauges?: readonly Gauge[];
  /** Tells an outage of a backing service (503, try again) from a defect (500). */
  isUnavailable?(error: unknown): boolean;
  rateLimit?: RateLimit;
  /** Of a component whose departments can be handed over to another implementation. */
  fence?: FenceOptions;
  logger?: Logger;
  /** Registers what pages need (views, static files, cookies) before the routes are bound. */
  register?(app: FastifyInstance): Promise<void>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the operation's security requirement is met; `undefined` on open operations. */
    caller: Caller | undefined;
    /** The operation of the contract that this request is for. */
    readonly operation: Operation | undefined;
    /** W3C trace context of this hop: the caller's trace, a span of our own. */
    readonly traceparent: string;
    /** Origin and path prefix under which the caller sees this service, without a trailing slash. */
    readonly publicUrl: string;
    /** The department whose entry point the request came through, if the gateway says so. */
    readonly entryDepartment: string | undefined;
    /** The body's bytes as they came, for operations marked `x-raw-body`. */
    rawBody: Buffer | undefined;
    /** What its statements may write under, once its handler runs. */
    fence: RequestFence | undefined;
    /** Whether the request proved that it comes from the gateway. */
    fromGateway: boolean;
  }
  interface FastifyInstance {
    /** Aborts when the service begins to drain: long polls and streams end then. */
    readonly draining: AbortSignal;
    /** Turns readiness to 503 and aborts `draining`. */
    startDraining(): void;
  }
  interface FastifyContextConfig {
    operation?: Operation;
  }
}
