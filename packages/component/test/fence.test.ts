import { fenceMigrations, migrate, openPool, setRole } from '@ashlar/postgres';
import { createLogger } from '@ashlar/service-kit';
import { createDatabase, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { openFence } from '../src/index.ts';

test('the copy of the fence follows the rows, and is exact when asked for', async () => {
  const database = await createDatabase('component_fence');
  const pool = openPool({ url: database.url, applicationName: 'component-test' });
  await migrate(pool, [fenceMigrations]);
  const logger = createLogger({ name: 'masonry', level: 'silent' });
  const fence = openFence({ name: 'masonry', databaseUrl: database.url }, { pool, logger });
  const turn = (department: string, epoch: number, order: number) =>
    setRole(pool, department, { role: 'primary', epoch, order });
  try {
    await fence.ready;
    expect(fence.known('demo')).toBeUndefined();
    await turn('*', 3, 1);
    await fence.refresh();
    expect(fence.known('demo')).toMatchObject({ department: '*', epoch: 3, role: 'primary' });
    // Sooner than the poll: by the notification.
    await turn('demo', 4, 1);
    await until(() => fence.known('demo')?.epoch === 4, { timeoutMs: 4000 });
    expect(fence.known('other')).toMatchObject({ department: '*', epoch: 3 });
    await turn('demo', 5, 2);
    await Promise.all([fence.refresh(), fence.refresh()]);
    expect(fence.known('demo')).toMatchObject({ department: 'demo', epoch: 5 });
  } finally {
    await fence.close();
    await pool.end();
    await database.drop();
  }
});
