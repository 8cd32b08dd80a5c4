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
    meaning: 'base64 of 32 random bytes; the registry’s own signing keys are sealed with a key made from it',
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
      'how long the two are compared while traffic flows; after that everything is compared while calls are held, in milliseconds',
  },
  swapStandbyMs: {
    env: 'SWAP_STANDBY_MS',
    kind: 'int',
    default: 15_000,
    min: 0,
    meaning:
      'how long the old implementation is told to follow before the swap completes without it; it is told on in the background, in milliseconds',
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
