import { canonicalJson, contractHash, hashOf, loadBundle } from '@ashlar/contracts';
import { describe, expect, test } from '@jest/globals';

describe('canonical JSON', () => {
  // The example of RFC 8785, section 3.2.2 and 3.2.3.
  test('is as RFC 8785 has it', () => {
    const value = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    );
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(canonicalJson(names)))).toHaveLength(7);
    expect([...canonicalJson(names).matchAll(/:(\d)/g)].map(([, value]) => value).join('')).toBe('2467153');
  });

  test('leaves out what is undefined, and takes nothing that JSON cannot hold', () => {
    expect(canonicalJson({ b: undefined, a: [undefined] })).toBe('{"a":[null]}');
    expect(() => canonicalJson({ a: Number.NaN })).toThrow('NaN has no place in JSON');
    expect(() => canonicalJson(undefined)).toThrow('undefined has no place in JSON');
  });
});

describe('the hash of a contract', () => {
  test('is of all of its parts, however their members are ordered', () => {
    const bundle = loadBundle('payments');
    const hash = contractHash('payments');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const { openapi, ...rest } = bundle;
    const reordered = Object.fromEntries(Object.entries(openapi).reverse()) as unknown as typeof openapi;
    expect(hashOf({ ...rest, openapi: reordered })).toBe(hash);
    expect(hashOf({ ...bundle, openapi: { ...openapi, 'x-more': 1 } })).not.toBe(hash);
    expect(hashOf({ ...bundle, events: null })).not.toBe(hash);
    expect(hashOf({ ...bundle, handover: { component: 'payments', entities: {} } })).not.toBe(hash);
  });

  test('a component that publishes nothing has one too', () => {
    expect(loadBundle('gateway').events).toBeNull();
    expect(contractHash('gateway')).toMatch(/^[0-9a-f]{64}$/);
  });
});
