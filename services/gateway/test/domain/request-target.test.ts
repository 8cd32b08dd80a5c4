import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkTarget, isSafeRemainder } from '../../src/domain/request-target.ts';

describe('a request target', () => {
  test.each([
    ['http://evil.example/x', 'absolute'],
    ['*', 'absolute'],
    ['evil.example:443', 'absolute'],
    ['', 'absolute'],
    ['/a/../b', 'dot_segment'],
    ['/a/..', 'dot_segment'],
    ['/a/./b', 'dot_segment'],
    ['/a/%2e%2e/b', 'dot_segment'],
    ['/a/.%2E/b', 'dot_segment'],
    ['/a%2f..%2fb', 'dot_segment'],
    ['/a/%252e%252e/b', 'dot_segment'],
    ['/a/%25252e%25252e%25252fb', 'dot_segment'],
    ['/a/..;x=1/b', 'dot_segment'],
    ['/a/..%5cb', 'dot_segment'],
    ['/a\\..\\b', 'backslash'],
    ['//evil.example/x', 'double_slash'],
    ['/a%00b', 'control'],
    ['/a%0d%0ab', 'control'],
    ['/a%2500', 'control'],
    ['/a b', 'control'],
    ['/\u00e9', 'control'],
    ['/a%', 'encoding'],
    ['/a%zz', 'encoding'],
  ])('%j is refused: %s', (target, fault) => {
    expect(checkTarget(target)).toBe(fault);
  });

  test.each([
    '/',
    '/v1/payments?a=../b',
    '/a/...',
    '/a/.well-known/x',
    '/a/b..c',
    '/a%20b',
    '/%C3%A9',
    '/a%2Fb',
    '/a//b',
    '/x?u=http://e/',
  ])('%j is served', (target) => {
    expect(checkTarget(target)).toBeUndefined();
  });

  test('that is served cannot be resolved to leave its prefix, however often a reader decodes it', () => {
    const piece = fc.constantFrom(
      'a',
      '.',
      '..',
      '/',
      '//',
      '%2e',
      '%2E',
      '%2f',
      '%5c',
      '%252e',
      '%25',
      '\\',
      ';',
      '2e',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const target = `/p/${pieces.join('')}`;
        fc.pre(checkTarget(target) === undefined);
        for (let path = target; ; ) {
          expect(new URL(path, 'http://h').pathname).toMatch(/^\/p(\/|$)/);
          const decoded = decodeOnce(path);
          if (decoded === path) break;
          path = decoded;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['//evil.example', '/%2fevil.example', '/%5Cevil.example', 'x'])(
    '%j is no safe remainder',
    (target) => {
      expect(isSafeRemainder(target)).toBe(false);
    },
  );
});

function decodeOnce(path: string): string {
  return path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
