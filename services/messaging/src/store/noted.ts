/** The private row of a change of what waits to be sent, for who takes the department over. */
export function noted(row: string, at: string, sequence = `${row}.sequence`): string {
  return `noted as (
    insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data)
    select uuidv7(), ${row}.id::text, ${sequence}, fenced(${row}.department, :fence), ${row}.service, null, ${at}::timestamptz,
           jsonb_build_object('notification_id', ${row}.id)
      from ${row}
  )`;
}
