import { type Caller, Problem } from '@ashlar/service-kit';

/** People belong to no department: only an operator of the whole platform goes on. */
export function requireOperator(caller: Caller | undefined): void {
  if (caller?.department !== '*') {
    throw new Problem(403, 'forbidden', 'Only operators of the whole platform manage accounts');
  }
}
