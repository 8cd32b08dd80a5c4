import { busOf, type ComponentConfig, componentConfig, oauthConfig } from '@ashlar/component';
import { type ConfigOf, type ConfigSpec, readConfig } from '@ashlar/service-kit';

/** Every environment variable of the service. */
export const configSpec = {
  ...componentConfig,
  ...oauthConfig('registry'),
  dataKey: {
    env: 'DATA_KEY',
    kind: 'secret',
    min: 44,
    meaning:
      'base64 of 32 random bytes; the registry’s own signing keys and operators’ sessions are sealed with keys made from it',
  },
  signingKeys: {
    env: 'SIGNING_KEYS',
    kind: 'secret',
    optional: true,
    min: 2,
    meaning:
      'JWK set of private P-256 keys, of which the first signs and all are published; without it the registry makes its own',
  },
  swapHoldMs: {
    env: 'SWAP_HOLD_MS',
    kind: 'int',
    default: 2000,
    min: 50,
    max: 30_000,
    meaning: 'longest time that calls of a department are held before its swap aborts, in milliseconds',
  },
  swapLeaseMs: {
    env: 'SWAP_LEASE_MS',
    kind: 'int',
    default: 3000,
    min: 300,
    meaning: 'time after which another process takes up a swap whose process is gone, in milliseconds',
  },
  swapCallMs: {
    env: 'SWAP_CALL_MS',
    kind: 'int',
    default: 2000,
    min: 50,
    meaning: 'longest time for an implementation to answer the registry during a swap, in milliseconds',
  },
  swapPatienceMs: {
    env: 'SWAP_PATIENCE_MS',
    kind: 'int',
    default: 15_000,
    min: 0,
    meaning:
      'how long an implementation that does not answer is tried in a step of a swap before it aborts, in milliseconds',
  },
  swapStallMs: {
    env: 'SWAP_STALL_MS',
    kind: 'int',
    default: 120_000,
    min: 0,
    meaning: 'how long the new implementation may go without coming on while it is seeded, in milliseconds',
  },
  swapCompareMs: {
    env: 'SWAP_COMPARE_MS',
    kind: 'int',
    default: 10_000,
    min: 0,
    meaning:
      'how long the two are compared while traffic flows without coming closer; after that they are compared while calls are held, in milliseconds',
  },
  swapDigestMs: {
    env: 'SWAP_DIGEST_MS',
    kind: 'int',
    default: 240_000,
    min: 50,
    max: 290_000,
    meaning:
      'longest time for an implementation to make digests of all that it has of a department while traffic flows, in milliseconds',
  },
  swapStandbyMs: {
    env: 'SWAP_STANDBY_MS',
    kind: 'int',
    default: 15_000,
    min: 0,
    meaning:
      'how long the old implementation is told to follow before the swap completes without it; it is told on in the background, in milliseconds',
  },
  attestationJwks: {
    env: 'ATTESTATION_JWKS',
    kind: 'string',
    optional: true,
    meaning:
      'key set of others whose attestations are taken (URL or path of a file); without it only the registry’s own',
  },
  attestationMaxAgeS: {
    env: 'ATTESTATION_MAX_AGE_S',
    kind: 'int',
    default: 604_800,
    min: 60,
    meaning: 'how long an attestation counts, in seconds',
  },
  requireAttestation: {
    env: 'REQUIRE_ATTESTATION',
    kind: 'bool',
    default: false,
    meaning: 'bind only implementations with an attestation that counts; a swap always needs one',
  },
  checkTimeoutMs: {
    env: 'CHECK_TIMEOUT_MS',
    kind: 'int',
    default: 180_000,
    min: 100,
    meaning: 'longest time for a run of the conformance gate that the registry started, in milliseconds',
  },
  operators: {
    env: 'OPERATORS',
    kind: 'string',
    optional: true,
    meaning:
      'verified email addresses, comma-separated, whose accounts at the issuer may use the operator’s pages',
  },
  signInClientFile: {
    env: 'SIGN_IN_CLIENT_FILE',
    kind: 'string',
    optional: true,
    meaning:
      'file with the `client_id` and `client_secret`, as JSON, by which the operator’s pages sign people in at the issuer; read at each sign-in',
  },
  bridgeTokenUrl: {
    env: 'BRIDGE_TOKEN_URL',
    kind: 'url',
    optional: true,
    meaning:
      'token endpoint at which the bridge gets its access tokens for the change feeds of implementations whose events it publishes',
  },
  bridgeClientId: {
    env: 'BRIDGE_CLIENT_ID',
    kind: 'string',
    optional: true,
    meaning: 'the bridge’s client there; its tokens must be for every department',
  },
  bridgeClientSecret: {
    env: 'BRIDGE_CLIENT_SECRET',
    kind: 'secret',
    optional: true,
    meaning: 'secret of that client',
  },
  bridgeTokens: {
    env: 'BRIDGE_TOKENS',
    kind: 'string',
    optional: true,
    meaning:
      'folder with one file per component that holds the bridge’s access token for it, in place of a client; read for each request',
  },
} as const satisfies ConfigSpec;

/** The service's configuration, checked. */
export type RegistryConfig = ComponentConfig & ConfigOf<typeof configSpec>;

/** Reads the configuration; throws one error that names everything that is wrong. */
export function readRegistryConfig(env?: NodeJS.ProcessEnv): RegistryConfig {
  const config = { name: 'registry', ...readConfig(configSpec, env) };
  busOf(config);
  return config;
}
