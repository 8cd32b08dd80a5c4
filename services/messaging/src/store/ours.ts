/**
 * The part of a worker's statement that claims what it found: the departments of the rows of `found` (a CTE with a column `department`) that this implementation
 * serves, which stays so until the statement ends. What it does not serve is left alone.
 */
export function oursOf(found: string): string {
  return `ours as materialized (
    select department from (select distinct department from ${found}) as whose where primary_held(department)
  )`;
}
