import type { Bound, Destination, EntryPoint } from './entry-points.ts';
import { parseDestination, parseEntryPoints } from './parse-entry-points.ts';

/** A routing table of the registry as this gateway can use it. */
export interface ParsedRouting {
  readonly version: number;
  readonly entryPoints: EntryPoint[];
  /** What is bound for departments that have no entry point of their own. */
  readonly others: Destination[];
  /** How many entry points this gateway leaves out because they want its own port. */
  readonly leftOut: number;
}

/**
 * Reads what the registry answered. Entry points with nothing bound behind them are no entry points here, and one on `gatewayPort` cannot be: which port that is,
 * only this gateway knows. Anything else that is wrong makes the whole answer unusable: then the problem is returned.
 */
export function parseRouting(content: unknown, gatewayPort: number): ParsedRouting | string {
  if (!isRecord(content) || !Array.isArray(content.entry_points)) return 'there is no list of entry points';
  const { version } = content;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 0)
    return 'there is no version';
  const items: unknown[] = content.entry_points;
  if (!items.every(isRecord)) return 'an entry point is no object';
  const bound = items.filter(({ upstream }) => upstream !== undefined);
  const usable = bound.filter(({ port }) => port !== gatewayPort);
  const parsed = parseEntryPoints({ entryPoints: usable.map(toFileForm) }, gatewayPort);
  if (parsed.problems) return parsed.problems.join('; ');
  const entryPoints = parsed.entryPoints.map((one, index) => ({
    ...one,
    bound: boundOf(usable[index] ?? {}),
  }));
  const others = parseOthers(content.bindings);
  if (typeof others === 'string') return others;
  return { version, entryPoints, others, leftOut: bound.length - usable.length };
}

function parseOthers(bindings: unknown): Destination[] | string {
  if (bindings === undefined) return [];
  if (!Array.isArray(bindings) || !bindings.every(isRecord)) return 'the bindings are no list of objects';
  const problems: string[] = [];
  const others = bindings.map((one) => ({
    ...parseDestination({ ...one, timeouts: toCamelCase(one.timeouts) }, problems),
    bound: boundOf(one),
  }));
  return problems.length > 0 ? problems.join('; ') : others;
}

/** What is missing or of another form is left out: a component without its grant refuses a call, and nothing else is lost. */
function boundOf(row: Record<string, unknown>): Bound {
  const text = (name: string, value: unknown) => (typeof value === 'string' ? { [name]: value } : {});
  const until = isRecord(row.held) ? Date.parse(String(row.held.until)) : Number.NaN;
  return {
    ...text('implementationId', row.implementation_id),
    ...text('implementation', row.implementation),
    ...text('version', row.version),
    ...(typeof row.epoch === 'number' ? { epoch: row.epoch } : {}),
    // It becomes a header: no other bytes than those of a compact JWS.
    ...(isCompactJws(row.grant) ? { grant: row.grant } : {}),
    ...(Number.isNaN(until) ? {} : { heldUntil: until }),
    ...text('refused', row.refused),
    ...(row.empty === true ? { isEmpty: true as const } : {}),
  };
}

function isCompactJws(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 4096 && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value);
}

function toFileForm({
  component,
  department,
  upstream,
  port,
  host,
  prefix,
  timeouts,
}: Record<string, unknown>) {
  return { component, department, upstream, port, host, prefix, timeouts: toCamelCase(timeouts) };
}

function toCamelCase(timeouts: unknown): unknown {
  if (!isRecord(timeouts)) return timeouts;
  return Object.fromEntries(Object.entries(timeouts).map(([name, ms]) => [name.replace(/_ms$/, 'Ms'), ms]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
