import type { SecureAction, SecureDocument, SecureFile } from '../../domain/secure-message/entities.ts';

/** Whether a text has the form of a message's id. */
export function isMessageId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** A time for a reader. */
export function dateOf(at: Date): string {
  return dateFormat.format(at);
}

/** A file as a link to it says. */
export function fileView({ number, filename, encoding_format, size, language }: SecureFile) {
  const kind = kinds[encoding_format] ?? encoding_format;
  const bytes = size < 1024 ? `${size} bytes` : `${Math.round(size / 1024)} KB`;
  return { number, filename, language, about: `${kind}, ${bytes}` };
}

/** A document with its files, but for the one that the page shows as text. */
export function documentView({ label, files }: SecureDocument, shown: SecureFile | undefined) {
  return { label, files: files.filter(({ number }) => number !== shown?.number).map(fileView) };
}

/** What a person is asked to do. */
export function actionView({
  label,
  start_date_time,
  end_date_time,
  entry_point,
  reservation,
}: SecureAction) {
  return {
    label,
    url: entry_point?.url,
    from: start_date_time && dateOf(new Date(start_date_time)),
    until: end_date_time && dateOf(new Date(end_date_time)),
    place: reservation && [reservation.description, reservation.location].filter(Boolean).join(', '),
  };
}

const kinds: Readonly<Record<string, string>> = {
  'text/plain': 'text',
  'application/pdf': 'PDF',
  'image/png': 'PNG image',
  'image/jpeg': 'JPEG image',
};

const dateFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/London',
});
