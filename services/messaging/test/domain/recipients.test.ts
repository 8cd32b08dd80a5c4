import { describe, expect, test } from '@jest/globals';
import { readAnyPhoneNumber, readRecipient } from '../../src/api/phone-numbers.ts';
import { readEmailAddress } from '../../src/domain/recipients.ts';

describe('an e-mail address', () => {
  test.each(["o'brien+x@example.co.uk", 'a_b@münchen.example', ' a@b-c.org ', 'a@xn--p1ai.xn--p1ai'])(
    '%s is one',
    (text) => {
      expect(readEmailAddress(text)).toEqual({ to: text.trim().toLowerCase(), international: false });
    },
  );

  test.each([
    '',
    'a',
    'a@b',
    '@b.org',
    'a@b..org',
    'a..b@c.org',
    'a@-b.org',
    'a@b.o',
    'a@b.org,c@d.org',
    'a b"@c.org',
    'a@b.org\r\nBcc: c@d.org',
  ])('%j is none', (text) => {
    expect(readEmailAddress(text)).toEqual({ problem: 'Not a valid email address' });
  });
});

describe('a phone number', () => {
  test.each([
    ['07700 900 321', '+447700900321'],
    ['+44 (0)7700-900321', '+447700900321'],
    ['0044 7700 900321', '+447700900321'],
    ['7700900321', '+447700900321'],
  ])('%s is %s', (text, to) => {
    expect(readAnyPhoneNumber(text)).toEqual({ to, international: false });
  });

  test('of another country is known to be so', () => {
    expect(readRecipient('+1 202 555 0104')).toEqual({ to: '+12025550104', international: true });
  });
});
