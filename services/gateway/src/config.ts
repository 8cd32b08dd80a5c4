import { BlockList, isIP } from 'node:net';
import { ConfigError, type ConfigOf, type ConfigSpec, kitConfig, readConfig } from '@ashlar/service-kit';

/** Every environment variable of the gateway. */
export const configSpec = {
  ...kitConfig,
  bodyLimitBytes: { ...kitConfig.bodyLimitBytes, default: 16_777_216 },
  requestTimeoutMs: { ...kitConfig.requestTimeoutMs, default: 120_000 },
  entryPoints: {
    env: 'ENTRY_POINTS',
    kind: 'string',
    optional: true,
    meaning: 'path of the entry points file (YAML); read again when it changes; in place of REGISTRY_URL',
  },
  registryUrl: {
    env: 'REGISTRY_URL',
    kind: 'url',
    optional: true,
    meaning:
      'root of the registry whose routing table is followed, reached directly; in place of ENTRY_POINTS',
  },
  routingCache: {
    env: 'ROUTING_CACHE',
    kind: 'string',
    optional: true,
    meaning: 'path of a file that keeps the last routing table, to start from while the registry is away',
  },
  trustProxy: {
    env: 'TRUST_PROXY',
    kind: 'string',
    optional: true,
    meaning:
      'addresses or networks, separated by commas, of proxies in front (where TLS ends) whose X-Forwarded headers are believed',
  },
  connectTimeoutMs: {
    env: 'CONNECT_TIMEOUT_MS',
    kind: 'int',
    default: 2000,
    min: 1,
    meaning: 'longest time for a connection to an implementation, in milliseconds',
  },
  headersTimeoutMs: {
    env: 'HEADERS_TIMEOUT_MS',
    kind: 'int',
    default: 60_000,
    min: 1,
    meaning:
      'longest time until an implementation begins its answer, in milliseconds; a long poll takes up to 30,000',
  },
  idleTimeoutMs: {
    env: 'IDLE_TIMEOUT_MS',
    kind: 'int',
    default: 60_000,
    min: 1,
    meaning: 'longest pause within an answer, in milliseconds',
  },
  totalTimeoutMs: {
    env: 'TOTAL_TIMEOUT_MS',
    kind: 'int',
    default: 300_000,
    min: 1,
    meaning: 'longest time for a whole exchange that is not an event stream, in milliseconds',
  },
  maxConnections: {
    env: 'MAX_CONNECTIONS',
    kind: 'int',
    default: 10_000,
    min: 1,
    meaning: 'most client connections on one port',
  },
  maxUpstreamConnections: {
    env: 'MAX_UPSTREAM_CONNECTIONS',
    kind: 'int',
    default: 512,
    min: 1,
    meaning: 'most connections to one implementation; each open event stream holds one',
  },
  requireAttestation: {
    env: 'REQUIRE_ATTESTATION',
    kind: 'string',
    default: 'false',
    meaning:
      'true, or components separated by commas: a binding of these is served only if it has a valid attestation; what was bound before stays in force instead',
  },
  registryJwks: {
    env: 'REGISTRY_JWKS',
    kind: 'string',
    optional: true,
    meaning:
      'keys of the registry, as a URL (its /ashlar/v1/keys) or the path of a file; needed with REQUIRE_ATTESTATION',
  },
  attestationJwks: {
    env: 'ATTESTATION_JWKS',
    kind: 'string',
    optional: true,
    meaning: 'keys of others who may attest, as a URL or the path of a file',
  },
  attestationMaxAgeS: {
    env: 'ATTESTATION_MAX_AGE_S',
    kind: 'int',
    default: 604_800,
    min: 1,
    meaning: 'how old an attestation may be when its binding is taken over, in seconds',
  },
  holdMs: {
    env: 'HOLD_MS',
    kind: 'int',
    default: 2500,
    min: 1,
    meaning:
      'longest time that a call waits while its implementation is replaced, in milliseconds; longer than a swap may hold (SWAP_HOLD_MS of the registry)',
  },
  holdBodyBytes: {
    env: 'HOLD_BODY_BYTES',
    kind: 'int',
    default: 1_048_576,
    min: 0,
    meaning:
      'how much of one request body is kept so that it can be sent to another implementation, in bytes',
  },
  holdMaxCalls: {
    env: 'HOLD_MAX_CALLS',
    kind: 'int',
    default: 5000,
    min: 1,
    meaning: 'most calls that wait at the same time; beyond it they are answered 503',
  },
  holdMaxBytes: {
    env: 'HOLD_MAX_BYTES',
    kind: 'int',
    default: 67_108_864,
    min: 0,
    meaning: 'how much of all request bodies together is kept, in bytes; beyond it bodies are left unread',
  },
} as const satisfies ConfigSpec;

/** The gateway's configuration. */
export interface GatewayConfig extends ConfigOf<typeof configSpec> {
  readonly name: 'gateway';
}

/** Reads the environment. Throws one `ConfigError` that names every wrong variable. */
export function readGatewayConfig(env: NodeJS.ProcessEnv = process.env): GatewayConfig {
  const config = readConfig(configSpec, env);
  refuseContradictions(config);
  createTrust(config.trustProxy);
  return { name: 'gateway', ...config };
}

function refuseContradictions(config: ConfigOf<typeof configSpec>): void {
  const { entryPoints, registryUrl, routingCache, gatewayKey, registryJwks } = config;
  const problems: string[] = [];
  if ((entryPoints === undefined) === (registryUrl === undefined)) {
    problems.push('exactly one of ENTRY_POINTS and REGISTRY_URL must be set');
  }
  if (registryUrl !== undefined && gatewayKey === undefined) {
    problems.push('GATEWAY_KEY is missing: the registry knows gateways by it');
  }
  if (routingCache !== undefined && registryUrl === undefined) {
    problems.push('ROUTING_CACHE has no use without REGISTRY_URL');
  }
  if (config.requireAttestation !== 'false' && (registryJwks === undefined || registryUrl === undefined)) {
    problems.push(
      'REQUIRE_ATTESTATION needs REGISTRY_URL and REGISTRY_JWKS: nothing else brings or proves attestations',
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Makes the check whether bindings of a component need an attestation, of `true`, `false` or a list of components. */
export function createRequirement(list: string): (component: unknown) => boolean {
  if (list === 'true' || list === 'false') return () => list === 'true';
  const components = list.split(',').map((name) => name.trim());
  return (component) => components.includes(String(component));
}

/** Makes the check whether an address belongs to a trusted proxy, of a list such as `10.0.0.0/8, ::1`. Throws a `ConfigError`. */
export function createTrust(list: string | undefined): (address: string) => boolean {
  const networks = new BlockList();
  for (const entry of (list ?? '').split(',').map((part) => part.trim())) {
    if (entry !== '') addNetwork(networks, entry);
  }
  if (list === undefined) return () => false;
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
    return isIP(plain) !== 0 && networks.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
}

function addNetwork(networks: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/');
  const version = isIP(address);
  const length = bits === undefined ? (version === 6 ? 128 : 32) : Number(bits);
  if (version === 0 || !/^\d*$/.test(bits ?? '') || length > (version === 6 ? 128 : 32)) {
    throw new ConfigError([
      `TRUST_PROXY must list addresses or networks such as 10.0.0.0/8, and "${entry}" is neither`,
    ]);
  }
  networks.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
}
