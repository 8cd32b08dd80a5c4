import {
  busOf,
  type ComponentConfig,
  componentConfig,
  handoverConfig,
  oauthConfig,
  registryConfig,
} from '@ashlar/component';
import {
  ConfigError,
  type ConfigOf,
  type ConfigSpec,
  type KitConfig,
  kitConfig,
  readConfig,
} from '@ashlar/service-kit';

/** How pages are read, here and at a replica. */
const readSideConfig = {
  siteDepartment: {
    env: 'SITE_DEPARTMENT',
    kind: 'string',
    optional: true,
    meaning:
      'whose pages are read when a request does not come through the gateway; without it there are none',
  },
  defaultTtlS: {
    env: 'DEFAULT_TTL',
    kind: 'int',
    default: 300,
    min: 5,
    max: 86_400,
    meaning: 'how long anybody may keep what is read, in seconds; an item may ask for less, down to 5',
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
  schemaBytes: {
    env: 'SCHEMA_LIMIT_BYTES',
    kind: 'int',
    default: 65_536,
    min: 1024,
    max: 1_048_576,
    meaning: 'longest schema of a department’s own document type, in bytes of JSON',
  },
  schemaParts: {
    env: 'SCHEMA_LIMIT_PARTS',
    kind: 'int',
    default: 5000,
    min: 10,
    max: 100_000,
    meaning: 'most parts that such a schema may have once each reference is written out',
  },
  schemaTimeMs: {
    env: 'SCHEMA_TIME_MS',
    kind: 'int',
    default: 5000,
    min: 10,
    max: 60_000,
    meaning: 'longest time for such a schema to compile, and for a body to be checked by it, in milliseconds',
  },
  siteUrl: {
    env: 'SITE_URL',
    kind: 'string',
    optional: true,
    meaning:
      'address of the site that shows the pages, as `web_url` and `api_url` of links begin with it; `{department}` in it stands for the department; without it they are paths',
  },
} as const satisfies ConfigSpec;

/** Every environment variable of the service. */
export const configSpec = {
  ...componentConfig,
  dataKey: {
    env: 'DATA_KEY',
    kind: 'secret',
    min: 44,
    meaning: 'base64 of 32 random bytes; what is sealed in the database is sealed with keys derived from it',
  },
  ...oauthConfig('content'),
  ...registryConfig,
  ...handoverConfig,
  ...readSideConfig,
  testProfile: {
    env: 'TEST_PROFILE',
    kind: 'bool',
    default: false,
    meaning:
      'offer `POST /provider-states`, which empties the department of a publishing token and makes a state of the publishing pact in it; refused where NODE_ENV is production',
  },
} as const satisfies ConfigSpec;

/** Every environment variable of a read replica. */
export const replicaConfigSpec = {
  ...kitConfig,
  databaseUrl: {
    ...componentConfig.databaseUrl,
    meaning: 'PostgreSQL 18 database of this replica, and of no other service',
  },
  databasePool: componentConfig.databasePool,
  migrateOnStart: componentConfig.migrateOnStart,
  publisherUrl: {
    env: 'PUBLISHER_URL',
    kind: 'url',
    meaning: 'root of the content service whose pages are served here, or of its entry point',
  },
  followDepartment: {
    env: 'FOLLOW_DEPARTMENT',
    kind: 'string',
    optional: true,
    meaning: 'whose pages are kept here; without it all that the access token may see',
  },
  feedTokenFile: {
    env: 'FEED_ACCESS_TOKEN_PATH',
    kind: 'string',
    optional: true,
    meaning: 'path of a file with an access token for `content:changes`, which somebody else keeps fresh',
  },
  feedTokenUrl: {
    env: 'FEED_TOKEN_URL',
    kind: 'url',
    optional: true,
    meaning: 'token endpoint that gives access tokens for `content:changes`, in place of the file',
  },
  feedClientId: {
    env: 'FEED_CLIENT_ID',
    kind: 'string',
    optional: true,
    meaning: 'client at that endpoint',
  },
  feedClientSecret: { env: 'FEED_CLIENT_SECRET', kind: 'secret', optional: true, meaning: 'its secret' },
  ...readSideConfig,
} as const satisfies ConfigSpec;

/** A replica's configuration, checked. */
export type ReplicaConfig = KitConfig & ConfigOf<typeof replicaConfigSpec>;

/** Reads the configuration of a replica; throws one error that names everything that is wrong. */
export function readReplicaConfig(env?: NodeJS.ProcessEnv): ReplicaConfig {
  const config = { name: 'content-replica', ...readConfig(replicaConfigSpec, env) };
  const { feedTokenFile, feedTokenUrl, feedClientId, feedClientSecret } = config;
  if (feedTokenFile === undefined && !(feedTokenUrl && feedClientId && feedClientSecret)) {
    const where = 'FEED_ACCESS_TOKEN_PATH, or FEED_TOKEN_URL, FEED_CLIENT_ID and FEED_CLIENT_SECRET';
    throw new ConfigError([`${where}, must say where the access token for the change feed comes from`]);
  }
  return config;
}

/** The service's configuration, checked. */
export type ContentConfig = ComponentConfig & ConfigOf<typeof configSpec>;

/** Reads the configuration; throws one error that names everything that is wrong. */
export function readContentConfig(env?: NodeJS.ProcessEnv): ContentConfig {
  const config = { name: 'content', ...readConfig(configSpec, env) };
  busOf(config);
  if (config.testProfile && (env ?? process.env).NODE_ENV === 'production') {
    throw new ConfigError([
      'TEST_PROFILE must not be set where NODE_ENV is production: it empties departments',
    ]);
  }
  return config;
}
