/** One difference between two contracts. */
export interface Change {
  /** What kind of change it is, for programs: `response-field-removed`, `request-enum-narrowed`, … */
  readonly kind: string;
  /** Where it is, for people: `GET /v1/payments/{paymentId} · 200 application/json · /state/status`. */
  readonly where: string;
  /** Whether somebody who kept to the old contract can fail against the new one. */
  readonly breaking: boolean;
  /** Who fails and how; or why nobody does. One sentence. */
  readonly why: string;
}

/** Collects changes. */
export interface Changes {
  breaks(kind: string, where: string, why: string): void;
  allows(kind: string, where: string, why: string): void;
  readonly list: readonly Change[];
}

/** An empty collection. */
export function changes(): Changes {
  const list: Change[] = [];
  return {
    list,
    breaks: (kind, where, why) => list.push({ kind, where, breaking: true, why }),
    allows: (kind, where, why) => list.push({ kind, where, breaking: false, why }),
  };
}
