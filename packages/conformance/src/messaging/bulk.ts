import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { call, type MessagingSubject, valuesFor } from './subject.ts';

const section = 'bulk';

interface Job {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly row_count: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Many messages that are accepted together. */
export const bulkCases: readonly Case<MessagingSubject>[] = [
  {
    section,
    name: 'each row is a message of its own, with its values',
    async run(subject) {
      const table = await tableOf(subject, 3);
      const job = await accepted(subject, { rows: table.rows });
      assert.equal(job.row_count, 3);
      assert.deepEqual((await becomes(subject, job.id, 'finished')).counts, { delivered: 3 });
      await assertSent(subject, job.id, table);
    },
  },
  {
    section,
    name: 'CSV is read as rows are, however its columns are spelled',
    async run(subject) {
      const table = await tableOf(subject, 2);
      const [, ...names] = table.rows[0] ?? [];
      const csv = [['Email_ADDRESS', ...names.map((name) => name.toUpperCase())], ...table.rows.slice(1)]
        .map((cells) => cells.map((cell) => `"${cell}"`).join(','))
        .join('\r\n');
      const job = await accepted(subject, { csv });
      await becomes(subject, job.id, 'finished');
      await assertSent(subject, job.id, table);
    },
  },
  {
    section,
    name: 'nothing is accepted when a row fails, and its number is told',
    async run(subject) {
      const name = randomUUID();
      const { rows } = await tableOf(subject, 3);
      const faulty = rows.with(2, ['nobody', ...(rows[2] ?? []).slice(1)]);
      const { status, json, text } = await create(subject, { name, rows: faulty });
      assert.equal(status, 422, text);
      const { errors } = json as { errors: { pointer: string; detail: string }[] };
      assert.deepEqual(errors, [{ pointer: '#/rows/2', detail: 'row 3: Not a valid email address' }]);
      const listed = await call(subject, 'listBulkJobs', '/ashlar/v1/bulk-jobs?limit=100');
      const { bulk_jobs } = listed.json as { bulk_jobs: Job[] };
      assert.ok(!bulk_jobs.some((job) => job.name === name), 'the job is there all the same');
    },
  },
  {
    section,
    name: 'a job that is planned can be cancelled whole',
    async run(subject) {
      const at = new Date(Date.now() + 3_600_000).toISOString();
      const { rows } = await tableOf(subject, 4);
      const job = await accepted(subject, { rows, scheduled_for: at });
      const path = `/ashlar/v1/bulk-jobs/${job.id}/cancel`;
      const cancelled = await call(subject, 'cancelBulkJob', path, { method: 'POST' });
      assert.equal((cancelled.json as Job).status, 'cancelled', cancelled.text);
      const deadline = Date.now() + 20_000;
      for (;;) {
        const { counts } = await read(subject, job.id);
        if (counts.cancelled === 4) return;
        assert.ok(Date.now() < deadline, `after 20 s the rows are ${JSON.stringify(counts)}`);
        await setTimeout(100);
      }
    },
  },
  {
    section,
    name: 'an Idempotency-Key makes one job',
    async run(subject) {
      const { rows } = await tableOf(subject, 1);
      const key = randomUUID();
      const body = { name: randomUUID(), rows };
      const [first, again] = [await create(subject, body, key), await create(subject, body, key)];
      assert.deepEqual([first.status, again.status], [201, 201]);
      assert.equal((again.json as Job).id, (first.json as Job).id);
      assert.equal((await create(subject, { ...body, name: 'Another' }, key)).status, 422);
      const listed = await call(subject, 'listBulkJobs', '/ashlar/v1/bulk-jobs?limit=100');
      const { bulk_jobs } = listed.json as { bulk_jobs: Job[] };
      assert.equal(bulk_jobs.filter(({ name }) => name === body.name).length, 1);
    },
  },
];

interface Table {
  readonly rows: readonly (readonly string[])[];
  /** What distinguishes each row, in its recipient and its values. */
  readonly marks: readonly string[];
}

/** A header and rows that each can be told by. */
async function tableOf(subject: MessagingSubject, count: number): Promise<Table> {
  const names = Object.keys(await valuesFor(subject, subject.emailTemplate));
  const marks = Array.from({ length: count }, () => `m${randomUUID().slice(0, 8)}`);
  const rows = marks.map((mark) => [`${mark}@conformance.example`, ...names.map(() => mark)]);
  return { rows: [['email address', ...names], ...rows], marks };
}

function create(subject: MessagingSubject, changes: Record<string, unknown>, key?: string): Promise<Answer> {
  return call(subject, 'createBulkJob', '/ashlar/v1/bulk-jobs', {
    method: 'POST',
    body: { name: randomUUID(), template_id: subject.emailTemplate, ...changes },
    ...(key && { headers: { 'idempotency-key': key } }),
  });
}

async function accepted(subject: MessagingSubject, changes: Record<string, unknown>): Promise<Job> {
  const name = randomUUID();
  const { status, json, text } = await create(subject, { name, ...changes });
  assert.equal(status, 201, text);
  assert.equal((json as Job).name, name);
  return json as Job;
}

async function read(subject: MessagingSubject, id: string): Promise<Job> {
  const { json } = await call(subject, 'getBulkJob', `/ashlar/v1/bulk-jobs/${id}`);
  return json as Job;
}

async function becomes(subject: MessagingSubject, id: string, status: string): Promise<Job> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const job = await read(subject, id);
    if (job.status === status) return job;
    assert.ok(Date.now() < deadline, `the job is ${job.status} and not ${status} after 20 s`);
    await setTimeout(100);
  }
}

/** Asserts that a job sent each row once, to its recipient and with its values. */
async function assertSent(subject: MessagingSubject, id: string, { marks }: Table): Promise<void> {
  const listed = await call(subject, 'listSentNotifications', `/ashlar/v1/notifications?bulk_job_id=${id}`);
  const { notifications } = listed.json as {
    notifications: { id: string; lane: string; bulk_job: { row: number } }[];
  };
  const sent = await Promise.all(
    notifications.map(async (one) => {
      const { json } = await call(subject, 'getNotification', `/v2/notifications/${one.id}`);
      const { email_address, subject: heading, body } = json as Record<string, string>;
      const mark = marks[one.bulk_job.row - 2] ?? 'none';
      assert.equal(email_address, `${mark}@conformance.example`);
      assert.ok(`${heading} ${body}`.includes(mark), 'a row is sent with its own values');
      assert.equal(one.lane, 'bulk');
      return mark;
    }),
  );
  assert.deepEqual(sent.sort(), [...marks].sort());
}
