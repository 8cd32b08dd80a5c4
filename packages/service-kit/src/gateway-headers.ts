import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** The headers by which the gateway proves itself, names the department of the entry point, and shows the registry's grant of the binding. */
export const gatewayHeaders = {
  key: 'ashlar-gateway',
  department: 'ashlar-department',
  grant: 'ashlar-grant',
} as const;

/**
 * Makes the check that runs first on each request: does it come from the gateway? If it does not, whatever only the gateway may
 * say is taken out of its headers. The key itself is always taken out, so that nothing can log it or pass it on.
 */
export function createGatewayCheck(
  gatewayKey: string | undefined,
): (headers: IncomingHttpHeaders) => boolean {
  const key = gatewayKey === undefined ? undefined : Buffer.from(gatewayKey);

  return (headers) => {
    const claimed = headers[gatewayHeaders.key];
    if (claimed !== undefined) delete headers[gatewayHeaders.key];
    if (key !== undefined && typeof claimed === 'string' && equal(key, Buffer.from(claimed))) return true;
    for (const name of onlyFromGateway) if (headers[name] !== undefined) delete headers[name];
    return false;
  };
}

/** The public address of a request, built from what the gateway said, the configuration, or an address of this machine. */
export function publicUrlOf(request: FastifyRequest, configured: string | undefined): string {
  const { headers } = request.raw;
  const host = text(headers['x-forwarded-host']);
  if (request.fromGateway && host !== undefined) {
    const protocol = text(headers['x-forwarded-proto']) === 'https' ? 'https' : 'http';
    return `${protocol}://${host}${text(headers['x-forwarded-prefix']) ?? ''}`.replace(/\/+$/, '');
  }
  if (configured !== undefined) return configured.replace(/\/+$/, '');
  // Anyone can send any Host: a link to another machine must never come from it.
  if (loopbackHost.test(request.host)) return `http://${request.host}`;
  return ownOrigin(request);
}

/**
 * The network address by which a caller is counted: what the gateway saw, else the other end of the connection. Of IPv6 it is the /64, since a
 * single subscriber has at least that many addresses (RFC 6177).
 */
export function addressOf({ headers, ip }: Pick<FastifyRequest, 'headers' | 'ip'>): string {
  const forwarded = headers['x-forwarded-for'];
  const told = typeof forwarded === 'string' ? (forwarded.split(',')[0]?.trim() ?? '') : ip;
  const address = told.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(address) ? `${network(address)}::/64` : address;
}

/** The first four groups of an IPv6 address. */
function network(address: string): string {
  const { hostname } = new URL(`http://[${address.split('%', 1)[0]}]`);
  const [before = [], after = []] = hostname
    .slice(1, -1)
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}

const onlyFromGateway = [
  gatewayHeaders.department,
  gatewayHeaders.grant,
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-prefix',
  'x-forwarded-for',
  'x-forwarded-port',
  'forwarded',
];

const loopbackHost = /^(?:localhost|[a-z\d-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

function equal(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function text(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function ownOrigin(request: FastifyRequest): string {
  const address = request.server.server.address();
  if (address === null || typeof address === 'string') return 'http://localhost';
  const any = address.address === '0.0.0.0' || address.address === '::';
  const host = any ? 'localhost' : address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
