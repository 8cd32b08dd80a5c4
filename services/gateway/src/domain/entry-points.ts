/** How long the gateway waits for an implementation, in milliseconds. */
export interface Timeouts {
  /** Until a connection stands. */
  connectMs: number;
  /** From the request sent to the first line of the answer; longer than the longest long poll (30 s). */
  headersMs: number;
  /** Between two pieces of an answer. */
  idleMs: number;
  /** For the whole exchange; an event stream is exempt. */
  totalMs: number;
}

/** What a request must look like to fall to an entry point. */
export type Match =
  | { kind: 'port'; port: number }
  | { kind: 'host'; host: string }
  | { kind: 'prefix'; prefix: string };

/** One component for one department, and the implementation that answers for it. */
export interface Destination {
  component: string;
  /** `*` means any department: the component then tells them apart by the caller's own key. */
  department: string;
  /** Origin of the implementation, such as `http://127.0.0.1:8180`. */
  upstream: string;
  timeouts: Partial<Timeouts>;
  /** What the registry says of the implementation; a file says nothing. */
  bound?: Bound;
}

/** A destination that has a place of its own. */
export interface EntryPoint extends Destination {
  match: Match;
}

/** What answers, how often that has changed, and what vouches for it. */
export interface Bound {
  implementationId?: string;
  implementation?: string;
  version?: string;
  epoch?: number;
  /** The registry's word that this implementation answers at this epoch; sent on with each request. */
  grant?: string;
  /** Until when calls that change something wait here, as milliseconds of the clock. */
  heldUntil?: number;
  /** Why a newer binding is not served here, in public words. */
  refused?: string;
  /** Nothing is served: what was refused is the first that there was. */
  isEmpty?: true;
}

/** Entry points, arranged so that a request is resolved without a scan of them all. */
export interface EntryPointTable {
  all: readonly EntryPoint[];
  ports: ReadonlyMap<number, EntryPoint>;
  hosts: ReadonlyMap<string, EntryPoint>;
  /** Longest first. */
  prefixes: ReadonlyArray<{ prefix: string; entryPoint: EntryPoint }>;
  /** By component and department: also those that have no place of their own. */
  destinations: ReadonlyMap<string, Destination>;
}

/** An entry point found, and what is left of the request target for the implementation. */
export interface Route {
  entryPoint: EntryPoint;
  /** What was stripped: `/payments`, or empty. */
  prefix: string;
  /** Path and query for the implementation; always starts with one slash. */
  target: string;
}

/**
 * Arranges entry points, with the bindings of departments that only come in by an entry point for any department. They are taken as valid: two that match the same
 * request have been refused before.
 */
export function createTable(
  entryPoints: readonly EntryPoint[],
  others: readonly Destination[] = [],
): EntryPointTable {
  const ports = new Map<number, EntryPoint>();
  const hosts = new Map<string, EntryPoint>();
  const prefixes: { prefix: string; entryPoint: EntryPoint }[] = [];
  for (const entryPoint of entryPoints) {
    const { match } = entryPoint;
    if (match.kind === 'port') ports.set(match.port, entryPoint);
    else if (match.kind === 'host') hosts.set(match.host, entryPoint);
    else prefixes.push({ prefix: match.prefix, entryPoint });
  }
  prefixes.sort((a, b) => b.prefix.length - a.prefix.length);
  const destinations = new Map(
    [...entryPoints, ...others].map((one) => [destinationKey(one.component, one.department), one] as const),
  );
  return { all: entryPoints, ports, hosts, prefixes, destinations };
}

/**
 * Where a request goes by this table that came in at `entryPoint` of an earlier one: to what is bound for `department`, where an implementation has named that, else
 * to what the entry point is bound to now. What is no longer there leaves it where it was.
 */
export function currentDestination(
  table: EntryPointTable,
  entryPoint: EntryPoint,
  department?: string,
): Destination {
  const { component } = entryPoint;
  const named =
    department === undefined ? undefined : table.destinations.get(destinationKey(component, department));
  if (named) return named;
  const placed = table.all.includes(entryPoint) ? entryPoint : atPlace(table, entryPoint.match);
  if (placed?.component === component && placed.department === entryPoint.department) return placed;
  return table.destinations.get(destinationKey(component, entryPoint.department)) ?? entryPoint;
}

/** Whether two destinations are one implementation, at whatever epoch. */
export function isSameImplementation(one: Destination, other: Destination): boolean {
  return one.upstream === other.upstream && one.bound?.implementationId === other.bound?.implementationId;
}

/** Whether calls that change something wait at a destination. */
export function isHeld({ bound }: Destination, now: number): boolean {
  return bound?.heldUntil !== undefined && bound.heldUntil > now;
}

function atPlace(table: EntryPointTable, match: Match): EntryPoint | undefined {
  if (match.kind === 'port') return table.ports.get(match.port);
  if (match.kind === 'host') return table.hosts.get(match.host);
  return table.prefixes.find(({ prefix }) => prefix === match.prefix)?.entryPoint;
}

function destinationKey(component: string, department: string): string {
  return `${component} ${department}`;
}

/**
 * Finds the entry point of a request: by the port it came in on, else by its host, else by the longest prefix that ends at a
 * slash. Undefined means that no entry point wants it. `target` is a checked origin-form target (see `checkTarget`).
 */
export function resolve(
  table: EntryPointTable,
  request: { port: number; host: string; target: string },
): Route | undefined {
  const whole = table.ports.get(request.port) ?? table.hosts.get(hostName(request.host));
  if (whole) return { entryPoint: whole, prefix: '', target: request.target };
  for (const { prefix, entryPoint } of table.prefixes) {
    if (!startsWithSegment(request.target, prefix)) continue;
    const rest = request.target.slice(prefix.length);
    return { entryPoint, prefix, target: rest.startsWith('/') ? rest : `/${rest}` };
  }
  return undefined;
}

/** The host of a Host header: lower case, without port and without the final dot of a fully qualified name. */
export function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

/** What a person or a log calls an entry point: `port 8081`, `payments.example` or `/payments`. */
export function matchName(match: Match): string {
  if (match.kind === 'port') return `port ${match.port}`;
  return match.kind === 'host' ? match.host : match.prefix;
}

function startsWithSegment(target: string, prefix: string): boolean {
  if (!target.startsWith(prefix)) return false;
  const next = target[prefix.length];
  return next === undefined || next === '/' || next === '?';
}
