/** The change-log row of an administrator's change: private, since it concerns nobody outside. `from` is the row of the application. */
export function adminLog(from: string, at: string, change: string, trace: string): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), ${from}.id::text, ${from}.sequence, ${from}.department, ${from}.service, null, ${at}::timestamptz,
           jsonb_build_object('publishing_application_id', ${from}.id) || ${change}, ${trace}::text`;
}
