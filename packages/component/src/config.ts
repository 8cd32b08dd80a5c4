import { ConfigError, type ConfigOf, type ConfigSpec, type KitConfig, kitConfig } from '@ashlar/service-kit';

/** The environment variables of every component: those of service-kit, its database, its bus and how long it keeps its change log. */
export const componentConfig = {
  ...kitConfig,
  databaseUrl: { env: 'DATABASE_URL', kind: 'secret', meaning: 'PostgreSQL 18 database of this service' },
  databasePool: {
    env: 'DATABASE_POOL',
    kind: 'int',
    default: 10,
    min: 2,
    max: 200,
    meaning: 'most database connections of this process',
  },
  migrateOnStart: {
    env: 'MIGRATE_ON_START',
    kind: 'bool',
    default: true,
    meaning: 'bring the database up to date before serving',
  },
  bus: {
    env: 'BUS',
    kind: 'choice',
    choices: ['postgres', 'kafka'],
    default: 'postgres',
    meaning: 'which event bus the platform runs',
  },
  busUrl: {
    env: 'BUS_URL',
    kind: 'secret',
    optional: true,
    meaning: 'database of the PostgreSQL bus; needed when BUS is postgres',
  },
  kafkaBrokers: {
    env: 'KAFKA_BROKERS',
    kind: 'string',
    optional: true,
    meaning: 'host:port of Kafka brokers, comma-separated; needed when BUS is kafka',
  },
  keepChangesS: {
    env: 'KEEP_CHANGES_S',
    kind: 'int',
    default: 604_800,
    min: 60,
    meaning: 'how long the change log is kept, in seconds',
  },
} as const satisfies ConfigSpec;

/** The settings that {@link componentConfig} reads. */
export type ComponentConfig = KitConfig & ConfigOf<typeof componentConfig>;

/** The environment variables by which a component knows access tokens; `component` is the audience by default. */
export function oauthConfig<Component extends string>(component: Component) {
  return {
    oauthIssuer: { env: 'OAUTH_ISSUER', kind: 'string', meaning: 'issuer of access tokens' },
    oauthAudience: {
      env: 'OAUTH_AUDIENCE',
      kind: 'string',
      default: component as string,
      meaning: 'audience that access tokens must name',
    },
    oauthJwks: {
      env: 'OAUTH_JWKS',
      kind: 'string',
      meaning: 'key set of the issuer: URL or path of a file',
    },
  } as const satisfies ConfigSpec;
}

/** The environment variable by which a component that can be handed over knows the registry. */
export const registryConfig = {
  registryJwks: {
    env: 'REGISTRY_JWKS',
    kind: 'string',
    optional: true,
    meaning:
      'key set of the registry, whose grants and orders are believed: URL or path of a file; without it none is, and nothing can be handed over',
  },
} as const satisfies ConfigSpec;

/** The environment variables of a component that can be handed over, beside {@link registryConfig}. */
export const handoverConfig = {
  handoverKey: {
    env: 'HANDOVER_KEY',
    kind: 'secret',
    optional: true,
    min: 100,
    meaning:
      'private JWK (P-256) that predecessors seal records to; without it one is made at the first start and kept sealed in the database',
  },
  implementationNames: {
    env: 'IMPLEMENTATION_NAMES',
    kind: 'string',
    optional: true,
    meaning:
      'this implementation’s id and root URL at the registry, comma-separated; orders and tokens for another one are refused, without it they are not compared',
  },
} as const satisfies ConfigSpec;

/** The environment variables of a component whose processes share their limits in Redis. */
export const redisConfig = {
  redisUrl: {
    env: 'REDIS_URL',
    kind: 'secret',
    optional: true,
    meaning:
      'Redis 7 in which all processes share limits of requests a minute; without it, and while it does not answer, each process counts by itself',
  },
  redisTimeoutMs: {
    env: 'REDIS_TIMEOUT_MS',
    kind: 'int',
    default: 100,
    min: 5,
    max: 5000,
    meaning: 'how long Redis has to answer, in milliseconds, before a process counts by itself for a second',
  },
} as const satisfies ConfigSpec;

/** Where the bus is: the arguments of `openBus` without a client id. Throws a `ConfigError` when the variable that its kind needs is missing. */
export function busOf(
  config: Pick<ComponentConfig, 'bus' | 'busUrl' | 'kafkaBrokers'>,
): { kind: 'postgres'; url: string } | { kind: 'kafka'; brokers: string[] } {
  if (config.bus === 'kafka') {
    const brokers = config.kafkaBrokers?.split(',').map((broker) => broker.trim());
    if (!brokers) throw new ConfigError(['KAFKA_BROKERS is missing: BUS is kafka']);
    return { kind: 'kafka', brokers };
  }
  if (!config.busUrl) throw new ConfigError(['BUS_URL is missing: BUS is postgres']);
  return { kind: 'postgres', url: config.busUrl };
}
