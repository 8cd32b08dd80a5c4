import { type Caller, Problem } from '@ashlar/service-kit';

/** Which department an administrator acts for. An operator of all departments names one. */
export function departmentOf(caller: Caller | undefined, named: string | undefined): string {
  if (!caller) throw new Error('The operation was called without a token');
  if (caller.department === '*') {
    if (named) return named;
    const errors = [{ pointer: '#/department', detail: 'is required of an operator of all departments' }];
    throw new Problem(422, 'invalid', 'The department is missing', undefined, { errors });
  }
  if (named && named !== caller.department) {
    throw new Problem(403, 'forbidden', 'The token is for another department');
  }
  return caller.department;
}

/** People belong to no department: only an operator of the whole platform goes on. */
export function requireOperator(caller: Caller | undefined): void {
  if (caller?.department !== '*') {
    throw new Problem(403, 'forbidden', 'Only operators of the whole platform manage accounts');
  }
}
