import { Readable } from 'node:stream';
import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import { parse } from 'csv-parse';
import type { FastifyRequest } from 'fastify';
import { readEmailAddress } from '../domain/recipients.ts';
import type { BulkAccepted, createAcceptBulkJob } from '../usecases/accept-bulk-job.ts';
import type { Deps } from '../usecases/deps.ts';
import { type CountedJob, cancelJob, findBulkJob, findBulkJobs } from '../usecases/work-bulk-jobs.ts';
import { holderOf } from './callers.ts';
import { readAnyPhoneNumber } from './phone-numbers.ts';
import { overDay } from './sent-notifications.ts';
import { invalid } from './service-settings.ts';

type BulkOperation = 'createBulkJob' | 'listBulkJobs' | 'getBulkJob' | 'cancelBulkJob';

/** Operations on many messages at once. */
export function bulkJobHandlers(
  deps: Deps,
  accept: ReturnType<typeof createAcceptBulkJob>,
): Record<BulkOperation, Handler> {
  return {
    async createBulkJob(request, reply) {
      const body = request.body as BulkBody;
      const accepted = await accept({
        holder: holderOf(request),
        name: body.name,
        templateId: body.template_id.toLowerCase(),
        rows: await rowsOf(body, deps.bulkRows + 2),
        sender: senderOf(body),
        scheduledFor: body.scheduled_for === undefined ? null : new Date(body.scheduled_for),
        once: onceOf(request),
        traceparent: request.traceparent,
        publicUrl: request.publicUrl,
        read: (type, text) => (type === 'email' ? readEmailAddress(text) : readAnyPhoneNumber(text)),
      });
      const { thing, replayed } = acceptedOf(accepted, body.csv === undefined ? 'rows' : 'csv');
      const found = await findBulkJob(deps, thing);
      if (!found) throw new Error('A bulk job that was accepted is missing');
      const view = jobView(found);
      return replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },

    async listBulkJobs(request) {
      const { before = null, limit } = request.query as { before?: string; limit: number };
      const { id: serviceId } = holderOf(request).service;
      const found = await findBulkJobs(deps, { serviceId, before, limit });
      const last = found.at(-1);
      return {
        bulk_jobs: found.map(jobView),
        ...(found.length === limit && last && { next_before: last.job.id }),
      };
    },

    async getBulkJob(request) {
      const found = await findBulkJob(deps, jobAsk(request));
      if (!found) throw noSuch('bulk job');
      return jobView(found);
    },

    async cancelBulkJob(request) {
      const cancelled = await cancelJob(deps, { ...jobAsk(request), traceparent: request.traceparent });
      if (!cancelled) throw noSuch('bulk job');
      if (cancelled === 'too_late') {
        throw new Problem(409, 'not_cancellable', 'Nothing of the job waits to be sent any more');
      }
      return jobView(cancelled);
    },
  };
}

interface BulkBody {
  readonly name: string;
  readonly template_id: string;
  readonly rows?: readonly (readonly (string | number)[])[];
  readonly csv?: string;
  readonly email_reply_to_id?: string;
  readonly sms_sender_id?: string;
  readonly scheduled_for?: string;
}

function senderOf({ email_reply_to_id, sms_sender_id }: BulkBody) {
  if (email_reply_to_id !== undefined) return { member: 'email_reply_to_id', id: email_reply_to_id };
  return sms_sender_id === undefined ? undefined : { member: 'sms_sender_id', id: sms_sender_id };
}

const pieceLength = 65_536;

/** The rows of a body, no more than `most`: who sends too many is told without all of them being read. */
async function rowsOf({ rows, csv }: BulkBody, most: number): Promise<string[][]> {
  if ((rows === undefined) === (csv === undefined)) throw invalid('#', 'must have either rows or csv');
  if (csv === undefined) return (rows ?? []).slice(0, most).map((cells) => cells.map(String));
  const read: string[][] = [];
  // In pieces, so that other requests have their turn in between.
  const options = { bom: true, relax_column_count: true, skip_empty_lines: true };
  const parser = Readable.from(piecesOf(csv)).pipe(parse(options));
  try {
    for await (const cells of parser) {
      read.push(cells as string[]);
      if (read.length === most) break;
    }
  } catch {
    throw invalid('#/csv', 'is not CSV (RFC 4180)');
  }
  return read;
}

function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength);
}

type Accepted = Extract<BulkAccepted, { thing: unknown }>;

/** What was accepted. Throws the problem where it was not. */
function acceptedOf(accepted: BulkAccepted, member: 'rows' | 'csv'): Accepted {
  if (accepted === 'key_reused') throw keyReused();
  if ('overLimit' in accepted) throw overDay(accepted.kind, accepted.overLimit);
  if ('refused' in accepted) {
    throw new Problem(422, 'refused', 'The bulk job is refused', accepted.refused);
  }
  if ('wrong' in accepted) {
    throw invalid(`#/${accepted.wrong === 'rows' ? member : accepted.wrong}`, accepted.detail);
  }
  if ('faults' in accepted) {
    const { faults, faulty } = accepted;
    const errors = faults.map(({ row, detail }) => ({
      pointer: member === 'rows' ? `#/rows/${row - 1}` : '#/csv',
      detail: `row ${row}: ${detail}`,
    }));
    const detail = `${faulty} of the rows cannot be accepted, so that none was; the first ${faults.length} are told`;
    const members = { faulty_rows: faulty };
    throw new Problem(422, 'invalid_rows', 'Rows are not acceptable', detail, { errors, members });
  }
  return accepted;
}

function jobAsk(request: FastifyRequest) {
  const { bulk_job_id: id } = request.params as { bulk_job_id: string };
  return { id, serviceId: holderOf(request).service.id };
}

function jobView({ job, counts }: CountedJob): Record<string, unknown> {
  return {
    id: job.id,
    name: job.settings.name,
    type: job.type,
    template: { id: job.templateId, version: job.templateVersion },
    status: jobStatus({ job, counts }),
    row_count: job.rowCount,
    counts,
    scheduled_for: job.scheduledFor === null ? null : job.scheduledFor.toISOString(),
    created_at: job.createdAt.toISOString(),
    cancelled_at: job.cancelledAt === null ? null : job.cancelledAt.toISOString(),
  };
}

function jobStatus({ job, counts }: CountedJob): string {
  const { waiting = 0, scheduled = 0, created = 0, sending = 0 } = counts;
  if (job.cancelledAt) return 'cancelled';
  if (waiting > 0) return 'preparing';
  if (scheduled > 0) return 'scheduled';
  return created + sending > 0 ? 'sending' : 'finished';
}
