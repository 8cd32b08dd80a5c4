/** Where a request came from, as the gateway vouches for it to an implementation. */
export interface Provenance {
  host: string;
  proto: 'http' | 'https';
  /** The client's address, after those of trusted proxies in front. */
  forwardedFor: string;
  prefix: string;
  department: string;
  gatewayKey: string | undefined;
  requestId: string;
  traceparent: string;
  /** Kept only beside a valid traceparent. */
  keepTracestate: boolean;
  /** How many gateways the request has passed before this one. */
  gatewaysBefore: number;
}

/** How many gateways a request has passed, by its `Via` (RFC 9110, 7.6.3). Who claims more than there were only comes less far. */
export function countGateways(via: string | undefined): number {
  return via?.split(',').filter((entry) => entry.trim() === ourVia).length ?? 0;
}

/**
 * Headers for the implementation, as flat name-value pairs. Takes the client's raw pairs, drops what belongs to the connection
 * (RFC 9110, 7.6.1) and whatever only the gateway may say, and adds what it vouches for.
 */
export function upstreamHeaders(raw: readonly string[], from: Provenance): string[] {
  const named = connectionNames(raw);
  const headers: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const lower = name.toLowerCase();
    if (hopByHop.has(lower) || isOurs(lower) || named?.has(lower)) continue;
    if (lower === 'tracestate' && !from.keepTracestate) continue;
    headers.push(lower, raw[index + 1] ?? '');
  }
  headers.push(
    'x-forwarded-host',
    from.host,
    'x-forwarded-proto',
    from.proto,
    'x-forwarded-for',
    from.forwardedFor,
    'x-request-id',
    from.requestId,
    'traceparent',
    from.traceparent,
    'via',
    from.gatewaysBefore === 0 ? ourVia : `${`${ourVia}, `.repeat(from.gatewaysBefore)}${ourVia}`,
  );
  if (from.prefix !== '') headers.push('x-forwarded-prefix', from.prefix);
  if (from.department !== '*') headers.push('ashlar-department', from.department);
  if (from.gatewayKey !== undefined) headers.push('ashlar-gateway', from.gatewayKey);
  return headers;
}

/** Headers for the client: the implementation's own without those of the connection, and with the request id. */
export function downstreamHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  requestId: string,
): Record<string, string | string[]> {
  const named = namesOf(headers.connection);
  const answer: Record<string, string | string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || hopByHop.has(name) || (named?.has(name) && !framing.has(name))) continue;
    answer[name] = value;
  }
  answer['x-request-id'] = requestId;
  return answer;
}

/** The department that a fence named when it refused a request: `Ashlar-Fenced: demo;epoch=3;role=follower`. */
export function fencedDepartment(fenced: string | string[] | undefined): string | undefined {
  return typeof fenced === 'string' ? /^([a-z0-9][a-z0-9-]{0,62})(?:;|$)/.exec(fenced)?.[1] : undefined;
}

const connection = 'connection';

const ourVia = '1.1 ashlar';

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
]);

// A Connection header that names one of these would change what the message is, so it is not obeyed.
const framing = new Set(['content-length', 'content-type', 'host']);

const replaced = new Set(['host', 'forwarded', 'x-real-ip', 'x-request-id', 'traceparent', 'via']);

function isOurs(name: string): boolean {
  // Servers that turn headers into variables read `-` and `_` alike.
  const dashed = name.includes('_') ? name.replaceAll('_', '-') : name;
  return replaced.has(dashed) || dashed.startsWith('ashlar-') || dashed.startsWith('x-forwarded-');
}

function connectionNames(raw: readonly string[]): Set<string> | undefined {
  let names: Set<string> | undefined;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const given = raw[index];
    if (given?.length !== connection.length || given.toLowerCase() !== connection) continue;
    for (const name of namesOf(raw[index + 1]) ?? []) {
      if (framing.has(name)) continue;
      names ??= new Set();
      names.add(name);
    }
  }
  return names;
}

/** The headers that a Connection header names; undefined for the usual ones, which name none. */
function namesOf(value: string | string[] | undefined): Set<string> | undefined {
  if (value === undefined || value === 'keep-alive' || value === 'close') return undefined;
  const names = String(value)
    .split(',')
    .map((name) => name.trim().toLowerCase());
  return new Set(names.filter((name) => name !== ''));
}
