import { receiptSql } from '@ashlar/postgres';

/**
 * The change-log row of an administrator's change, with its receipt: private, since it concerns nobody outside. `from` is the row of the application, `rows` what is
 * selected from where that is more.
 */
export function adminLog(from: string, at: string, change: string, trace: string, rows = from): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), ${from}.id::text, ${from}.sequence, fenced(${from}.department, :fence), ${from}.service, null, ${at}::timestamptz,
           jsonb_build_object('publishing_application_id', ${from}.id) || ${change}, ${trace}::text from ${rows}
    returning ${receiptSql} as receipt`;
}
