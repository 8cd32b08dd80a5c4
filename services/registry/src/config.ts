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
