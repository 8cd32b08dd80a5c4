import { prepareService } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { anAccount, aPaymentBody, type Service } from './fixtures.ts';

test('the process migrates, serves, and keeps what it accepted over a kill', async () => {
  const prepared = await prepareService('payments', { MIGRATE_ON_START: 'false' });
  const { root, issuer, start, main } = prepared;
  await expect(main()).rejects.toMatchObject({ stderr: expect.stringMatching(/payments\/0001/) });
  expect((await main('--migrate')).stdout).toMatch(/payments\/0001/);
  expect((await main('--migrate')).stdout).toMatch(/up to date/);

  const first = await start();
  const { key } = await anAccount({ issuer, call: over(root) });
  const made = await over(root)('POST', '/v1/payments', { key, body: aPaymentBody() });
  expect(made.status).toBe(201);
  await first.kill('SIGKILL');

  const second = await start();
  const read = await over(root)('GET', `/v1/payments/${made.json.payment_id}`, { key });
  expect(read.json).toEqual(made.json);
  await second.kill('SIGTERM');
  expect(second.output()).toMatch(/stopped/);
  expect(first.output() + second.output()).not.toContain(key);
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
    const json = (await response.json()) as Record<string, unknown>;
    return { status: response.status, headers: Object.fromEntries(response.headers), json };
  };
}
