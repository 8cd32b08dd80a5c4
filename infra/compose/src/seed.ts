import { readSecrets, seedDemo, seedRegistry } from '@ashlar/local';
import type { Log, Settings } from './settings.ts';
import { databases } from './setup.ts';

/**
 * Tells the registry what is plugged in where, fills the platform with the demo departments through the services themselves, and writes demo.env with
 * the published addresses.
 */
export async function seed({ home, layout }: Settings, log: Log): Promise<void> {
  const { secrets } = await readSecrets(home, {
    services: layout.services.map(({ name }) => name),
    databases: databases(layout),
  });
  await seedRegistry(home, layout);
  const env = await seedDemo(home, layout, secrets);
  log(`The demo data are there; ${Object.keys(env).length} addresses and keys are in demo.env.`);
}
