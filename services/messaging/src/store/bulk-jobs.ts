import { type CreationKey, onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { BulkJob, BulkRow, BulkSettings } from '../domain/bulk.ts';
import { bulkLog } from './bulk-log.ts';
import { oursOf } from './ours.ts';
import type { Vault } from './vault.ts';

const columns = `bulk_job.id, service_id as "serviceId", department, service, key_id as "keyId", key_type as "keyType", type,
  template_id as "templateId", template_version as "templateVersion", settings, row_count as "rowCount", dropped,
  scheduled_for as "scheduledFor", traceparent, created_at as "createdAt", cancelled_at as "cancelledAt"`;

type JobRow = Omit<BulkJob, 'settings'> & { readonly settings: Buffer };

/** Rows of a job that belong together. `firstRow` counts from 1, the header's row. */
export interface BulkSlice {
  readonly firstRow: number;
  readonly rows: readonly BulkRow[];
}

/** Stores a job with all its rows. False when the idempotency key was used before. */
export async function insertBulkJob(
  db: Queryable,
  vault: Vault,
  job: BulkJob,
  more: { slices: readonly BulkSlice[]; once: CreationKey | undefined },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-bulk-job',
    text: `with ${onceClause}, made as (
             insert into bulk_job (id, created_at, service_id, department, service, key_id, key_type, type, template_id, template_version,
                                   settings, row_count, scheduled_for, traceparent, sequence)
             select $4::uuid, $5::timestamptz, $6::uuid, $7, $8, $9::uuid, $10, $11, $12::uuid, $13::integer, $14::bytea, $15::integer,
                    $16::timestamptz, $17, 1 from go
             returning *
           ), kept as (
             insert into bulk_job_slice (job_id, first_row, rows, content)
             select made.id, one.first_row, one.rows, one.content
               from made, unnest($18::integer[], $19::integer[], $20::bytea[]) as one (first_row, rows, content)
           ), logged as (${bulkLog('made', '$5', 'bulk job accepted', '$17')})
           select receipt from logged`,
    values: [
      ...onceParameters(more.once, job.id, job.createdAt),
      job.serviceId,
      job.department,
      job.service,
      job.keyId,
      job.keyType,
      job.type,
      job.templateId,
      job.templateVersion,
      vault.seal(job.settings),
      job.rowCount,
      job.scheduledFor,
      job.traceparent,
      more.slices.map(({ firstRow }) => firstRow),
      more.slices.map(({ rows }) => rows.length),
      more.slices.map(({ rows }) => vault.seal(rows)),
    ],
  });
  return rowCount === 1;
}

/** Reads a job of a service. */
export async function readBulkJob(
  db: Queryable,
  vault: Vault,
  ask: { id: string; serviceId: string },
): Promise<BulkJob | undefined> {
  const { rows } = await db.query<JobRow>({
    name: 'read-bulk-job',
    text: `select ${columns} from bulk_job where id = $1::uuid and service_id = $2::uuid`,
    values: [ask.id, ask.serviceId],
  });
  return rows[0] && opened(vault, rows[0]);
}

/** One page of a service's jobs, newest first. */
export async function listBulkJobs(
  db: Queryable,
  vault: Vault,
  ask: { serviceId: string; before: string | null; limit: number },
): Promise<BulkJob[]> {
  const { rows } = await db.query<JobRow>({
    name: 'list-bulk-jobs',
    text: `select ${columns} from bulk_job where service_id = $1::uuid and ($2::uuid is null or id < $2::uuid) order by id desc limit $3`,
    values: [ask.serviceId, ask.before, ask.limit],
  });
  return rows.map((row) => opened(vault, row));
}

/** How many rows of each job stand how: `waiting` are not made into notifications yet. */
export async function countBulkRows(
  db: Queryable,
  ids: readonly string[],
): Promise<{ jobId: string; status: string; count: number }[]> {
  const { rows } = await db.query<{ jobId: string; status: string; count: number }>({
    name: 'count-bulk-rows',
    text: `select bulk_job_id as "jobId", case when held then 'scheduled' else status end as status, count(*)::integer as count
             from notification where bulk_job_id = any ($1::uuid[]) group by 1, 2
           union all
           select job_id, 'waiting', sum(rows)::integer from bulk_job_slice where job_id = any ($1::uuid[]) group by job_id`,
    values: [ids],
  });
  return rows;
}

