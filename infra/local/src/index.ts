export { type Platform, type PlatformOptions, startPlatform } from './platform.ts';
export { StartError } from './start-error.ts';
