import { describe, expect, test } from '@jest/globals';
import { type Digest, differences, differingParts } from '../../src/domain/digests.ts';

const of = (records: string, parts?: Record<string, string>, count = 2): Digest => ({
  position: 7,
  entities: { thing: { count, versions: '00', changed: { count, records, ...(parts && { parts }) } } },
});

describe('two digests', () => {
  test('differ in the kinds whose counts, versions or records differ', () => {
    expect(differences(of('aa'), of('aa'))).toEqual([]);
    expect(differences(of('aa'), of('ab'))).toEqual(['thing']);
    expect(differences(of('aa', undefined, 0), { position: 7, entities: {} })).toEqual([]);
  });

  test('differ in the parts that one has not, or has otherwise', () => {
    const one = of('aa', { '01': 'a', '02': 'b', '03': 'c' });
    expect(differingParts(one, one)).toEqual([]);
    expect(differingParts(one, of('aa', { '01': 'a', '02': 'x', '04': 'd' }))).toEqual([
      'thing/02',
      'thing/03',
      'thing/04',
    ]);
    expect(differingParts(one, { position: 7, entities: {} })).toEqual(['thing/01', 'thing/02', 'thing/03']);
  });

  test('are not compared by parts where one tells none', () => {
    expect(differingParts(of('aa', { '01': 'a' }), of('aa'))).toBeUndefined();
  });
});
