/** A row of a routing table, as the registry wrote it. */
export type RoutingRow = Readonly<Record<string, unknown>>;

/** A routing table, as the registry wrote it; it has been found usable before. */
export interface RoutingAnswer {
  readonly entry_points: readonly RoutingRow[];
  readonly bindings?: readonly RoutingRow[];
  /** Set where this gateway has admitted each row by its attestation. */
  readonly admitted?: true;
}

/** A table with no binding that is not vouched for. */
export interface Admitted {
  readonly answer: RoutingAnswer;
  /** Whether something was refused that a later look may admit. */
  readonly isUndecided: boolean;
}
