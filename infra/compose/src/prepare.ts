import { createTopics, readTopics } from '@ashlar/kafka';
import { readSecrets } from '@ashlar/local';
import { ensureDatabase } from '@ashlar/postgres';
import type { Log, Settings } from './settings.ts';
import { databasePassword, databases } from './setup.ts';

/** Makes a database with a role of its own for each service, and the declared topics. What is there already stays as it is. */
export async function prepare({ home, layout }: Settings, log: Log): Promise<void> {
  const names = databases(layout);
  const { secrets } = await readSecrets(home, { services: [], databases: ['postgres', ...names] });
  const adminUrl = `postgres://postgres:${databasePassword(secrets, 'postgres')}@postgres:5432/postgres`;
  for (const name of names) {
    await ensureDatabase(adminUrl, { name, password: databasePassword(secrets, name) });
  }
  log(`Databases are ready: ${names.join(', ')}.`);
  const made = await createTopics(['kafka:9092'], await readTopics());
  log(made.length > 0 ? `Topics were made: ${made.join(', ')}.` : 'Topics are ready.');
}
