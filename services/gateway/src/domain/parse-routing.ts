import type { Bound, EntryPoint } from './entry-points.ts';
import { parseEntryPoints } from './parse-entry-points.ts';

/** A routing table of the registry as this gateway can use it. */
export interface ParsedRouting {
  readonly version: number;
  readonly entryPoints: EntryPoint[];
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
  return { version, entryPoints, leftOut: bound.length - usable.length };
}

/** Only for people to read, so what is missing or of another form is left out. */
function boundOf({ implementation, version, epoch }: Record<string, unknown>): Bound {
  return {
    ...(typeof implementation === 'string' ? { implementation } : {}),
    ...(typeof version === 'string' ? { version } : {}),
    ...(typeof epoch === 'number' ? { epoch } : {}),
  };
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
