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
      'base64 of 32 random bytes; signing keys are sealed with it, cookies and forms signed with keys made from it',
  },
  issuer: {
    env: 'ISSUER',
    kind: 'url',
    meaning: 'address of this issuer, a root without a path; it stands in every token',
  },
  operatorClientId: {
    env: 'OPERATOR_CLIENT_ID',
    kind: 'string',
    default: 'operator',
    meaning: 'client of the platform’s operators, which may ask for every scope',
  },
  operatorClientSecret: {
    env: 'OPERATOR_CLIENT_SECRET',
    kind: 'secret',
    optional: true,
    min: 32,
    meaning: 'its secret; without one there is no such client',
  },
  signInWindowS: {
    env: 'SIGN_IN_WINDOW_S',
    kind: 'int',
    default: 900,
    min: 1,
    meaning: 'for how long failed sign-ins are counted, in seconds',
  },
  signInsPerAccount: {
    env: 'SIGN_INS_PER_ACCOUNT',
    kind: 'int',
    default: 10,
    min: 1,
    meaning: 'failed sign-ins of one email address in that time',
  },
  signInsPerAddress: {
    env: 'SIGN_INS_PER_ADDRESS',
    kind: 'int',
    default: 100,
    min: 1,
    meaning: 'failed sign-ins from one network address in that time',
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
export type IdentityConfig = KitConfig & ConfigOf<typeof configSpec>;

/** Reads the configuration; throws one error that names everything that is wrong. */
export function readIdentityConfig(env?: NodeJS.ProcessEnv): IdentityConfig {
  const config = { name: 'identity', ...readConfig(configSpec, env) };
  busOf(config);
  const { origin } = new URL(config.issuer);
  if (config.issuer !== origin)
    throw new ConfigError([`ISSUER must be a root without a path or a slash at its end`]);
  return config;
}

/** Where the bus is. Throws when the variable that its kind needs is missing. */
export function busOf(
  config: IdentityConfig,
): { kind: 'postgres'; url: string } | { kind: 'kafka'; brokers: string[] } {
  if (config.bus === 'kafka') {
    const brokers = config.kafkaBrokers?.split(',').map((broker) => broker.trim());
    if (!brokers) throw new ConfigError(['KAFKA_BROKERS is missing: BUS is kafka']);
    return { kind: 'kafka', brokers };
  }
  if (!config.busUrl) throw new ConfigError(['BUS_URL is missing: BUS is postgres']);
  return { kind: 'postgres', url: config.busUrl };
}
