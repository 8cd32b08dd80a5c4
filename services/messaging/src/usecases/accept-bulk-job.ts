import { setImmediate } from 'node:timers/promises';
import { createOnce, type Made, type Once } from '@ashlar/component';
import { v7 } from 'uuid';
import {
  type BulkColumns,
  type BulkJob,
  type BulkRow,
  readColumns,
  rowValues,
  sliceSize,
} from '../domain/bulk.ts';
import type { Channel, Counted, Template } from '../domain/entities.ts';
import { isSmokeTest } from '../domain/notification.ts';
import { type Recipient, shownRecipient } from '../domain/recipients.ts';
import { type BulkSlice, insertBulkJob, readBulkJob } from '../store/bulk-jobs.ts';
import type { TokenHolder } from './check-token.ts';
import {
  composeNotification,
  refuseChannel,
  refuseLength,
  refuseMessage,
  refuseSender,
  type SendNotification,
} from './compose-message.ts';
import type { Deps } from './deps.ts';
import { isRepeat, refuseTime } from './plan-notifications.ts';

/** A job as a service asks for it. */
export interface BulkAsk {
  readonly holder: TokenHolder;
  readonly name: string;
  readonly templateId: string;
  /** The header first. */
  readonly rows: readonly (readonly string[])[];
  readonly sender: { readonly member: string; readonly id: string } | undefined;
  readonly scheduledFor: Date | null;
  readonly once: Once | undefined;
  readonly traceparent: string;
  readonly publicUrl: string;
  /** Reads a recipient of this channel. */
  read(type: Channel, text: string): Recipient;
}

/** A row's fault. Rows are numbered as they came, the header being 1. */
export interface RowFault {
  readonly row: number;
  readonly detail: string;
}

/** What came of it. `faulty` counts all rows that cannot be accepted, of which `faults` are the first. */
export type BulkAccepted =
  | Made<BulkJob>
  | 'key_reused'
  | { readonly refused: string }
  | { readonly wrong: 'rows' | 'scheduled_for'; readonly detail: string }
  | { readonly faults: readonly RowFault[]; readonly faulty: number }
  | { readonly kind: Counted; readonly overLimit: number };

const mostFaults = 100;

/** What every row of a job is checked with. */
interface Checking {
  readonly ask: BulkAsk;
  readonly type: Channel;
  readonly template: Template;
  readonly columns: BulkColumns;
}

/** Accepts a job whole or not at all: every row is checked by the standard's rules first, and all are stored in one statement. */
export function createAcceptBulkJob(
  deps: Deps,
  templateOf: (serviceId: string, id: string) => Promise<Template | undefined>,
) {
  return async (ask: BulkAsk): Promise<BulkAccepted> => {
    const { service } = ask.holder;
    const [header = [], ...rows] = ask.rows;
    if (rows.length === 0) return { wrong: 'rows', detail: 'must have a header and at least one row' };
    if (rows.length > deps.bulkRows) {
      return { wrong: 'rows', detail: `must be at most ${deps.bulkRows}, without the header` };
    }
    const isKnown = await isRepeat(deps, ask.once);
    const wrongTime = isKnown ? undefined : refuseTime(deps, ask.scheduledFor);
    if (wrongTime !== undefined) return { wrong: 'scheduled_for', detail: wrongTime };
    const template = await templateOf(service.id, ask.templateId);
    if (!template) return { refused: 'Template not found' };
    const { type } = template;
    if (type === 'letter') return { refused: 'letter template is not suitable for bulk jobs' };
    if (template.archived) return { refused: 'Template has been deleted' };
    const anyRow = { ...ask, type };
    const refused = refuseChannel(anyRow) ?? refuseSender(anyRow);
    if (refused !== undefined) return { refused };
    const columns = readColumns(header, type);
    if ('problem' in columns) return { wrong: 'rows', detail: columns.problem };
    const checked = await checkRows(deps, { ask, type, template, columns }, rows);
    if (checked.faulty > 0) return checked;
    return (
      (isKnown ? undefined : await refuseDay(deps, ask.holder, type, checked)) ??
      store(deps, { ask, type, template, columns }, checked)
    );
  };
}

interface Checked {
  readonly rows: BulkRow[];
  readonly faults: RowFault[];
  faulty: number;
  international: number;
}

