import type { Admitted, RoutingAnswer, RoutingRow } from '../domain/routing-answer.ts';

/** Tells whether an implementation is vouched for. */
export interface Attestations {
  /** Why it is not, in public words; `isUndecided` when only the keys were missing. */
  fault(row: RoutingRow): Promise<{ fault?: string; isUndecided?: true }>;
}

/**
 * Takes over of a table what is vouched for. An implementation that is served already stays admitted: its proof was good when it was bound, and age alone takes nobody
 * off the air. A row whose implementation is refused keeps what its place had before, and says why; without anything before it is empty.
 */
export async function admitBindings(
  answer: RoutingAnswer,
  before: RoutingAnswer | undefined,
  options: { attestations: Attestations; isRequired(component: unknown): boolean },
): Promise<Admitted> {
  const served = [...(before?.entry_points ?? []), ...(before?.bindings ?? [])].filter(isServing);
  const known = new Set(served.map(implementationOf));
  const places = new Map(served.map((row) => [placeOf(row), row] as const));
  let isUndecided = false;

  const admit = async (row: RoutingRow): Promise<RoutingRow> => {
    if (row.upstream === undefined || !options.isRequired(row.component) || known.has(implementationOf(row)))
      return row;
    const result = await options.attestations.fault(row);
    if (result.fault === undefined) return row;
    isUndecided ||= result.isUndecided ?? false;
    const last = places.get(placeOf(row));
    // A hold of the old table is over: what it waited for is not coming.
    if (last) return { ...last, held: undefined, refused: result.fault };
    return { ...row, grant: undefined, held: undefined, refused: result.fault, empty: true };
  };

  const [entry_points, bindings] = await Promise.all([
    Promise.all(answer.entry_points.map(admit)),
    answer.bindings && Promise.all(answer.bindings.map(admit)),
  ]);
  return {
    answer: { ...answer, entry_points, ...(bindings && { bindings }), admitted: true },
    isUndecided,
  };
}

function isServing(row: RoutingRow): boolean {
  return row.upstream !== undefined && row.empty === undefined;
}

function implementationOf(row: RoutingRow): string {
  return JSON.stringify([row.component, row.implementation_id, row.upstream, row.version, row.contract_hash]);
}

function placeOf({ component, department, port, host, prefix }: RoutingRow): string {
  return JSON.stringify([component, department, port, host, prefix]);
}
