import { receiptSql } from '@ashlar/postgres';

/** The change-log row of a bulk job, with its receipt: private, since its notifications have events of their own. `row` is a CTE of it. */
export function bulkLog(row: string, at: string, change: string, trace: string): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), ${row}.id::text, ${row}.sequence, fenced(${row}.department, :fence), ${row}.service, null, ${at}::timestamptz,
           jsonb_build_object('bulk_job_id', ${row}.id, 'messaging_service_id', ${row}.service_id, 'change', '${change}'), ${trace}::text
      from ${row}
    returning ${receiptSql} as receipt`;
}
