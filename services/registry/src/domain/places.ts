import type { Place } from './entities.ts';

/** What is wrong with a place, and where in the request. */
export interface PlaceProblem {
  readonly pointer: string;
  readonly detail: string;
}

// Paths that every gateway answers itself.
const gatewayPaths: readonly string[] = [
  '/ashlar',
  '/health',
  '/metrics',
  '/docs',
  '/openapi.json',
  '/assets',
  '/contracts',
  '/events',
];

/** Checks what the contract's patterns cannot: that there is exactly one place, and that gateways do not use it themselves. */
export function checkPlace({ port, host, prefix }: Place): PlaceProblem | undefined {
  const given = [port, host, prefix].filter((one) => one !== undefined);
  if (given.length !== 1) {
    return { pointer: '#', detail: 'exactly one of port, host and prefix must be given' };
  }
  if (host !== undefined && isAddress(host)) {
    return { pointer: '#/host', detail: `${host} is how gateways themselves are called` };
  }
  if (prefix !== undefined && isGatewayPath(prefix)) {
    return { pointer: '#/prefix', detail: `${prefix} belongs to the gateway itself` };
  }
  return undefined;
}

function isGatewayPath(path: string): boolean {
  return gatewayPaths.some((own) => path === own || path.startsWith(`${own}/`));
}

// Where a gateway is probed for its own health.
function isAddress(host: string): boolean {
  return host === 'localhost' || /^(\d+\.){3}\d+$/.test(host);
}
