import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '@ashlar/testkit';
import { describe, expect, test } from '@jest/globals';
import { type Platform, startPlatform } from '../src/index.ts';

const timeoutMs = 120_000;

describe('a platform', () => {
  test(
    'answers the demo department through the gateway, keeps everything over a restart, and two run side by side',
    async () => {
      const [one, other] = [await newHome(), await newHome()];
      const port = await freePort();
      const first = await start(one, port);
      const second = await start(other, await freePort());
      const created = await createPayment(first);
      expect(created.status).toBe(201);
      const id = created.body.payment_id;
      expect(created.body._links.next_url.href).toMatch(new RegExp(`^http://127.0.0.1:${port + 1}/secure/`));
      expect((await getPayment(second, id)).status).toBe(404);
      await sendsMail(first);
      await tellsIssuersApart(first);
      await second.stop();
      await first.stop();

      const again = await start(one, port);
      expect(again.env).toEqual(first.env);
      expect((await getPayment(again, id)).status).toBe(200);
      await again.stop();
      await remove(one, other);
    },
    timeoutMs,
  );

  test(
    'writes demo.env for its owner only, brings back a killed service, lets operators in, and starts clean when asked',
    async () => {
      const home = await newHome();
      const port = await freePort();
      const lines: string[] = [];
      const platform = await start(home, port, (line) => lines.push(line));
      const path = join(home, 'demo.env');
      const text = Object.entries(platform.env).map(([name, value]) => `${name}=${value}\n`);
      expect(await readFile(path, 'utf8')).toBe(text.join(''));
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(lines.some((line) => line.startsWith('SANDBOX KEYS'))).toBe(true);

      await platform.service('payments').kill('SIGKILL');
      const away = await getPayment(platform, '0'.repeat(26));
      expect([502, 503, 404]).toContain(away.status);
      await until(() => lines.includes('payments is ready again'), {
        timeoutMs: 30_000,
        what: 'payments to come back',
      });
      expect((await createPayment(platform)).status).toBe(201);

      const token = await platform.token({ scope: 'payments:admin', department: 'demo' });
      const accounts = await fetch(`${platform.env.PAYMENTS_URL}/ashlar/v1/gateway-accounts`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(accounts.status).toBe(200);
      const foreign = {
        ...platform,
        env: { ...platform.env, PAYMENTS_API_KEY: platform.env.PAYMENTS_OTHER_API_KEY ?? '' },
      };
      expect((await createPayment(foreign)).status).toBe(401);
      await platform.stop();

      const clean = await start(home, port, () => {}, { reset: true });
      expect(clean.env.PAYMENTS_API_KEY).not.toBe(platform.env.PAYMENTS_API_KEY);
      await clean.stop();
      await remove(home);
    },
    timeoutMs,
  );

  test.each([
    [0, 'the gateway'],
    [1, 'payments for demo'],
    [100, 'the payments service'],
    [200, 'PostgreSQL'],
  ])('whose port + %i is taken says which, and what to change', async (offset, purpose) => {
    const home = await newHome();
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port + offset, '127.0.0.1', resolve));
    await expect(start(home, port)).rejects.toThrow(
      `Port ${port + offset} (${purpose}) is taken by another program; stop it, or set ASHLAR_PORT to another number`,
    );
    await new Promise((resolve) => server.close(resolve));
    await remove(home);
  });

  test('that is given up while it starts leaves nothing running', async () => {
    const home = await newHome();
    const port = await freePort();
    const gaveUp = new AbortController();
    const starting = start(home, port, () => gaveUp.abort(), { signal: gaveUp.signal });
    await expect(starting).rejects.toThrow('Stopped.');
    const again = await start(home, port);
    await again.stop();
    await remove(home);
  });
});

const newHome = () => mkdtemp(join(tmpdir(), 'ashlar-platform-'));

const remove = (...homes: string[]) =>
  Promise.all(homes.map((home) => rm(home, { recursive: true, force: true })));

function start(
  home: string,
  port: number,
  log: (line: string) => void = () => {},
  more: { reset?: boolean; signal?: AbortSignal } = {},
): Promise<Platform> {
  return startPlatform({ home, port, log, ...more });
}

/** The demo department sends an e-mail; it travels by SMTP and can be read in the mailbox. */
async function sendsMail({ env }: Platform): Promise<void> {
  const {
    MESSAGING_URL,
    NOTIFY_API_KEY = '',
    NOTIFY_EMAIL_TEMPLATE_ID,
    NOTIFY_SMS_TEMPLATE_ID,
    MAILBOX_URL,
  } = env;
  expect(NOTIFY_SMS_TEMPLATE_ID).toMatch(/^[0-9a-f-]{36}$/);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: NOTIFY_API_KEY.slice(-73, -37), iat: Math.floor(Date.now() / 1000) };
  const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part(claims)}`;
  const signature = createHmac('sha256', NOTIFY_API_KEY.slice(-36)).update(signed).digest('base64url');
  const answer = await fetch(`${MESSAGING_URL}/v2/notifications/email`, {
    method: 'POST',
    headers: { authorization: `Bearer ${signed}.${signature}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      email_address: 'angler@example.org',
      template_id: NOTIFY_EMAIL_TEMPLATE_ID,
      personalisation: { name: 'Izaak', reference: 'FL-1653' },
    }),
  });
  expect(answer.status).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  const arrived = async () => {
    const listed = await fetch(`${MESSAGING_URL}/ashlar/v1/mailbox/messages?notification_id=${id}`);
    return ((await listed.json()) as { messages: { id: string; arrived_by: string }[] }).messages[0];
  };
  const mail = await until(arrived, { timeoutMs: 10_000, what: 'the e-mail to be in the mailbox' });
  expect(mail.arrived_by).toBe('smtp');
  expect(await (await fetch(`${MAILBOX_URL}/${mail.id}`)).text()).toContain('FL-1653');
}

interface Payment {
  payment_id: string;
  _links: { next_url: { href: string } };
}

async function createPayment({ env }: Pick<Platform, 'env'>): Promise<{ status: number; body: Payment }> {
  const answer = await fetch(`${env.PAYMENTS_URL}/v1/payments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.PAYMENTS_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      amount: 1450,
      reference: 'R',
      description: 'A licence',
      return_url: 'https://example.org/',
    }),
  });
  return { status: answer.status, body: (await answer.json()) as Payment };
}

function getPayment({ env }: Platform, id: string): Promise<Response> {
  return fetch(`${env.PAYMENTS_URL}/v1/payments/${id}`, {
    headers: { authorization: `Bearer ${env.PAYMENTS_API_KEY}` },
  });
}

/** Both issuers are one component, each at its own entry point. */
async function tellsIssuersApart({ env }: Platform): Promise<void> {
  const issuers = [String(env.IDENTITY_ISSUER), String(env.ONE_LOGIN_ISSUER)];
  for (const issuer of issuers) {
    const answer = await fetch(new URL('/.well-known/openid-configuration', issuer));
    expect(await answer.json()).toMatchObject({ issuer });
  }
}
