import { types } from 'pg';

/** How columns become JavaScript values: whole numbers stay numbers, days stay text. Throws a `RangeError` for an unsafe bigint. */
export const columnTypes: typeof types = {
  ...types,
  getTypeParser: columnType as typeof types.getTypeParser,
};

function columnType(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (format === 'binary') return types.getTypeParser(oid, 'binary') as (value: string) => unknown;
  if (oid === types.builtins.INT8) return safeInteger;
  if (oid === int8Array) {
    return (value) => textArray(value).map((item) => (item === null ? null : safeInteger(item)));
  }
  // A day has no time zone; pg would make it midnight in this machine's.
  if (oid === types.builtins.DATE) return (value) => value;
  if (oid === types.builtins.TIMESTAMPTZ) return instant;
  return types.getTypeParser(oid, 'text');
}

const int8Array = 1016;
const textArray: (value: string) => (string | null)[] = types.getTypeParser(int8Array as number, 'text');

const anyInstant: (value: string) => unknown = types.getTypeParser(types.builtins.TIMESTAMPTZ, 'text');

/** An instant. Of pg's own parser a page of a search would feel its thousands of times; where the session's time zone is UTC, the digits have fixed places. */
function instant(value: string): unknown {
  const end = value.length - utc.length;
  if (!value.endsWith(utc) || value[4] !== '-' || value.startsWith('0')) {
    return anyInstant(value);
  }
  const milliseconds =
    end > wholeSeconds
      ? Number(
          value
            .slice(wholeSeconds + 1, end)
            .slice(0, 3)
            .padEnd(3, '0'),
        )
      : 0;
  return new Date(
    Date.UTC(
      two(value, 0) * 100 + two(value, 2),
      two(value, 5) - 1,
      two(value, 8),
      two(value, 11),
      two(value, 14),
      two(value, 17),
      milliseconds,
    ),
  );
}

const utc = '+00';
const wholeSeconds = '2026-11-29 14:36:09'.length;
const zero = 48;

/** The two digits at a place. */
function two(value: string, at: number): number {
  return (value.charCodeAt(at) - zero) * 10 + value.charCodeAt(at + 1) - zero;
}

function safeInteger(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`bigint ${value} is beyond the safe integers`);
  return number;
}
