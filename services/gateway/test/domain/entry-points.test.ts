import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTable, type EntryPoint, type Match, resolve } from '../../src/domain/entry-points.ts';

const entryPoint = (match: Match, component = 'payments'): EntryPoint => ({
  component,
  department: 'demo',
  upstream: 'http://127.0.0.1:1',
  match,
  timeouts: {},
});

const segment = fc.stringMatching(/^[a-z]{1,3}$/);
const prefix = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => `/${segments.join('/')}`);
const rest = fc.constantFrom('', '/', '/v1/payments', '?a=/b', '/x?y=1');

describe('resolution', () => {
  test('goes by port before host, and by host before prefix', () => {
    const table = createTable([
      entryPoint({ kind: 'prefix', prefix: '/a' }, 'by-prefix'),
      entryPoint({ kind: 'host', host: 'a.example' }, 'by-host'),
      entryPoint({ kind: 'port', port: 8081 }, 'by-port'),
    ]);
    const component = (port: number, host: string) =>
      resolve(table, { port, host, target: '/a/x' })?.entryPoint.component;
    expect(component(8081, 'a.example')).toBe('by-port');
    expect(component(8080, 'A.Example.:8080')).toBe('by-host');
    expect(component(8080, 'b.example')).toBe('by-prefix');
  });

  test('by port and host leaves the target as it is', () => {
    const table = createTable([entryPoint({ kind: 'port', port: 8081 })]);
    expect(resolve(table, { port: 8081, host: '', target: '/payments/x?q' })).toMatchObject({
      prefix: '',
      target: '/payments/x?q',
    });
  });

  test('takes the longest prefix, whatever the order of the file', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(prefix, { minLength: 1, maxLength: 6 }),
        rest,
        fc.nat(),
        (prefixes, tail, pick) => {
          const table = createTable(prefixes.map((one) => entryPoint({ kind: 'prefix', prefix: one })));
          const target = `${prefixes[pick % prefixes.length]}${tail}`;
          const path = target.split('?', 1)[0] ?? '';
          const fitting = prefixes.filter((one) => path === one || path.startsWith(`${one}/`));
          const longest = Math.max(...fitting.map((one) => one.length));
          expect(resolve(table, { port: 1, host: '', target })?.prefix).toHaveLength(longest);
        },
      ),
    );
  });

  test('strips exactly the prefix, and what is left starts with a slash', () => {
    fc.assert(
      fc.property(prefix, rest, (one, tail) => {
        const table = createTable([entryPoint({ kind: 'prefix', prefix: one })]);
        const route = resolve(table, { port: 1, host: '', target: `${one}${tail}` });
        expect(route?.prefix).toBe(one);
        expect(route?.target).toBe(tail.startsWith('/') ? tail : `/${tail}`);
      }),
    );
  });

  test('never matches within a segment', () => {
    fc.assert(
      fc.property(prefix, fc.stringMatching(/^[a-z0-9%._~-]{1,5}$/), (one, more) => {
        const table = createTable([entryPoint({ kind: 'prefix', prefix: one })]);
        expect(resolve(table, { port: 1, host: '', target: `${one}${more}` })).toBeUndefined();
      }),
    );
  });
});
