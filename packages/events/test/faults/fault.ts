import type { Case } from '../cases/case.ts';
import type { Subject } from '../cases/house.ts';

/** A defect that somebody could write, and the case that must notice it. */
export interface Fault {
  name: string;
  /** The name of the case that must fail. */
  caughtBy: string;
  /** What the case must complain of, so that a failure of another kind does not count. */
  complaint: RegExp;
  plant(sound: Subject): Subject;
}

/** The case of that name; throws when there is none, so that a renamed case is noticed. */
export function caseNamed(cases: readonly Case<Subject>[], name: string): Case<Subject> {
  const found = cases.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no case named ${name}`);
  return found;
}
