import {
  ConfigError,
  type ConfigOf,
  type ConfigSpec,
  type KitConfig,
  kitConfig,
  readConfig,
} from '@ashlar/service-kit';

/** Every environment variable of the service. */
export const configSpec = {
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
  dataKey: {
    env: 'DATA_KEY',
    kind: 'secret',
    min: 44,
    meaning:
      'base64 of 32 random bytes; page links, cookies and the checksums of API keys are derived from it',
  },
  oauthIssuer: { env: 'OAUTH_ISSUER', kind: 'string', meaning: 'issuer of access tokens' },
  oauthAudience: {
    env: 'OAUTH_AUDIENCE',
    kind: 'string',
    default: 'payments',
    meaning: 'audience that access tokens must name',
  },
  oauthJwks: { env: 'OAUTH_JWKS', kind: 'string', meaning: 'key set of the issuer: URL or path of a file' },
  sandboxDelayMs: {
    env: 'SANDBOX_DELAY_MS',
    kind: 'int',
    default: 0,
    min: 0,
    max: 120_000,
    meaning: 'how long the sandbox provider takes to answer, in milliseconds',
  },
  expireAfterS: {
    env: 'EXPIRE_AFTER_S',
    kind: 'int',
    default: 5400,
    min: 1,
    meaning: 'how long a payer has, from creation, in seconds',
  },
  expireCapturableAfterS: {
    env: 'EXPIRE_CAPTURABLE_AFTER_S',
    kind: 'int',
    default: 432_000,
    min: 1,
    meaning: 'how long a delayed capture may wait, from creation, in seconds',
  },
  spareTouchedS: {
    env: 'SPARE_TOUCHED_S',
    kind: 'int',
    default: 300,
    min: 0,
    meaning: 'payments that changed this recently do not expire, in seconds',
  },
  resolveAfterS: {
    env: 'RESOLVE_AFTER_S',
    kind: 'int',
    default: 60,
    min: 1,
    meaning: 'age at which a provider lock is looked into, in seconds',
  },
  keepChangesS: {
    env: 'KEEP_CHANGES_S',
    kind: 'int',
    default: 604_800,
    min: 60,
    meaning: 'how long the change log is kept, in seconds',
  },
} as const satisfies ConfigSpec;

/** The service's configuration, checked. */
export type PaymentsConfig = KitConfig & ConfigOf<typeof configSpec>;

/** Reads the configuration; throws one error that names everything that is wrong. */
export function readPaymentsConfig(env?: NodeJS.ProcessEnv): PaymentsConfig {
  const config = { name: 'payments', ...readConfig(configSpec, env) };
  busOf(config);
  return config;
}

/** Where the bus is. Throws when the variable that its kind needs is missing. */
export function busOf(
  config: PaymentsConfig,
): { kind: 'postgres'; url: string } | { kind: 'kafka'; brokers: string[] } {
  if (config.bus === 'kafka') {
    const brokers = config.kafkaBrokers?.split(',').map((broker) => broker.trim());
    if (!brokers) throw new ConfigError(['KAFKA_BROKERS is missing: BUS is kafka']);
    return { kind: 'kafka', brokers };
  }
  if (!config.busUrl) throw new ConfigError(['BUS_URL is missing: BUS is postgres']);
  return { kind: 'postgres', url: config.busUrl };
}
