export { seedDemo } from './demo.ts';
export { seedRegistry } from './demo-registry.ts';
export { type Layout, readLayout, serviceNamed } from './layout.ts';
export { type Platform, type PlatformOptions, startPlatform } from './platform.ts';
export { readSecrets, type Secrets } from './secrets.ts';
export { operatorClientId } from './service-environment.ts';
export { createServiceProcess, type ServiceProcess } from './service-process.ts';
export { StartError } from './start-error.ts';
export { keepOperator } from './tokens.ts';
