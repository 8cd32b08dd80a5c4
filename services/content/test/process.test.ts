import { randomUUID } from 'node:crypto';
import { prepareService } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { anApplication, aTransaction, clientOf, publishedAt, readAnswer, type Service } from './fixtures.ts';

test('the process migrates, serves, and keeps what it accepted over a kill', async () => {
  const prepared = await prepareService('content', { MIGRATE_ON_START: 'false', SITE_DEPARTMENT: 'demo' });
  const { root, issuer, start, main } = prepared;
  await expect(main()).rejects.toMatchObject({ stderr: expect.stringMatching(/content\/0001/) });
  expect((await main('--migrate')).stdout).toMatch(/content\/0001/);
  expect((await main('--migrate')).stdout).toMatch(/up to date/);

  const first = await start();
  const { token } = await anApplication({ issuer, call: over(root) });
  const client = clientOf({ call: over(root) }, token);
  await publishedAt(client, '/kept');
  const published = await client.read('/kept');
  const draft = randomUUID();
  const written = await client.put(draft, aTransaction('/draft', { title: 'Secret plans' }));
  await first.kill('SIGKILL');

  const second = await start();
  expect((await client.read('/kept')).text).toBe(published.text);
  expect((await client.get(draft)).json).toEqual(written.json);
  await second.kill('SIGTERM');
  expect(second.output()).toMatch(/stopped/);
  expect(first.output() + second.output()).not.toContain(token);
  expect(first.output() + second.output()).not.toContain('Secret plans');
  await prepared.end();
});

function over(root: string): Service['call'] {
  return async (method, path, { key, body } = {}) => {
    const response = await fetch(root + path, {
      method,
      headers: {
        ...(key && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return readAnswer(response.status, Object.fromEntries(response.headers), await response.text());
  };
}
