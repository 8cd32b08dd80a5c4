import { describe, expect, test } from '@jest/globals';
import { createTrust } from '../../src/config.ts';
import { isHost, originOf } from '../../src/domain/trusted-proxies.ts';

const connection = { address: '10.0.0.9', host: 'a.example:8080', encrypted: false };
const nobody = () => false;
const ours = createTrust('10.0.0.0/8');
const claims = { proto: 'https', host: 'public.example', forwardedFor: '192.0.2.1' };

describe('where a request came from', () => {
  test('is what the connection says when nobody in front is trusted', () => {
    expect(originOf(connection, claims, nobody)).toEqual({
      proto: 'http',
      host: 'a.example:8080',
      forwardedFor: '10.0.0.9',
    });
  });

  test('is what a trusted proxy says', () => {
    expect(originOf(connection, claims, ours)).toEqual({
      proto: 'https',
      host: 'public.example',
      forwardedFor: '192.0.2.1, 10.0.0.9',
    });
  });

  test('is not taken from nonsense, not even of a trusted proxy', () => {
    const nonsense = { proto: 'gopher', host: 'evil.example/path', forwardedFor: '<script>' };
    expect(originOf(connection, nonsense, ours)).toEqual(originOf(connection, claims, nobody));
  });

  test.each([
    ['203.0.113.7, 192.0.2.1', '192.0.2.1, 10.0.0.9'],
    ['10.6.6.6, 192.0.2.1,10.0.0.8', '192.0.2.1, 10.0.0.8, 10.0.0.9'],
    ['10.0.0.7, 10.0.0.8', '10.0.0.7, 10.0.0.8, 10.0.0.9'],
    [', unknown ,10.0.0.8', 'unknown, 10.0.0.8, 10.0.0.9'],
  ])('is not what the client itself says: of %s that comes to %s', (forwardedFor, expected) => {
    expect(originOf(connection, { ...claims, forwardedFor }, ours).forwardedFor).toBe(expected);
  });

  test.each([
    ['10.0.0.9', true],
    ['::ffff:10.1.2.3', true],
    ['::1', true],
    ['192.0.2.1', false],
    ['', false],
  ])('a proxy at %s is trusted by 10.0.0.0/8, ::1: %s', (address, trusted) => {
    expect(createTrust('10.0.0.0/8, ::1')(address)).toBe(trusted);
  });

  test.each(['all', '10.0.0.0/33', '10.0.0.0/x', '1.2.3'])('%s is refused as a network', (list) => {
    expect(() => createTrust(list)).toThrow('TRUST_PROXY');
  });

  test.each([
    ['a.example', true],
    ['[::1]:8080', true],
    ['a.example:80@evil', false],
    ['a/b', false],
    ['a b', false],
  ])('%s is a host: %s', (host, expected) => {
    expect(isHost(host)).toBe(expected);
  });
});
