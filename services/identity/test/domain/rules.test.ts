import { describe, expect, test } from '@jest/globals';
import { addressProblem } from '../../src/domain/addresses.ts';
import { componentOf, refusedScope } from '../../src/domain/scopes.ts';

describe('a scope', () => {
  test.each([
    [['payments:admin'], 'payments', ['payments:admin'], undefined],
    [['payments:admin'], 'payments', [], undefined],
    [['*'], 'content', ['content:admin'], undefined],
    [['payments:admin'], 'payments', ['payments:changes'], 'payments:changes'],
    [['*'], 'payments', ['content:admin'], 'content:admin'],
    [['*'], 'payments', ['openid'], 'openid'],
    [['payments:admin'], 'content', [], 'none'],
  ])('of %j at %s, asked for %j: in the way is %s', (granted, component, asked, refused) => {
    expect(refusedScope(granted, component, asked)).toBe(refused);
  });

  test('belongs to a component that its resource names', () => {
    expect(componentOf('urn:ashlar:payments')).toBe('payments');
    expect(componentOf('https://payments.example')).toBeUndefined();
    expect(componentOf('urn:ashlar:')).toBeUndefined();
  });
});

test.each([
  ['https://service.example/callback', undefined],
  ['http://127.0.0.1/callback', undefined],
  ['http://localhost:3000/callback', undefined],
  ['http://service.example/callback', 'must be https, or http on a loopback address'],
  ['https://service.example/#part', 'must not have a fragment'],
  ['https://user:secret@service.example/', 'must not hold a password'],
  ['/callback', 'is no absolute address'],
])('the redirect address %s: %s', (address, problem) => {
  expect(addressProblem(address)).toBe(problem);
});
