import type { Channel } from './entities.ts';
import { folded, type Personalisation } from './template.ts';

/** How many rows are made into notifications by one statement. */
export const sliceSize = 500;

/** A row that was checked: the recipient as written and as it is sent to, then its cells. */
export interface BulkRow {
  readonly recipient: string;
  readonly to: string;
  readonly cells: readonly string[];
}

/** What a job's columns are: which one is the recipient's, and the names of all. */
export interface BulkColumns {
  readonly recipientAt: number;
  readonly names: readonly string[];
}

/** A job as it is accepted. */
export interface BulkJob {
  readonly id: string;
  readonly serviceId: string;
  readonly department: string;
  readonly service: string;
  readonly keyId: string;
  readonly keyType: 'live' | 'team' | 'test';
  readonly type: Channel;
  readonly templateId: string;
  readonly templateVersion: number;
  readonly settings: BulkSettings;
  readonly rowCount: number;
  readonly scheduledFor: Date | null;
  readonly traceparent: string | null;
  readonly createdAt: Date;
  readonly cancelledAt: Date | null;
  /** How many rows were never made, since it was cancelled before. */
  readonly dropped: number;
}

/** What of a job a person must not read in the database. */
export interface BulkSettings {
  readonly name: string;
  readonly columns: BulkColumns;
  readonly sender: { readonly member: string; readonly id: string } | null;
  /** Links in messages begin with it. */
  readonly publicUrl: string;
}

const recipientNames: Readonly<Record<Channel, string>> = { email: 'email address', sms: 'phone number' };

/** Reads the first row. A column's name is the recipient's or a placeholder's; case, spaces, dashes and underscores do not count. */
export function readColumns(
  names: readonly string[],
  type: Channel,
): BulkColumns | { readonly problem: string } {
  const wanted = recipientNames[type];
  const all = names.map(folded);
  const twice = names.find((name, at) => all.indexOf(folded(name)) !== at);
  if (twice !== undefined) return { problem: `The column ${twice.trim()} is there twice` };
  const recipientAt = all.indexOf(folded(wanted));
  return recipientAt < 0 ? { problem: `There is no column ${wanted}` } : { recipientAt, names };
}

/** The values of a row; an empty cell is no value. */
export function rowValues({ names }: BulkColumns, cells: readonly string[]): Personalisation {
  return Object.fromEntries(names.map((name, at) => [name.trim(), cells[at]?.trim() ? cells[at] : null]));
}
