import { randomBytes } from 'node:crypto';
import { createDatabase, freePort, spawnService, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { anAccount, type Service, startService } from './fixtures.ts';
import { countOf, expectSandboxesAgree, expectSettled, runJourneys } from './worst-journeys.ts';

const payments = 100;
const fewer = 60;
const providers = ['sandbox', 'sandbox-a', 'sandbox-b'];

const accountsOf = (service: Service) =>
  Promise.all(providers.map((provider) => anAccount(service, { provider })));

test('at its worst a provider charges nobody twice, and everything settles', async () => {
  const port = await freePort();
  const service = await startService({
    env: {
      SANDBOX_FAULTS: 'worst,seed=20',
      SANDBOX_NOTIFY_URL: `http://127.0.0.1:${port}`,
      RESOLVE_AFTER_S: '1',
    },
  });
  try {
    await service.app.listen({ host: '127.0.0.1', port });
    const ends = await runJourneys(service, await accountsOf(service), payments);
    await expectSettled(service, ends);
    await expectSandboxesAgree(service, ends);
    // It was as bad as it was meant to be.
    expect(await countOf(service, 'payment where attempt > 1')).toBeGreaterThan(0);
    expect(await countOf(service, 'provider_notification')).toBeGreaterThan(payments);
  } finally {
    await service.end();
  }
}, 180_000);

test('nor does it when the processes behind the pages are killed again and again', async () => {
  const [bus, port] = await Promise.all([createDatabase('bus'), freePort()]);
  const shared = {
    DATA_KEY: randomBytes(32).toString('base64'),
    SANDBOX_FAULTS: 'worst,seed=21',
    SANDBOX_NOTIFY_URL: `http://127.0.0.1:${port}`,
    RESOLVE_AFTER_S: '1',
  };
  const service = await startService({ env: shared });
  // Only the process that is killed captures, charges, cancels and resolves, sends notifications and takes them.
  await Promise.all([service.workers.stop(), service.sandboxNotifier.stop()]);
  const start = () =>
    spawnService({
      folder: 'services/payments',
      env: {
        ...shared,
        PORT: String(port),
        DATABASE_URL: service.databaseUrl,
        BUS_URL: bus.url,
        OAUTH_ISSUER: service.issuer.issuer,
        OAUTH_JWKS: service.issuer.jwksFile,
        LOG_LEVEL: 'fatal',
      },
      readyUrl: `http://127.0.0.1:${port}/health/ready`,
    });
  let behind = await start();
  try {
    const running = runJourneys(service, await accountsOf(service), fewer);
    for (const share of [0.2, 0.4, 0.6, 0.8]) {
      const done = async () =>
        (await countOf(service, "payment where status = 'CAPTURED'")) >= fewer * share * 0.8;
      await until(done, { timeoutMs: 120_000, everyMs: 20, what: `${share} of the captures` });
      await behind.kill('SIGKILL');
      behind = await start();
    }
    const ends = await running;
    await expectSettled(service, ends);
    await expectSandboxesAgree(service, ends);
  } finally {
    await behind.kill('SIGTERM');
    await service.end();
    await bus.drop();
  }
}, 240_000);
