import { describe, expect, test } from '@jest/globals';
import { confidences, credentialOf, credentials, reaches } from '../../src/domain/levels.ts';
import { lowestOf, parseVectors } from '../../src/profiles/one-login/vector.ts';

describe('levels', () => {
  test('each has one acr value of its own, and eIDAS and GPG 45 rise with them', () => {
    const acrs = [...credentials, ...confidences].map(({ acr }) => acr);
    expect(new Set(acrs).size).toBe(acrs.length);
    expect(confidences.map(({ eidas }) => eidas)).toEqual([null, 'low', 'substantial', 'high']);
  });

  test('a higher one is enough for a lower one', () => {
    expect(reaches('P2', 'P1')).toBe(true);
    expect(reaches('P1', 'P2')).toBe(false);
    expect(reaches('Cl.Cm', 'Cl')).toBe(true);
    expect(reaches('Cl', 'Cl.Cm')).toBe(false);
  });

  test.each<[string[] | undefined, string]>([
    [undefined, 'Cl'],
    [['pwd'], 'Cl'],
    [['pwd', 'otp'], 'Cl.Cm'],
    [['hwk', 'user'], 'Cl.Cm'],
    [['mfa'], 'Cl.Cm'],
  ])('methods %j are worth %s', (methods, level) => {
    expect(credentialOf(methods)).toBe(level);
  });
});

describe('a vector of trust', () => {
  test.each([
    [undefined, [{ credential: 'Cl.Cm', confidence: 'P0' }]],
    ['[]', [{ credential: 'Cl.Cm', confidence: 'P0' }]],
    ['["Cl"]', [{ credential: 'Cl', confidence: 'P0' }]],
    ['["Cl.P0"]', [{ credential: 'Cl', confidence: 'P0' }]],
    ['["P2.Cm.Cl"]', [{ credential: 'Cl.Cm', confidence: 'P2' }]],
  ])('%s is read', (vtr, vectors) => {
    expect(parseVectors(vtr)).toEqual(vectors);
  });

  test.each(['', '{}', '["Cm"]', '["Cl.Cl"]', '["Cl.Cm.P1.P2"]', '["Cl.P1"]', '[1]', '["Cl","Cl.Cm.P1"]'])(
    '%s is none',
    (vtr) => {
      expect(parseVectors(vtr)).toBeUndefined();
    },
  );

  test('of several the least is to be reached', () => {
    const vectors = parseVectors('["Cl.Cm.P2","Cl.Cm.P1"]') ?? [];
    expect(lowestOf(vectors)).toEqual({ credential: 'Cl.Cm', confidence: 'P1' });
    expect(lowestOf(parseVectors('["Cl.Cm","Cl"]') ?? [])).toEqual({ credential: 'Cl', confidence: 'P0' });
  });
});
