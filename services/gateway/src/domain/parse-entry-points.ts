import type { Destination, EntryPoint, Match, Timeouts } from './entry-points.ts';

// Paths of the gateway's own routes, so that no prefix may cover them.
const ownPaths: readonly string[] = [
  '/ashlar',
  '/health',
  '/metrics',
  '/docs',
  '/openapi.json',
  '/assets',
  '/contracts',
  '/events',
];

/** Whether the gateway answers a path itself. */
export function isOwnPath(path: string): boolean {
  return path === '/' || ownPaths.some((own) => path === own || path.startsWith(`${own}/`));
}

/** What a parsed entry points file says: the entry points, or every problem in it, each with its place. */
export type Parsed =
  | { entryPoints: EntryPoint[]; problems?: never }
  | { problems: string[]; entryPoints?: never };

/** Reads the content of an entry points file (already parsed YAML or JSON). `gatewayPort` is taken by the gateway itself. */
export function parseEntryPoints(content: unknown, gatewayPort: number): Parsed {
  if (!isRecord(content) || !Array.isArray(content.entryPoints))
    return { problems: ['entryPoints: must be a list'] };
  const problems: string[] = [];
  for (const name of Object.keys(content))
    if (name !== 'entryPoints') problems.push(`${name}: is not known here`);
  const entryPoints: EntryPoint[] = [];
  content.entryPoints.forEach((item: unknown, index: number) => {
    const found = parseOne(item, gatewayPort);
    if (found.problems) problems.push(...found.problems.map((problem) => `entryPoints[${index}].${problem}`));
    else entryPoints.push(found.entryPoint);
  });
  problems.push(...clashes(entryPoints));
  return problems.length > 0 ? { problems } : { entryPoints };
}

type One = { entryPoint: EntryPoint; problems?: never } | { problems: string[]; entryPoint?: never };

function parseOne(item: unknown, gatewayPort: number): One {
  if (!isRecord(item)) return { problems: [': must be a mapping'] };
  const problems: string[] = [];
  const known = ['component', 'department', 'upstream', 'port', 'host', 'prefix', 'timeouts'];
  for (const name of Object.keys(item))
    if (!known.includes(name)) problems.push(`${name}: is not known here`);
  const destination = parseDestination(item, problems);
  const match = parseMatch(item, gatewayPort, problems);
  if (problems.length > 0 || match === undefined) return { problems };
  return { entryPoint: { ...destination, match } };
}

/** Reads who answers for which component and department. What is wrong with it is added to `problems`; the result counts only without. */
export function parseDestination(item: Record<string, unknown>, problems: string[]): Destination {
  return {
    component: word(item.component, 'component', /^[a-z][a-z0-9-]{0,62}$/, problems),
    department: word(item.department, 'department', /^(\*|[a-z0-9][a-z0-9-]{0,62})$/, problems),
    upstream: parseUpstream(item.upstream, problems),
    timeouts: parseTimeouts(item.timeouts, problems),
  };
}

function word(value: unknown, name: string, pattern: RegExp, problems: string[]): string {
  if (typeof value === 'string' && pattern.test(value)) return value;
  problems.push(`${name}: must be a short name in lower case letters, digits and dashes`);
  return '';
}

function parseUpstream(value: unknown, problems: string[]): string {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  const plain =
    url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '';
  if (url && plain && url.username === '' && url.password === '') return url.origin;
  problems.push('upstream: must be an http or https address without a path, such as http://127.0.0.1:8180');
  return '';
}

function parseMatch(
  item: Record<string, unknown>,
  gatewayPort: number,
  problems: string[],
): Match | undefined {
  const given = ['port', 'host', 'prefix'].filter((name) => item[name] !== undefined);
  if (given.length !== 1) {
    problems.push('port, host, prefix: exactly one of them must be given');
    return undefined;
  }
  if (item.port !== undefined) return parsePort(item.port, gatewayPort, problems);
  if (item.host !== undefined) {
    return parseHost(item.host, problems);
  }
  return parsePrefix(item.prefix, problems);
}

function parseHost(host: unknown, problems: string[]): Match | undefined {
  if (typeof host !== 'string' || !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(host)) {
    problems.push('host: must be a host name in lower case, without a port');
  } else if (isAddress(host)) {
    problems.push(`host: ${host} is how the gateway itself is called`);
  } else {
    return { kind: 'host', host };
  }
  return undefined;
}

/** Whether a host is an IPv4 address or this machine: where a gateway is probed for its own health. */
function isAddress(host: string): boolean {
  return host === 'localhost' || /^(\d+\.){3}\d+$/.test(host);
}

function parsePort(port: unknown, gatewayPort: number, problems: string[]): Match | undefined {
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) {
    problems.push('port: must be a whole number from 1 to 65535');
  } else if (port === gatewayPort) {
    problems.push(`port: ${port} is the gateway's own`);
  } else {
    return { kind: 'port', port };
  }
  return undefined;
}

function parsePrefix(prefix: unknown, problems: string[]): Match | undefined {
  if (typeof prefix !== 'string' || !/^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/.test(prefix)) {
    problems.push('prefix: must be a path such as /payments, without a slash at its end');
    return undefined;
  }
  if (isOwnPath(prefix)) {
    problems.push(`prefix: ${prefix} belongs to the gateway itself`);
    return undefined;
  }
  return { kind: 'prefix', prefix };
}

function parseTimeouts(value: unknown, problems: string[]): Partial<Timeouts> {
  if (value === undefined) return {};
  const timeouts: Partial<Timeouts> = {};
  const names = ['connectMs', 'headersMs', 'idleMs', 'totalMs'] as const;
  if (!isRecord(value) || Object.keys(value).some((name) => !names.some((known) => known === name))) {
    problems.push(`timeouts: may hold ${names.join(', ')}`);
    return timeouts;
  }
  for (const name of names) {
    const ms = value[name];
    if (ms === undefined) continue;
    if (typeof ms === 'number' && Number.isInteger(ms) && ms > 0 && ms <= 3_600_000) timeouts[name] = ms;
    else problems.push(`timeouts.${name}: must be milliseconds from 1 to 3600000`);
  }
  return timeouts;
}

function clashes(entryPoints: readonly EntryPoint[]): string[] {
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const { match } of entryPoints) {
    const name =
      match.kind === 'port'
        ? `port ${match.port}`
        : match.kind === 'host'
          ? `host ${match.host}`
          : `prefix ${match.prefix}`;
    if (seen.has(name)) problems.push(`entryPoints: ${name} is given twice`);
    seen.add(name);
  }
  return problems;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
