import type { Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { type EntryPoint, type EntryPointTable, matchName } from '../domain/entry-points.ts';
import type { UpstreamStates } from '../usecases/watch-upstreams.ts';

/** An entry point as the outside sees it. */
export interface EntryPointView {
  component: string;
  department: string;
  /** The root to call. */
  url: string;
  port?: number;
  host?: string;
  prefix?: string;
  /** The implementation's name and version, and how often the binding has changed: what a registry says. */
  implementation?: string;
  version?: string;
  epoch?: number;
  ready: boolean;
  /** Why it is not ready, in a few words. */
  reason?: string;
  /** Why a newer binding is not served here. */
  refused?: string;
}

/** `listEntryPoints`: what is bound where, and whether it is ready. */
export function listEntryPoints(table: () => EntryPointTable, states: UpstreamStates): Handler {
  return async (request) => ({ entry_points: await viewEntryPoints(table(), states, request) });
}

/** Describes every entry point, in the order of its configuration, by addresses that the asker can call. */
export async function viewEntryPoints(
  table: EntryPointTable,
  states: UpstreamStates,
  request: FastifyRequest,
): Promise<EntryPointView[]> {
  const known = await states.of(table.all);
  return table.all.map((entryPoint) => {
    const state = known.get(entryPoint);
    const { component, department, match, bound = {} } = entryPoint;
    const { implementation, version, epoch, refused } = bound;
    return {
      component,
      department,
      url: entryPointUrl(entryPoint, request.publicUrl),
      ...(match.kind === 'port' ? { port: match.port } : {}),
      ...(match.kind === 'host' ? { host: match.host } : {}),
      ...(match.kind === 'prefix' ? { prefix: match.prefix } : {}),
      ...(implementation === undefined ? {} : { implementation }),
      ...(version === undefined ? {} : { version }),
      ...(epoch === undefined ? {} : { epoch }),
      ready: state?.ready ?? false,
      ...(state?.reason === undefined ? {} : { reason: state.reason }),
      ...(refused === undefined ? {} : { refused }),
    };
  });
}

/** Names the implementations that are not ready, for readiness; empty when all are. */
export async function listUnready(table: EntryPointTable, states: UpstreamStates): Promise<string[]> {
  const known = await states.of(table.all);
  return table.all.flatMap((entryPoint) => {
    const state = known.get(entryPoint);
    if (state?.ready) return [];
    return [`${entryPoint.component} at ${matchName(entryPoint.match)} ${state?.reason ?? 'is not known'}`];
  });
}

function entryPointUrl({ match }: EntryPoint, publicUrl: string): string {
  if (match.kind === 'prefix') return `${publicUrl}${match.prefix}`;
  const url = new URL(publicUrl);
  if (match.kind === 'host') url.hostname = match.host;
  else url.port = String(match.port);
  return url.origin;
}
