import { plain } from './template.ts';

/** A file that an e-mail links to. */
export interface Document {
  readonly id: string;
  readonly serviceId: string;
  readonly notificationId: string;
  readonly name: string;
  readonly size: number;
  /** The address that has to be given before it is downloaded; null when anybody with the link may have it. */
  readonly confirm: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The most bytes of a file. */
export const largestFile = 2 * 1024 * 1024;

/** After so many wrong addresses a file opens for nobody. */
export const mostGuesses = 10;

/** The standard's kinds of files, by their endings. */
export const fileTypes: readonly string[] = [
  '.csv',
  '.doc',
  '.docx',
  '.jpeg',
  '.jpg',
  '.json',
  '.odt',
  '.pdf',
  '.png',
  '.rtf',
  '.txt',
  '.xlsx',
];

/** What is wrong with a file in personalisation, in the standard's words; null is as good as absent. */
export function fileFaults(given: Readonly<Record<string, unknown>>): string[] {
  const { file, filename, is_csv, confirm_email_before_download, retention_period, ...others } = given;
  const extra = Object.keys(others);
  const flags = { is_csv, confirm_email_before_download };
  return [
    ...(typeof file === 'string' ? [] : [`file ${plain(file)} is not of type string`]),
    ...(isUnset(filename) || (typeof filename === 'string' && filename.includes('.'))
      ? []
      : ['filename `filename` must end with a file extension. For example, filename.csv']),
    ...Object.entries(flags).flatMap(([name, value]) =>
      isUnset(value) || typeof value === 'boolean'
        ? []
        : [`${name} Unsupported value for ${name}: ${plain(value)}. Use a boolean true or false value.`],
    ),
    ...(isUnset(retention_period) || (typeof retention_period === 'string' && weeksOf(retention_period))
      ? []
      : [
          `retention_period Unsupported value for retention_period: ${plain(retention_period)}. Supported periods are from 1 to 78 weeks.`,
        ]),
    ...(isUnset(is_csv) || isUnset(filename)
      ? []
      : ['Do not set a value for `is_csv` if `filename` is set.']),
    ...(extra.length === 0
      ? []
      : [
          `Additional properties are not allowed (${extra.join(', ')} ${extra.length > 1 ? 'were' : 'was'} unexpected)`,
        ]),
  ];
}

function isUnset(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** The ending of a file's name, in small letters; undefined when it has none. */
export function endingOf(name: string): string | undefined {
  return /\.[^./\\\s]+$/.exec(name)?.[0].toLowerCase();
}

/** Whether a name could lead elsewhere than to a file, or look like another one than it is. */
export function isTricky(name: string): boolean {
  return /[/\\\p{Cc}\p{Cf}\p{Cs}]/u.test(name) || /^\.+$|^\s|\s$/.test(name) || name.startsWith('.');
}

/** The ending that fits a file's bytes; undefined when it is of no kind that is known. */
export function endingFor(bytes: Buffer, isCsv: boolean): string | undefined {
  const found = beginnings.find(([, begin]) => bytes.subarray(0, begin.length).equals(begin))?.[0];
  if (found === '.zip') return packed.find(([, part]) => bytes.includes(part))?.[0];
  if (found !== undefined) return found;
  const isText = !bytes.includes(0) && Buffer.from(bytes.toString()).equals(bytes);
  if (!isText) return undefined;
  return isCsv ? '.csv' : '.txt';
}

/** How long a file is kept, read from the standard's words; undefined when they are none of its own. */
export function weeksOf(period: string): number | undefined {
  const weeks = Number(/^(\d{1,3}) weeks?$/.exec(period.trim().toLowerCase())?.[1]);
  return weeks >= 1 && weeks <= 78 ? weeks : undefined;
}

const beginnings: readonly (readonly [string, Buffer])[] = [
  ['.pdf', Buffer.from('%PDF-')],
  ['.png', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ['.jpg', Buffer.from([0xff, 0xd8, 0xff])],
  ['.rtf', Buffer.from('{\\rtf')],
  ['.doc', Buffer.from([0xd0, 0xcf, 0x11, 0xe0])],
  ['.zip', Buffer.from('PK\u0003\u0004')],
];

const packed: readonly (readonly [string, string])[] = [
  ['.odt', 'mimetypeapplication/vnd.oasis.opendocument.text'],
  ['.docx', 'word/'],
  ['.xlsx', 'xl/'],
];