async function checkRows(
  deps: Deps,
  checking: Checking,
  rows: readonly (readonly string[])[],
): Promise<Checked> {
  const checked: Checked = { rows: [], faults: [], faulty: 0, international: 0 };
  for (const [at, cells] of rows.entries()) {
    // Other requests have their turn in between.
    if (at % sliceSize === sliceSize - 1) await setImmediate();
    const row = checkRow(deps, checking, cells);
    if (typeof row === 'string') {
      checked.faulty += 1;
      if (checked.faults.length < mostFaults) checked.faults.push({ row: at + 2, detail: row });
      continue;
    }
    if (row.international) checked.international += 1;
    checked.rows.push({ recipient: row.recipient, to: row.to, cells });
  }
  return checked;
}

function checkRow(
  deps: Deps,
  { ask, type, template, columns }: Checking,
  cells: readonly string[],
): { recipient: string; to: string; international: boolean } | string {
  if (cells.length > columns.names.length) return 'There are more cells than columns';
  const recipient = shownRecipient(cells[columns.recipientAt] ?? '');
  const read = ask.read(type, recipient);
  if ('problem' in read) return read.problem;
  if (isSmokeTest(read.to)) return 'The recipient is one of smoke tests';
  const input = bulkMessage({ ask, type, columns }, { recipient, read, cells });
  const refused = refuseMessage(input, template);
  if (refused !== undefined) return refused;
  return refuseLength(composeNotification(deps, checkedId, input, template)) ?? { recipient, ...read };
}

/** Stands for the id of a notification that is only made to be checked. */
const checkedId = '00000000-0000-7000-8000-000000000000';

/** A row as a message that is asked for. */
export function bulkMessage(
  {
    ask,
    type,
    columns,
  }: { ask: Omit<BulkAsk, 'rows' | 'name' | 'once' | 'read'>; type: Channel; columns: BulkColumns },
  { recipient, read, cells }: { recipient: string; read: SendNotification['read']; cells: readonly string[] },
): SendNotification {
  return {
    ...{ holder: ask.holder, templateId: ask.templateId, sender: ask.sender, scheduledFor: ask.scheduledFor },
    ...{ traceparent: ask.traceparent, publicUrl: ask.publicUrl },
    type,
    recipient,
    read,
    personalisation: rowValues(columns, cells),
    sanitiseFor: [],
    reference: null,
    unsubscribeUrl: null,
    lane: 'bulk',
    once: undefined,
  };
}

async function refuseDay(
  deps: Deps,
  { service, key }: TokenHolder,
  type: Channel,
  { rows, international }: Checked,
): Promise<{ kind: Counted; overLimit: number } | undefined> {
  const wanted: [Counted, number][] = [
    [type, rows.length],
    ['international_sms', international],
  ];
  for (const [kind, many] of wanted) {
    const overLimit = many === 0 ? undefined : await deps.daily.exceeded(service, key.type, kind, many);
    if (overLimit !== undefined) return { kind, overLimit };
  }
  return undefined;
}

async function store(
  deps: Deps,
  { ask, type, template, columns }: Checking,
  { rows, international }: Checked,
): Promise<BulkAccepted> {
  const { service, key } = ask.holder;
  const job: BulkJob = {
    id: v7(),
    serviceId: service.id,
    department: service.department,
    service: service.service,
    keyId: key.id,
    keyType: key.type,
    type,
    templateId: template.id,
    templateVersion: template.version,
    settings: { name: ask.name, columns, sender: ask.sender ?? null, publicUrl: ask.publicUrl },
    rowCount: rows.length,
    scheduledFor: ask.scheduledFor,
    traceparent: ask.traceparent,
    createdAt: deps.now(),
    cancelledAt: null,
    dropped: 0,
  };
  const made = await createOnce<BulkJob>(deps, ask.once, {
    async make(once) {
      return (await insertBulkJob(deps.db, deps.vault, job, { slices: sliced(rows), once }))
        ? job
        : undefined;
    },
    read: (id) => readBulkJob(deps.db, deps.vault, { id, serviceId: service.id }),
  });
  if (made === 'key_reused' || made.replayed) return made;
  deps.daily.count(service.id, key.type, type, rows.length);
  if (international > 0) deps.daily.count(service.id, key.type, 'international_sms', international);
  // So many at once are not left to be forgotten by a kill.
  await deps.daily.flush();
  deps.bulkWork();
  return made;
}

function sliced(rows: readonly BulkRow[]): BulkSlice[] {
  const count = Math.ceil(rows.length / sliceSize);
  return Array.from({ length: count }, (_, at) => ({
    firstRow: at * sliceSize + 2,
    rows: rows.slice(at * sliceSize, (at + 1) * sliceSize),
  }));
}
