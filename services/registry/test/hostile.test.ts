import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fresh, made, type Registry, startRegistry } from './fixtures.ts';

let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry();
});

afterAll(() => registry.end());

const post = (path: string, body: object) => registry.call('POST', `/ashlar/v1/${path}`, { body });

test('half of a surrogate pair is no part of a name, and a whole one is', async () => {
  const id = fresh('department');
  expect((await post('departments', { id, name: 'Fish \ud83d' })).status).toBe(400);
  expect(await made(registry, 'departments', { id, name: 'Fish \u{1f41f}' })).toMatchObject({
    name: 'Fish \u{1f41f}',
  });
});

describe('an implementation', () => {
  test.each([
    ['ftp://payments', 'must be an http or https address, such as http://payments:8180'],
    ['payments:8180', 'must be an http or https address, such as http://payments:8180'],
    ['http://user:pass@payments', 'must not hold credentials'],
    ['http://payments/v1', 'must not have a path, a query or a fragment'],
    ['http://payments/?', 'must not have a path, a query or a fragment'],
    ['http://169.254.169.254', 'must not be a link-local, unspecified or multicast address'],
    ['http://2852039166', 'must not be a link-local, unspecified or multicast address'],
    ['http://[::ffff:169.254.169.254]', 'must not be a link-local, unspecified or multicast address'],
    ['http://[::169.254.169.254]', 'must not be a link-local, unspecified or multicast address'],
    ['http://[::ffff:0:169.254.169.254]', 'must not be a link-local, unspecified or multicast address'],
    ['http://[64:ff9b::169.254.169.254]', 'must not be a link-local, unspecified or multicast address'],
    ['http://[64:ff9b:1::a9fe:a9fe]', 'must not be a link-local, unspecified or multicast address'],
    ['http://[2002:a9fe:a9fe::1]', 'must not be a link-local, unspecified or multicast address'],
    ['http://[fd00:ec2::254]', 'must not be a link-local, unspecified or multicast address'],
    ['http://[fe80::1]', 'must not be a link-local, unspecified or multicast address'],
    ['http://[::]:80', 'must not be a link-local, unspecified or multicast address'],
    ['http://0.0.0.0:80', 'must not be a link-local, unspecified or multicast address'],
  ])('is not at %s', async (base_url, detail) => {
    const answer = await post('implementations', {
      component: 'a',
      name: fresh('x'),
      version: '1',
      base_url,
    });
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toEqual([{ pointer: '#/base_url', detail }]);
  });

  test.each([
    'http://[::1]:8180',
    'http://[::ffff:7f00:1]',
    'http://[2001:db8::1]',
    'http://[2001:db8:1:2:3:4:5:6]',
  ])('may be at %s', async (base_url) => {
    const body = { component: 'a', name: fresh('x'), version: '1', base_url };
    expect((await made(registry, 'implementations', body)).base_url).toBe(base_url);
  });
});
