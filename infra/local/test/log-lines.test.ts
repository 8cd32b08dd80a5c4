import { expect, test } from '@jest/globals';
import { readableLine } from '../src/log-lines.ts';

const record = (level: string) =>
  JSON.stringify({ level, msg: 'it failed', err: { message: 'why' }, requestId: 'r1' });

test.each(['warn', 'error', 'fatal'])('%s is shown with its cause and request', (level) => {
  expect(readableLine(record(level), false)).toBe(`${level} it failed: why (request r1)`);
});

test.each(['debug', 'info'])('%s is shown when asked for', (level) => {
  expect(readableLine(record(level), false)).toBeUndefined();
  expect(readableLine(record(level), true)).toContain('it failed');
});

test('what is no log record is shown', () => {
  expect(readableLine('Error: at the top', false)).toBe('Error: at the top');
  expect(readableLine('{not json', false)).toBe('{not json');
  expect(readableLine('', true)).toBeUndefined();
});
