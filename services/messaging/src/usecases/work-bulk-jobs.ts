import { v7 } from 'uuid';
import type { BulkJob } from '../domain/bulk.ts';
import {
  type BulkSlice,
  cancelBulkJob,
  countBulkRows,
  deleteBulkJobs,
  leaseBulkSlice,
  listBulkJobs,
  listCancelling,
  readBulkJob,
  settleCancelled,
} from '../store/bulk-jobs.ts';
import { insertSlice } from '../store/insert-notification.ts';
import { cancelOfBulkJob } from '../store/scheduled.ts';
import { readService } from '../store/services.ts';
import { readTemplate } from '../store/templates.ts';
import { bulkMessage } from './accept-bulk-job.ts';
import { composeNotification } from './compose-message.ts';
import type { Deps } from './deps.ts';

const cancelledAtOnce = 500;
const deletedAtOnce = 100;

/** Makes the next slice of a job into notifications, and cancels what is left of cancelled jobs. Whether there was anything to do. */
export async function workBulkJobs(deps: Deps): Promise<boolean> {
  const made = await makeSlice(deps);
  let cancelled = 0;
  for (const { id, traceparent } of await listCancelling(deps.db)) {
    const at = deps.now();
    const count = await cancelOfBulkJob(deps.db, { id, at, traceparent, limit: cancelledAtOnce });
    cancelled += count;
    if (count === 0) await settleCancelled(deps.db, id, at);
  }
  if (cancelled > 0) deps.logged();
  return made || cancelled > 0;
}

async function makeSlice(deps: Deps): Promise<boolean> {
  const now = deps.now();
  const until = new Date(now.getTime() + deps.times.lease * 1000);
  const leased = await leaseBulkSlice(deps.db, deps.vault, { now, until });
  if (!leased) return false;
  const { job, slice } = leased;
  const notifications = await notificationsOf(deps, job, slice);
  const place = { jobId: job.id, firstRow: slice.firstRow, at: deps.now() };
  if (await insertSlice(deps.db, deps.vault, notifications, place)) {
    deps.logged();
    deps.work();
  }
  return true;
}

async function notificationsOf(deps: Deps, job: BulkJob, { firstRow, rows }: BulkSlice) {
  const { templateId: id, serviceId, templateVersion: version, type, settings, scheduledFor } = job;
  const service = await readService(deps.db, deps.vault, serviceId, '*');
  const template = await readTemplate(deps.db, { id, serviceId, version });
  if (!service || !template) throw new Error('What a bulk job is made from is missing');
  const key = {
    id: job.keyId,
    serviceId,
    name: '',
    type: job.keyType,
    createdAt: job.createdAt,
    revokedAt: null,
  };
  const traceparent = job.traceparent ?? '';
  const ask = {
    ...{ holder: { service, key }, templateId: id, sender: settings.sender ?? undefined, scheduledFor },
    ...{ traceparent, publicUrl: settings.publicUrl },
  };
  return rows.map(({ recipient, to, cells }, at) => {
    const row = { recipient, read: { to, international: false }, cells };
    const input = bulkMessage({ ask, type, columns: settings.columns }, row);
    const notification = composeNotification(deps, v7(), input, template);
    const numbered = { ...notification, bulkJobId: job.id, bulkRow: firstRow + at };
    return { notification: numbered, referenceMac: null, traceparent };
  });
}

/** A job, and how many of its rows stand how. */
export interface CountedJob {
  readonly job: BulkJob;
  readonly counts: Readonly<Record<string, number>>;
}

/** A job of a service. */
export async function findBulkJob(
  deps: Deps,
  ask: { id: string; serviceId: string },
): Promise<CountedJob | undefined> {
  const job = await readBulkJob(deps.db, deps.vault, ask);
  return job && (await counted(deps, [job]))[0];
}

/** One page of a service's jobs, newest first. */
export async function findBulkJobs(
  deps: Deps,
  ask: { serviceId: string; before: string | null; limit: number },
): Promise<CountedJob[]> {
  return counted(deps, await listBulkJobs(deps.db, deps.vault, ask));
}

/** Cancels what of a job is not sent yet. Undefined when the service has no such job; `too_late` when nothing waits to be sent. */
export async function cancelJob(
  deps: Deps,
  ask: { id: string; serviceId: string; traceparent: string },
): Promise<CountedJob | 'too_late' | undefined> {
  const found = await findBulkJob(deps, ask);
  if (!found || found.job.cancelledAt) return found;
  const { waiting = 0, scheduled = 0, created = 0 } = found.counts;
  if (waiting + scheduled + created === 0) return 'too_late';
  if (await cancelBulkJob(deps.db, { ...ask, at: deps.now() })) {
    deps.logged();
    deps.bulkWork();
  }
  return findBulkJob(deps, ask);
}

/** Deletes jobs whose notifications are all gone. */
export async function pruneBulkJobs(deps: Deps): Promise<void> {
  const before = new Date(deps.now().getTime() - deps.times.keepNotifications * 1000);
  while ((await deleteBulkJobs(deps.db, before, deletedAtOnce)) === deletedAtOnce);
}

async function counted(deps: Deps, jobs: readonly BulkJob[]): Promise<CountedJob[]> {
  const rows = await countBulkRows(
    deps.db,
    jobs.map(({ id }) => id),
  );
  return jobs.map((job) => {
    const own = rows
      .filter(({ jobId }) => jobId === job.id)
      .map(({ status, count }) => [status, count] as const);
    const counts: Record<string, number> = Object.fromEntries(own);
    if (job.dropped > 0) counts.cancelled = (counts.cancelled ?? 0) + job.dropped;
    return { job, counts };
  });
}
