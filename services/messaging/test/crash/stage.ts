import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabase, openPool } from '@ashlar/postgres';
import {
  createTokenIssuer,
  freePort,
  type SpawnedService,
  spawnService,
  startOwnPostgres,
  until,
} from '@ashlar/testkit';
import { type Account, anAccount } from '../fixtures.ts';
import { overHttp } from '../over-http.ts';
import type { Accepted, Load } from './load.ts';

/** What can be killed. */
export type Part = 'api' | 'worker' | 'carriers' | 'database';

/** A service that answers, another that sends, their database and their carriers: each a process of its own. */
export interface Stage {
  readonly root: string;
  readonly account: Account;
  /** `kill -9` of one of them, and a new one in its place, as whatever keeps processes running would do. */
  kill(part: Part): Promise<void>;
  /** Waits until all that is accepted by now has reached its carrier, and the service knows. */
  delivered(load: Load): Promise<void>;
  /** Throws unless each accepted message, and nothing else, was sent once; mail at most twice, under one Message-ID. */
  verify(load: Load): Promise<void>;
  end(): Promise<void>;
}

/** Sets it up. Work that a dead process had in hand is taken up after three seconds. */
export async function setStage(): Promise<Stage> {
  const [postgres, issuer, folder, apiPort, workerPort, carrierPort, smtpPort] = await Promise.all([
    startOwnPostgres(),
    createTokenIssuer(),
    mkdtemp(join(tmpdir(), 'ashlar-crash-')),
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  const urlOf = (name: string) => ensureDatabase(postgres.url, { name, password: 'crash' });
  const databaseUrl = await urlOf('messaging');
  const ledger = join(folder, 'ledger');
  const env = {
    DATABASE_URL: databaseUrl,
    BUS_URL: await urlOf('bus'),
    DATA_KEY: randomBytes(32).toString('base64'),
    OAUTH_ISSUER: issuer.issuer,
    OAUTH_JWKS: issuer.jwksFile,
    LOG_LEVEL: 'warn',
    MAX_EVENT_LOOP_DELAY_MS: '60000',
    CARRIER_URL: `http://127.0.0.1:${carrierPort}/`,
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    LEASE_S: '3',
    RETRY_AFTER_S: '1',
  };
  const service = (port: number, workers: boolean) => () =>
    spawnService({
      folder: 'services/messaging',
      entry: 'test/crash/messaging-main.ts',
      env: { ...env, PORT: String(port), WORKERS: String(workers) },
      readyUrl: `http://127.0.0.1:${port}/health/ready`,
    });
  const starts: Record<Exclude<Part, 'database'>, () => Promise<SpawnedService>> = {
    carriers: () =>
      spawnService({
        folder: 'services/messaging',
        entry: 'test/crash/carriers-main.ts',
        env: { PORT: String(carrierPort), SMTP_PORT: String(smtpPort), LEDGER: ledger },
        readyUrl: env.CARRIER_URL,
      }),
    api: service(apiPort, false),
    worker: service(workerPort, true),
  };
  const carriers = await starts.carriers();
  const api = await starts.api();
  const running = { carriers, api, worker: await starts.worker() };
  const root = `http://127.0.0.1:${apiPort}`;
  const limits = { email_provider: 'smtp', daily_limits: { email: 1_000_000, sms: 1_000_000 } };
  const account = await anAccount({ issuer, call: overHttp(root) }, limits);

  return {
    root,
    account,
    async kill(part) {
      if (part === 'database') {
        const before = [running.api.pid, running.worker.pid];
        postgres.kill();
        await postgres.exited;
        await postgres.restart();
        // Nobody ends because the database does.
        for (const pid of before) process.kill(pid, 0);
        return;
      }
      await running[part].kill('SIGKILL');
      running[part] = await starts[part]();
    },
    async delivered(load) {
      const due = load.accepted.map(({ to }) => to);
      await until(
        () => {
          const there = new Set(linesOf(ledger).map(({ to }) => to));
          return due.every((to) => there.has(to));
        },
        { timeoutMs: 90_000, everyMs: 200, what: `${due.length} accepted messages at their carriers` },
      );
      await known(databaseUrl);
    },
    verify: (load) => verify(load.accepted, linesOf(ledger), databaseUrl),
    async end() {
      await Promise.all(Object.values(running).map((one) => one.kill('SIGKILL')));
      await postgres.stop();
      await issuer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Line {
  readonly kind: Accepted['kind'];
  readonly key: string;
  readonly to: string;
}

function linesOf(ledger: string): Line[] {
  if (!existsSync(ledger)) return [];
  // The last line may be under way.
  return readFileSync(ledger, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

async function verify(
  accepted: readonly Accepted[],
  sent: readonly Line[],
  databaseUrl: string,
): Promise<void> {
  const keys = Map.groupBy(sent, ({ to }) => to);
  const twice = accepted.filter(({ kind, to }) => (keys.get(to)?.length ?? 0) > (kind === 'mail' ? 2 : 1));
  const renamed = [...keys].filter(([, lines]) => new Set(lines.map(({ key }) => key)).size > 1);
  const asked = new Set(accepted.map(({ to }) => to));
  const unasked = [...keys.keys()].filter((to) => !asked.has(to));
  const lost = accepted.filter(({ to }) => !keys.has(to));
  assert.deepEqual({ twice, renamed, unasked, lost }, { twice: [], renamed: [], unasked: [], lost: [] });
  const counts = await known(databaseUrl);
  assert.deepEqual(counts, [{ status: 'delivered', count: accepted.length }]);
}

/** Waits until no message is under way any more, and answers how many ended how. */
async function known(databaseUrl: string): Promise<{ status: string; count: number }[]> {
  const pool = openPool({ url: databaseUrl, applicationName: 'crash-test', max: 1 });
  const ended = async () => {
    const { rows } = await pool.query<{ status: string; count: number }>({
      text: 'select status, count(*)::integer as count from notification group by status',
    });
    return rows.some(({ status }) => ['created', 'sending'].includes(status)) ? undefined : rows;
  };
  try {
    return await until(ended, {
      timeoutMs: 60_000,
      everyMs: 200,
      what: 'every message to be known as delivered',
    });
  } finally {
    await pool.end();
  }
}
