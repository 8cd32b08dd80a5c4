import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PaymentsSubject } from '@ashlar/conformance';
import { freePort, type SpawnedService, spawnService } from '@ashlar/testkit';

/** Ledgerline in a process of its own, on a database of its own. */
export interface Ledgerline {
  readonly url: string;
  /** Two departments with an account each, as the payments suite takes them; the second may do nothing special. */
  readonly subject: PaymentsSubject;
  /** A bearer token that may administer every department. */
  readonly adminToken: string;
  /** Ends the process with this signal and starts it again on the same database. */
  restart(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it; `env` adds to its settings. Its departments are `licensing` and `courts` unless `SEED` says otherwise. */
export async function startLedgerline(env: Readonly<Record<string, string>> = {}): Promise<Ledgerline> {
  const folder = await mkdtemp(join(tmpdir(), 'ledgerline-'));
  const port = env.PORT ?? String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const adminToken = randomBytes(24).toString('base64url');
  const settings = {
    ...{
      PORT: port,
      DATABASE_FILE: join(folder, 'books.db'),
      DATA_KEY: randomBytes(32).toString('base64'),
    },
    ...{ ADMIN_TOKEN: adminToken, SEED: 'licensing/rods,courts/fines:plain', ...env },
  };
  const start = () =>
    spawnService({
      folder: 'tests/swap/ledgerline',
      entry: 'main.ts',
      env: settings,
      readyUrl: `${url}/health/ready`,
    });
  let service: SpawnedService = await start();
  const seeded = service
    .output()
    .split('\n')
    .filter((line) => line.includes('"seeded"'))
    .map((line) => JSON.parse(line) as { account: string; token: string });
  const [first = { account: '', token: '' }, second = first] = seeded;
  return {
    url,
    adminToken,
    subject: {
      baseUrl: url,
      apiKey: first.token,
      other: { baseUrl: url, apiKey: second.token },
      admin: { token: adminToken, accountId: first.account },
    },
    async restart(signal) {
      await service.kill(signal);
      service = await start();
    },
    async stop() {
      await service.kill('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
