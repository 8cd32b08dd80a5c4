import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { migrate, openPool } from '@ashlar/postgres';
import { createDatabase } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { migrations } from '../src/migrations.ts';

test('an account from before there were credentials has one afterwards, which is active and has no secrets', async () => {
  const database = await createDatabase('payments');
  const pool = openPool({ url: database.url, applicationName: 'payments-test' });
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-migrations-'));
  try {
    await cp(new URL('../migrations/', import.meta.url), folder, {
      recursive: true,
      filter: (file) => !/\/00(1[6-9]|[2-9]\d)-[^/]*$/.test(file),
    });
    const before = { folder: pathToFileURL(`${folder}/`) };
    await migrate(
      pool,
      migrations.map((set) => (set.name === 'payments' ? { ...set, ...before } : set)),
    );
    await pool.query(
      `insert into gateway_account (id, department, service, name, type, provider, limits, created_at, sequence)
       select 'account-' || n, 'demo', 'licensing', 'Licensing', 'test', 'sandbox-' || n, '{}', now(), 1 from unnest(array['a', 'b']) as n`,
    );
    await migrate(pool, migrations);
    const { rows } = await pool.query(
      `select gateway_account_id as account, provider, status, secrets, activated_at is not null as used
         from provider_credential order by 1`,
    );
    expect(rows).toEqual(
      ['a', 'b'].map((n) => ({
        account: `account-${n}`,
        provider: `sandbox-${n}`,
        status: 'ACTIVE',
        secrets: null,
        used: true,
      })),
    );
  } finally {
    await pool.end();
    await database.drop();
    await rm(folder, { recursive: true });
  }
});
