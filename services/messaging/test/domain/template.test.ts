import { describe, expect, test } from '@jest/globals';
import { emailHtml, emailText } from '../../src/domain/email.ts';
import { pretendedOutcome, retryDelay, statusesOf } from '../../src/domain/notification.ts';
import { fragments, sanitiseSms, tidySms } from '../../src/domain/sms.ts';
import { fill, missingValues, placeholders } from '../../src/domain/template.ts';

describe('a template', () => {
  test('names each placeholder once, whatever its case, spaces and dashes', () => {
    expect(placeholders('((first name)) ((First-Name)) ((a??b (c))) ((flag??yes))')).toEqual([
      'first name',
      'flag',
    ]);
    expect(missingValues('((first name)) ((b))', { FIRST_NAME: '', b: null })).toEqual(['b']);
  });

  test.each<[string, unknown, string]>([
    ['((v))', 12.5, '12.5'],
    ['((v))', true, 'True'],
    ['((v))', ['a', 'b', 'c'], 'a, b and c'],
    ['((v))', ['a'], 'a'],
    ['((v))', [], ''],
    ['a((v?? and b))', 'Yes', 'a and b'],
    ['a((v?? and b))', true, 'a and b'],
    ['a((v?? and b))', 1, 'a and b'],
    ['a((v?? and b))', 'no', 'a'],
    ['((v))', '((v))', '((v))'],
    ['((v))', '$& $1', '$& $1'],
  ])('%s with %j is %s', (text, v, filled) => {
    expect(fill(text, { v }, 'sentence')).toBe(filled);
  });

  test('has lists as bullets in an e-mail', () => {
    expect(fill('Bring:((v))', { v: ['a', 'b'] }, 'bullets')).toBe('Bring:\n\n* a\n* b');
  });
});

describe('a text message', () => {
  test.each([
    ['“Hi” – it’s…', '"Hi" - it\'s...'],
    ['é ë Ŵ ŵ €', 'é ë Ŵ ŵ €'],
    ['č ş 漢 😀', 'c s ? ?'],
    ['a\u00a0b\u200bc\td', 'a bc d'],
  ])('%s is shown as %s', (text, shown) => {
    expect(sanitiseSms(text)).toBe(shown);
  });

  test('is tidied', () => {
    expect(tidySms('  a  .\r\n\r\n\r\n\r\nb ,c \n')).toBe('a.\n\nb,c');
  });

  test.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['ŵ'.repeat(70), 1],
    [`${'a'.repeat(70)}ŵ`, 2],
    ['a'.repeat(918), 6],
  ])('has as many parts as GSM and UCS-2 allow', (text, parts) => {
    expect(fragments(text)).toBe(parts);
  });
});

describe('an e-mail', () => {
  const body =
    '# Title\nText <b>\nmore\n\n* one\n* two\n\n1. first\n\n^ quote\n---\n[here](https://a.example/?x=1&y=2) https://b.example \\*';

  test('is HTML of the standard’s own markdown, all else escaped', () => {
    const html = emailHtml('S', body);
    for (const part of [
      '<h2>Title</h2>',
      '<p>Text &#60;b&#62;<br>more</p>',
      '<ul><li>one</li><li>two</li></ul>',
      '<ol><li>first</li></ol>',
      '>quote</blockquote>',
      '<hr>',
      '<a href="https://a.example/?x=1&#38;y=2">here</a> <a href="https://b.example">https://b.example</a> *',
    ])
      expect(html).toContain(part);
  });

  test('is text for those who want no HTML', () => {
    const rule = '-'.repeat(65);
    expect(emailText(body)).toContain(`Title\n${rule}\n\nText <b>\nmore\n\n• one\n• two\n\n1. first`);
    expect(emailText(body)).toContain('here: https://a.example/?x=1&y=2 https://b.example *');
  });

  test('never becomes a link to a program', () => {
    expect(emailHtml('S', '[x](javascript:alert(1)) [y](data:text/html,1)')).not.toContain('<a ');
  });
});

test('a failed status stands for every failure', () => {
  expect(statusesOf('failed')).toHaveLength(3);
  expect(statusesOf('lost')).toBeUndefined();
  expect(pretendedOutcome('+447700900003')).toBe('temporary-failure');
});

test('a message is tried again 48 times, five minutes apart, a text message the first time at once', () => {
  const delays = (type: 'email' | 'sms') =>
    Array.from({ length: 49 }, (_, at) => retryDelay(type, at + 1, { retries: 48, retryAfter: 300 }));
  const rest = Array<number>(47).fill(300);
  expect(delays('email')).toEqual([300, ...rest, undefined]);
  expect(delays('sms')).toEqual([0, ...rest, undefined]);
});
