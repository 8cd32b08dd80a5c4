import { expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createDatabase } from '../src/index.ts';

test('each database is new, and gone after drop even with a connection open', async () => {
  const [one, two] = await Promise.all([createDatabase('Some service'), createDatabase('Some service')]);
  expect(one.url).not.toBe(two.url);
  const client = new Client({ connectionString: one.url });
  // It hears first of the server's farewell, then of the closed connection.
  const ended = new Promise((resolve) => client.on('error', resolve));
  await client.connect();
  const { rows } = await client.query(
    "select current_database() as name, current_setting('server_encoding') as encoding, current_setting('TimeZone') as zone",
  );
  expect(rows).toEqual([
    { name: expect.stringMatching(/^some_service_[0-9a-f]{12}$/), encoding: 'UTF8', zone: 'UTC' },
  ]);

  await Promise.all([one.drop(), two.drop()]);

  await ended;
  await expect(new Client({ connectionString: one.url }).connect()).rejects.toThrow(/does not exist/);
});
