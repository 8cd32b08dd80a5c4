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
  oauthIssuer: { env: 'OAUTH_ISSUER', kind: 'string', meaning: 'issuer of access tokens' },
  oauthAudience: {
    env: 'OAUTH_AUDIENCE',
    kind: 'string',
    default: 'content',
    meaning: 'audience that access tokens must name',
  },
  oauthJwks: { env: 'OAUTH_JWKS', kind: 'string', meaning: 'key set of the issuer: URL or path of a file' },
  siteDepartment: {
    env: 'SITE_DEPARTMENT',
    kind: 'string',
    optional: true,
    meaning:
      'whose pages are read when a request does not come through the gateway; without it there are none',
  },
  readTrustMs: {
    env: 'READ_TRUST_MS',
    kind: 'int',
    default: 1000,
    min: 0,
    max: 5000,
    meaning:
      'how long a process may show an item again without asking the database, in milliseconds; a change shows at once where it was made and within this time in every other process',
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
export type ContentConfig = KitConfig & ConfigOf<typeof configSpec>;

/** Reads the configuration; throws one error that names everything that is wrong. */
export function readContentConfig(env?: NodeJS.ProcessEnv): ContentConfig {
  const config = { name: 'content', ...readConfig(configSpec, env) };
  busOf(config);
  return config;
}

/** Where the bus is. Throws when the variable that its kind needs is missing. */
export function busOf(
  config: ContentConfig,
): { kind: 'postgres'; url: string } | { kind: 'kafka'; brokers: string[] } {
  if (config.bus === 'kafka') {
    const brokers = config.kafkaBrokers?.split(',').map((broker) => broker.trim());
    if (!brokers) throw new ConfigError(['KAFKA_BROKERS is missing: BUS is kafka']);
    return { kind: 'kafka', brokers };
  }
  if (!config.busUrl) throw new ConfigError(['BUS_URL is missing: BUS is postgres']);
  return { kind: 'postgres', url: config.busUrl };
}
