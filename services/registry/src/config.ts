import { busOf, type ComponentConfig, componentConfig, oauthConfig } from '@ashlar/component';
import { type ConfigOf, type ConfigSpec, readConfig } from '@ashlar/service-kit';

/** Every environment variable of the service. */
export const configSpec = {
  ...componentConfig,
  ...oauthConfig('registry'),
} as const satisfies ConfigSpec;

/** The service's configuration, checked. */
export type RegistryConfig = ComponentConfig & ConfigOf<typeof configSpec>;

/** Reads the configuration; throws one error that names everything that is wrong. */
export function readRegistryConfig(env?: NodeJS.ProcessEnv): RegistryConfig {
  const config = { name: 'registry', ...readConfig(configSpec, env) };
  busOf(config);
  return config;
}
