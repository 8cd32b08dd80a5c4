import { prepareService } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';

test('the process migrates, serves, keeps what it accepted over a kill, and drains', async () => {
  const prepared = await prepareService('registry', { MIGRATE_ON_START: 'false' });
  const { root, issuer, start, main } = prepared;
  await expect(main()).rejects.toMatchObject({ stderr: expect.stringMatching(/registry\/0001/) });
  expect((await main('--migrate')).stdout).toMatch(/registry\/0001/);
  expect((await main('--migrate')).stdout).toMatch(/up to date/);

  const first = await start();
  const token = await issuer.mint({ audience: 'registry', scope: 'registry:admin', department: '*' });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const made = await fetch(`${root}/ashlar/v1/departments`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ id: 'demo', name: 'Demo' }),
  });
  expect(made.status).toBe(201);
  await first.kill('SIGKILL');

  const second = await start();
  const read = await fetch(`${root}/ashlar/v1/departments/demo`, { headers });
  expect(await read.json()).toEqual(await made.json());
  await second.kill('SIGTERM');
  expect(second.output()).toMatch(/stopped/);
  await prepared.end();
});
