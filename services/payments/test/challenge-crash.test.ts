import { randomBytes } from 'node:crypto';
import { createDatabase, freePort, spawnService, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { anAccount, aPayment, reaches, type ShownPayment, startService, statusOf } from './fixtures.ts';
import { cardFields } from './pages/fixtures.ts';
import { challengedCard } from './three-d-secure.ts';

const payments = 40;

test('a process killed between the issuer’s answer and its storing authorises no card twice and leaves nobody waiting', async () => {
  const env = { DATA_KEY: randomBytes(32).toString('base64'), RESOLVE_AFTER_S: '1' };
  const service = await startService({ env });
  await service.workers.stop();
  const account = await anAccount(service);
  const [bus, port] = await Promise.all([createDatabase('bus'), freePort()]);
  const origin = `http://127.0.0.1:${port}`;
  const start = (changes: Record<string, string> = {}) =>
    spawnService({
      folder: 'services/payments',
      env: {
        ...env,
        PORT: String(port),
        PUBLIC_URL: origin,
        DATABASE_URL: service.databaseUrl,
        BUS_URL: bus.url,
        OAUTH_ISSUER: service.issuer.issuer,
        OAUTH_JWKS: service.issuer.jwksFile,
        LOG_LEVEL: 'fatal',
        ...changes,
      },
      readyUrl: `${origin}/health/ready`,
    });

  // The provider takes the answer at once, and what comes of it is heard much later.
  const first = await start();
  const payers = await Promise.all(
    Array.from({ length: payments }, async () => payerOf(await aPayment(service, account), origin)),
  );
  for (const payer of payers) await payer.ask();
  await first.kill('SIGTERM');
  const second = await start({ SANDBOX_FAULTS: 'none,lost_after=1,timeout=20000' });
  const sent = Promise.allSettled(payers.map((payer) => payer.pass()));
  await until(async () => (await authorised()) >= 5, { everyMs: 1, timeoutMs: 20_000 });
  await second.kill('SIGKILL');
  await sent;
  const locked = "payment where status = 'AUTHORISATION 3DS READY'";
  expect(await count(locked)).toBeGreaterThanOrEqual(5);

  const third = await start();
  await until(async () => (await count(locked)) === 0, { timeoutMs: 20_000 });
  for (const payer of payers) {
    // The answers of the others were lost on their way: their payers are asked again.
    if ((await statusOf(service, payer.id)) !== 'AUTHORISATION SUCCESS') await payer.pass();
    await reaches(service, payer.id, 'AUTHORISATION SUCCESS');
  }
  expect(await authorised()).toBe(payments);
  expect(await count("change_log where type = 'payments.payment.authorised.v1'")).toBe(payments);
  expect(await verifyLedger(service.deps)).toEqual([]);
  await third.kill('SIGTERM');
  await service.end();
  await bus.drop();

  async function count(from: string): Promise<number> {
    const { rows } = await service.pool.query(`select count(*)::integer from ${from}`);
    return Number(rows[0].count);
  }

  function authorised(): Promise<number> {
    return count("sandbox_transaction where operation = 'authorise' and outcome = 'authorised'");
  }
}, 120_000);

/** A payer with a browser that is no more than a cookie. */
function payerOf({ payment_id: id, _links }: ShownPayment, origin: string) {
  const pages = `${origin}/card_details/${id}`;
  let cookie = '';
  let answer = '';
  const go = async (url: string, form?: Record<string, string>) =>
    fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
  return {
    id,
    /** Enters a card whose issuer asks, and has its question in front of them. */
    async ask() {
      const followed = await go(`${origin}${new URL(_links.next_url?.href ?? '').pathname}`);
      cookie = followed.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(await (await go(pages)).text())?.[1] ?? '';
      await go(pages, { ...cardFields({ expiryYear: '49', cardNo: challengedCard }), csrfToken });
      const led = await go(`${pages}/3ds_required_out`);
      answer = new URL(led.headers.get('location') ?? '', `${pages}/`).searchParams.get('pass') ?? '';
      expect(answer).not.toBe('');
    },
    pass: () => go(`${pages}/3ds_required_in`, { answer }),
  };
}
