/**
 * The trace of a row of the change log, as SQL: the parameter's, or, for a step that no request asks for, that of the last step of the
 * payment in `row` that one asked for.
 */
export function traceSql(row: string, parameter: string): string {
  return `coalesce(${parameter}::text, (select traceparent from change_log
    where aggregate = ${row}.id and traceparent is not null order by sequence desc limit 1))`;
}
