/** What the terminal shows of one line of a service's log; undefined keeps it for the log file only. */
export function readableLine(line: string, verbose: boolean): string | undefined {
  // Nearly all lines are these, and need not be read to be left out.
  if (!verbose && line.startsWith('{"level":"info"')) return undefined;
  const record = parseRecord(line);
  // Whatever is no log record was not meant to be written at all, so it is shown.
  if (record === undefined) return line.trim() === '' ? undefined : line;
  const { level, msg, err, requestId } = record;
  if (!verbose && !(level === 'warn' || level === 'error' || level === 'fatal')) return undefined;
  const cause = isRecord(err) && typeof err.message === 'string' ? `: ${err.message}` : '';
  const request = typeof requestId === 'string' ? ` (request ${requestId})` : '';
  return `${String(level)} ${String(msg ?? '')}${cause}${request}`;
}

function parseRecord(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const record: unknown = JSON.parse(line);
    return isRecord(record) && 'level' in record ? record : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
