/** A body that is refused, with the first error in the standard's words, and the nearest body that is not. Both are a valid one with members replaced. */
export interface Refusal {
  readonly name: string;
  readonly refused: Readonly<Record<string, unknown>>;
  /** A valid body as it is, when left out. */
  readonly accepted?: Readonly<Record<string, unknown>>;
  readonly status: 400 | 422;
  readonly code: string;
  readonly field: string;
  readonly description: string;
}

/** The error of a member whose value is wrong: 400 for its type, 422 for its length or range. */
export function invalid(
  status: 400 | 422,
  field: string,
  why: string,
): Pick<Refusal, 'status' | 'code' | 'field' | 'description'> {
  return { status, code: 'P0102', field, description: `Invalid attribute value: ${field}. ${why}` };
}