/** Takes a slice in hand; jobs take turns. */
export async function leaseBulkSlice(
  db: Queryable,
  vault: Vault,
  lease: { now: Date; until: Date },
): Promise<{ job: BulkJob; slice: BulkSlice } | undefined> {
  const { rows } = await db.query<JobRow & { firstRow: number; content: Buffer }>({
    name: 'lease-bulk-slice',
    text: `with next as (
             select job_id, first_row, department from bulk_job_slice join bulk_job on bulk_job.id = job_id
              where (not_before is null or not_before <= $1::timestamptz) and primary_here(department)
              order by first_row, job_id limit 1 for update of bulk_job_slice skip locked
           ), ${oursOf('next')}, leased as (
             update bulk_job_slice as slice set not_before = $2::timestamptz from next join ours using (department)
              where slice.job_id = next.job_id and slice.first_row = next.first_row
             returning slice.job_id, slice.first_row, slice.content
           )
           select ${columns}, leased.first_row as "firstRow", leased.content from leased join bulk_job on bulk_job.id = leased.job_id`,
    values: [lease.now, lease.until],
  });
  const [row] = rows;
  if (!row) return undefined;
  const { firstRow, content, ...job } = row;
  return { job: opened(vault, job), slice: { firstRow, rows: vault.open<BulkRow[]>(content) } };
}

/** Cancels a job: rows that wait are dropped, and what was made of others is to be cancelled. Nothing where it was before. */
export async function cancelBulkJob(
  db: Queryable,
  ask: { id: string; serviceId: string; at: Date; traceparent: string },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'cancel-bulk-job',
    text: `with gone as (
             delete from bulk_job_slice where job_id = $1::uuid
                and exists (select from bulk_job where id = $1::uuid and service_id = $2::uuid and cancelled_at is null)
             returning rows
           ), moved as (
             update bulk_job set cancelled_at = $3::timestamptz, sequence = sequence + 1, dropped = (select coalesce(sum(rows), 0) from gone)
              where id = $1::uuid and service_id = $2::uuid and cancelled_at is null
             returning *
           ), logged as (${bulkLog('moved', '$3', 'bulk job cancelled', '$4')})
           select receipt from logged`,
    values: [ask.id, ask.serviceId, ask.at, ask.traceparent],
  });
  return rowCount === 1;
}

/** Cancelled jobs of which something may still wait to be sent. */
export async function listCancelling(db: Queryable): Promise<{ id: string; traceparent: string | null }[]> {
  const { rows } = await db.query<{ id: string; traceparent: string | null }>({
    name: 'list-cancelling',
    text: `select id, traceparent from bulk_job where cancelled_at is not null and settled_at is null and primary_here(department) order by id limit 100`,
    values: [],
  });
  return rows;
}

/** Notes that nothing of a cancelled job waits any more; false while something does. */
export async function settleCancelled(db: Queryable, id: string, at: Date): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'settle-cancelled',
    text: `with moved as (
             update bulk_job set settled_at = $2::timestamptz, sequence = sequence + 1
              where id = $1::uuid and not exists (select from notification where bulk_job_id = $1::uuid and status = 'created')
             returning *
           )
           ${bulkLog('moved', '$2', 'bulk job settled', 'null')}`,
    values: [id, at],
  });
  return rowCount === 1;
}

/** Deletes up to `limit` jobs from before then of which nothing is kept any more. Returns how many. */
export async function deleteBulkJobs(db: Queryable, before: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-bulk-jobs',
    text: `with old as (
             select id, department from bulk_job where created_at < $1::timestamptz and primary_here(department)
                and not exists (select from bulk_job_slice where job_id = bulk_job.id)
                and not exists (select from notification where bulk_job_id = bulk_job.id)
              order by created_at limit $2 for update skip locked
           ), ${oursOf('old')}, gone as (
             delete from bulk_job using old join ours using (department) where bulk_job.id = old.id
             returning bulk_job.id, bulk_job.department, bulk_job.service, bulk_job.service_id, bulk_job.sequence + 1 as sequence
           )
           ${bulkLog('gone', 'clock_timestamp()', 'bulk job deleted', 'null')}`,
    values: [before, limit],
  });
  return rowCount ?? 0;
}

function opened(vault: Vault, row: JobRow): BulkJob {
  return { ...row, settings: vault.open<BulkSettings>(row.settings) };
}
