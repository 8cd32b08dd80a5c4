import { describe, expect, test } from '@jest/globals';
import { parseEntryPoints } from '../../src/domain/parse-entry-points.ts';

const good = { component: 'payments', department: 'demo', upstream: 'http://127.0.0.1:8180' };
const problemsOf = (...entryPoints: unknown[]) => parseEntryPoints({ entryPoints }, 8080).problems;

describe('an entry points file', () => {
  test('gives entry points by port, host and prefix', () => {
    const file = {
      entryPoints: [
        { ...good, port: 8081 },
        { ...good, host: 'payments.example', department: '*' },
        { ...good, prefix: '/payments', timeouts: { headersMs: 5 } },
      ],
    };
    expect(parseEntryPoints(file, 8080).entryPoints?.map(({ match }) => match)).toEqual([
      { kind: 'port', port: 8081 },
      { kind: 'host', host: 'payments.example' },
      { kind: 'prefix', prefix: '/payments' },
    ]);
  });

  test('is told every problem at once, each with its place', () => {
    expect(
      problemsOf(
        { component: 'Pay', department: '', upstream: 'http://h/path', port: 8080 },
        { ...good, host: 'x', prefix: '/y' },
        { ...good, prefix: '/health/x', colour: 'red' },
        { ...good, port: 1, timeouts: { idleMs: -1 } },
      ),
    ).toEqual([
      expect.stringContaining('entryPoints[0].component'),
      expect.stringContaining('entryPoints[0].department'),
      expect.stringContaining('entryPoints[0].upstream'),
      expect.stringContaining("entryPoints[0].port: 8080 is the gateway's own"),
      expect.stringContaining('entryPoints[1].port, host, prefix: exactly one'),
      expect.stringContaining('entryPoints[2].colour: is not known'),
      expect.stringContaining('entryPoints[2].prefix: /health/x belongs to the gateway'),
      expect.stringContaining('entryPoints[3].timeouts.idleMs'),
    ]);
  });

  test('may not bind the same request twice', () => {
    expect(problemsOf({ ...good, port: 1 }, { ...good, port: 1 })).toEqual([
      'entryPoints: port 1 is given twice',
    ]);
  });

  test.each([null, [], {}, { entryPoints: {} }, 'x'])('%j is not one', (content) => {
    expect(parseEntryPoints(content, 8080).problems).toEqual(['entryPoints: must be a list']);
  });

  test.each(['/', '/a/', 'a', '/a/../b', '/a%2fb', '/.a', '/a b', '/a?b'])('%j is no prefix', (prefix) => {
    expect(problemsOf({ ...good, prefix })).toHaveLength(1);
  });
});
