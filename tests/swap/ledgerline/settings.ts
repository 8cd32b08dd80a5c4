/** Every environment variable of the process, read once. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** The SQLite file; it is made where it is missing. */
  readonly databaseFile: string;
  /** 32 bytes or more; page links, forms and the checksums of API keys are derived from it. */
  readonly dataKey: Buffer;
  /** What the gateway proves itself with. */
  readonly gatewayKey: string | undefined;
  /** URL or path of the registry's key set; without it no order can be verified. */
  readonly registryJwks: string | undefined;
  /** The id and root URL that the registry knows this process by; without them orders and tokens for somebody else are not told apart. */
  readonly implementationNames: readonly string[] | undefined;
  readonly version: string;
  /** A root without a path, for links when the gateway says none. */
  readonly publicUrl: string | undefined;
  /** A bearer token that may administer every department, and access tokens of an issuer that may do so. */
  readonly adminToken: string | undefined;
  readonly oauth: { readonly issuer: string; readonly jwks: string } | undefined;
  /** How long the card network takes to answer. */
  readonly networkDelayMs: number;
  /** Age at which a payment that is locked for the card network is looked into. */
  readonly resolveAfterMs: number;
  readonly expireAfterMs: number;
  readonly expireCapturableAfterMs: number;
  /** Accounts to make on an empty database, each with a key that is printed: `department/service`, with `:plain` behind it for one that may do nothing special. */
  readonly seed: readonly string[];
}

/** Reads the settings. Throws an error that names the variable which is missing or wrong. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const { OAUTH_ISSUER: issuer, OAUTH_JWKS: jwks } = env;
  return {
    port: whole(env, 'PORT', 3000),
    host: env.HOST ?? '127.0.0.1',
    databaseFile: needed(env, 'DATABASE_FILE'),
    dataKey: dataKeyOf(needed(env, 'DATA_KEY')),
    gatewayKey: env.GATEWAY_KEY,
    registryJwks: env.REGISTRY_JWKS,
    implementationNames: env.IMPLEMENTATION_NAMES?.split(',').map((name) => name.trim()),
    version: env.COMPONENT_VERSION ?? '1.0.0',
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ''),
    adminToken: env.ADMIN_TOKEN,
    oauth: issuer !== undefined && jwks !== undefined ? { issuer, jwks } : undefined,
    networkDelayMs: whole(env, 'SANDBOX_DELAY_MS', 0),
    resolveAfterMs: whole(env, 'RESOLVE_AFTER_S', 60) * 1000,
    expireAfterMs: whole(env, 'EXPIRE_AFTER_S', 5400) * 1000,
    expireCapturableAfterMs: whole(env, 'EXPIRE_CAPTURABLE_AFTER_S', 432_000) * 1000,
    seed: (env.SEED ?? '').split(',').filter((seed) => seed !== ''),
  };
}

function needed(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

function whole(env: Readonly<Record<string, string | undefined>>, name: string, usual: number): number {
  const value = env[name] ?? String(usual);
  if (!/^\d{1,9}$/.test(value)) throw new Error(`${name} must be a whole number, not ${value}`);
  return Number(value);
}

function dataKeyOf(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length < 32) throw new Error('DATA_KEY must be base64 of at least 32 bytes');
  return key;
}
