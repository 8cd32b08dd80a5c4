import { describe, expect, test } from '@jest/globals';
import { describeReason, reasonOf } from '../../src/domain/trouble.ts';

describe('what is kept of a provider’s error', () => {
  test.each([
    [new DOMException('The operation was aborted due to timeout', 'TimeoutError'), 'TIMEOUT'],
    [Object.assign(new Error('Twilio answers 503'), { status: 503 }), 'HTTP_503'],
    [Object.assign(new Error('421 anna@example.org'), { code: 'EPROTOCOL', responseCode: 421 }), 'SMTP_421'],
    [new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } }), 'ECONNRESET'],
    [Object.assign(new Error('x'), { code: 'anna@example.org' }), 'UNKNOWN'],
    [new Error('+447700900321 is not reached'), 'UNKNOWN'],
    [undefined, 'UNKNOWN'],
  ])('%s is %s', (error, reason) => {
    expect(reasonOf(error)).toBe(reason);
    expect(reason).toMatch(/^[A-Z][A-Z0-9_]{1,39}$/);
  });

  test('has words for a reader', () => {
    expect(['HTTP_503', 'TIMEOUT', 'EPIPE'].map(describeReason)).toEqual([
      'it answered with HTTP 503',
      'it did not answer in time',
      'error EPIPE',
    ]);
  });
});
