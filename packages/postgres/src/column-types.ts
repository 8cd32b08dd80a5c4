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
  return types.getTypeParser(oid, 'text');
}

const int8Array = 1016;
const textArray: (value: string) => (string | null)[] = types.getTypeParser(int8Array as number, 'text');

function safeInteger(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`bigint ${value} is beyond the safe integers`);
  return number;
}
