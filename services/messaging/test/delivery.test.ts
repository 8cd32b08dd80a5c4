import { createServer, type Socket } from 'node:net';
import { freePort } from '@ashlar/testkit';
import type { Wiring } from '@ashlar/wiring';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Carrier } from '../src/domain/ports.ts';
import { leaseToSend } from '../src/store/work.ts';
import { createDelivery } from '../src/usecases/deliver-notifications.ts';
import { pruneOld } from '../src/usecases/prune-old.ts';
import { tokens } from '../src/wiring.ts';
import { startWorkers } from '../src/workers.ts';
import { carriersOf } from './carriers.ts';
import {
  anAccount,
  logOf,
  reaches,
  type Service,
  type ServiceOptions,
  sendEmail,
  startService,
} from './fixtures.ts';
import { type MailServer, startMailServer } from './mail-server.ts';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(options: ServiceOptions): Promise<Service> {
  const service = await startService(options);
  closers.push(() => service.end());
  return service;
}

async function mailServer(options: Parameters<typeof startMailServer>[0] = {}): Promise<MailServer> {
  const server = await startMailServer(options);
  closers.push(() => server.close());
  return server;
}

/** A carrier that remembers nothing, as a mail server does. */
function forgetful(send: Carrier['send'], more: Pick<Carrier, 'tellsHanding'> = {}) {
  const carrier: Carrier = { remembers: false, send, outcome: async () => 'delivered', ...more };
  return (wiring: Wiring) => wiring.value(tokens.providers, carriersOf(carrier));
}

describe('mail by SMTP', () => {
  test('arrives as text and HTML, with the way out of a list, and counts as delivered', async () => {
    const server = await mailServer();
    const service = await start({ env: { SMTP_URL: server.url } });
    const account = await anAccount(service, { email_provider: 'smtp' });
    const id = await sendEmail(service, account, { one_click_unsubscribe_url: 'https://example.org/stop' });
    await reaches(service, account, id, 'delivered');
    expect(server.mails).toHaveLength(1);
    const [mail] = server.mails;
    expect(mail?.to).toEqual(['anna@example.org']);
    expect(mail?.text).toContain(`Message-ID: <${id}@messages.example>`);
    expect(mail?.text).toContain('From: Fishing licences <licences@messages.example>');
    expect(mail?.text).toContain('Subject: Your licence, Anna');
    expect(mail?.text).toContain('List-Unsubscribe: <https://example.org/stop>');
    expect(mail?.text).toContain('<h2>Hello Anna</h2>');
  });

  test('that the server refuses is a permanent failure', async () => {
    const server = await mailServer({ refuse: 550 });
    const service = await start({ env: { SMTP_URL: server.url } });
    const account = await anAccount(service, { email_provider: 'smtp' });
    const id = await sendEmail(service, account);
    await reaches(service, account, id, 'permanent-failure');
    expect((await logOf(service, id)).map(({ type }) => type)).toEqual([
      'messaging.notification.created.v1',
      'messaging.notification.failed.v1',
    ]);
  });

  test('is tried again after the server was busy or away, and arrives once', async () => {
    const server = await mailServer({ refuse: 451, times: 1 });
    const service = await start({ env: { SMTP_URL: server.url, RETRY_AFTER_S: '1' } });
    const account = await anAccount(service, { email_provider: 'smtp' });
    const id = await sendEmail(service, account);
    await reaches(service, account, id, 'delivered');
    expect(server.mails).toHaveLength(1);
  });

  test('is given up as a technical failure when no server answers in time', async () => {
    const port = await freePort();
    const env = { SMTP_URL: `smtp://127.0.0.1:${port}`, RETRY_AFTER_S: '1', RETRIES: '2' };
    const service = await start({ env });
    const account = await anAccount(service, { email_provider: 'smtp' });
    await reaches(service, account, await sendEmail(service, account), 'technical-failure');
  });

  test('whose connection breaks after it was handed over is repeated at most once, under the same Message-ID', async () => {
    const ids: string[] = [];
    const server = createServer((socket) => takeAndDie(socket, ids));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as { port: number };
    const service = await start({
      env: { SMTP_URL: `smtp://127.0.0.1:${port}?ignoreTLS=true`, LEASE_S: '1' },
    });
    const account = await anAccount(service, { email_provider: 'smtp' });
    const id = await sendEmail(service, account);
    await reaches(service, account, id, 'technical-failure');
    expect(ids).toEqual([id, id]);
  });

  test('that was never whole at the server was not sent for certain: it is tried again until it is', async () => {
    const server = await mailServer({ cutsOff: 4 });
    const service = await start({ env: { SMTP_URL: server.url, RETRY_AFTER_S: '1' } });
    const account = await anAccount(service, { email_provider: 'smtp' });
    const id = await sendEmail(service, account);
    await reaches(service, account, id, 'delivered');
    expect(server.mails.map(({ text }) => text.includes(id))).toEqual([true]);
  });
});

describe('the worker', () => {
  test('sends each of many messages once, with two workers at it', async () => {
    const sent: string[] = [];
    const send: Carrier['send'] = async ({ key }) => {
      sent.push(key);
      return 'accepted';
    };
    const service = await start({ override: forgetful(send) });
    const other = startWorkers(service.deps);
    closers.push(() => other.stop());
    const account = await anAccount(service);
    const ids = await Promise.all(Array.from({ length: 120 }, () => sendEmail(service, account)));
    await Promise.all(ids.map((id) => reaches(service, account, id, 'delivered')));
    expect([...sent].sort()).toEqual([...ids].sort());
  });

  test('counts as tries with an unknown outcome only those that its carrier may have got, where it remembers no keys', async () => {
    let broken: (() => Promise<void>) | undefined;
    const sent: string[] = [];
    const send: Carrier['send'] = async ({ key }, handing = async () => {}) => {
      const breaks = broken;
      await handing();
      if (breaks) await breaks();
      sent.push(key);
      return 'accepted';
    };
    const service = await start({ override: forgetful(send, { tellsHanding: true }) });
    const account = await anAccount(service);
    await service.workers.stop();
    const id = await sendEmail(service, account);
    const { db, vault, now } = service.deps;
    const leased = { now: now(), until: now(), limit: 1, providers: ['sandbox'] };
    // Processes that die with the message in hand, before they gave it to anybody.
    for (let died = 0; died < 3; died += 1) expect(await leaseToSend(db, vault, leased)).toHaveLength(1);
    broken = () => Promise.reject(new Error('the connection broke'));
    const delivery = createDelivery(service.deps);
    await delivery.send();
    await delivery.done();
    expect(sent).toEqual([]);
    broken = undefined;
    await service.pool.query(
      `update notification set not_before = now() - interval '1 second' where id = $1`,
      [id],
    );
    await delivery.send();
    await delivery.done();
    await reaches(service, account, id, 'delivered');
    expect(sent).toEqual([id]);
  });

  test('that was held up for longer than its lease gives nothing to a carrier that another one may have given it', async () => {
    const gate = Promise.withResolvers<void>();
    const sent: string[] = [];
    const send: Carrier['send'] = async ({ key }, handing = async () => {}) => {
      if (sent.length === 0) await gate.promise;
      await handing();
      sent.push(key);
      return 'accepted';
    };
    const service = await start({ override: forgetful(send, { tellsHanding: true }) });
    const account = await anAccount(service);
    await service.workers.stop();
    const id = await sendEmail(service, account);
    const slow = createDelivery(service.deps);
    await slow.send();
    await service.pool.query(
      `update notification set not_before = now() - interval '1 second', attempt = attempt + 1 where id = $1`,
      [id],
    );
    gate.resolve();
    await slow.done();
    expect(sent).toEqual([]);
    // The carrier is not to blame.
    expect(service.deps.providerErrors.take()).toEqual([]);
  });

  test('leaves a message alone that another process has in hand', async () => {
    const service = await start({});
    const account = await anAccount(service);
    await service.workers.stop();
    const delivery = createDelivery(service.deps);
    const id = await sendEmail(service, account);
    const later = (seconds: number) => new Date(Date.now() + seconds * 1000);
    await service.pool.query('update notification set not_before = $2, in_flight = true where id = $1', [
      id,
      later(60),
    ]);
    expect(await delivery.send()).toBe(0);
    await service.pool.query('update notification set not_before = $2 where id = $1', [id, later(-1)]);
    expect(await delivery.send()).toBe(1);
    await reaches(service, account, id, 'delivered');
    // The sandbox knows the key: the repeat had no second effect.
    const { rows } = await service.pool.query('select key from sandbox_message');
    expect(rows).toEqual([{ key: id }]);
  });

  test('asks again until a provider knows, and calls it a failure when it never does', async () => {
    let known = false;
    const carrier: Carrier = {
      remembers: true,
      send: async () => 'accepted',
      outcome: async () => (known ? 'delivered' : undefined),
    };
    const service = await start({
      env: { LEASE_S: '1', RECEIPT_WITHIN_S: '3' },
      override: (wiring) => wiring.value(tokens.providers, carriersOf(carrier)),
    });
    const account = await anAccount(service);
    const first = await sendEmail(service, account);
    await reaches(service, account, first, 'sending');
    known = true;
    await reaches(service, account, first, 'delivered');
    known = false;
    await reaches(service, account, await sendEmail(service, account), 'temporary-failure');
  });
});

describe('the mailbox', () => {
  test('shows what the sandbox sent, newest first and escaped', async () => {
    const service = await start({});
    const account = await anAccount(service);
    for (const name of ['First', '<i>Second</i>']) {
      const id = await sendEmail(service, account, { personalisation: { name, extra: 'no' } });
      await reaches(service, account, id, 'delivered');
    }
    const page = await service.call('GET', '/mailbox');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('anna@example.org');
    expect(page.text).not.toContain('<i>Second');
    expect(page.text.indexOf('Second')).toBeLessThan(page.text.indexOf('First'));
  });

  test('is not there unless it is asked for', async () => {
    const service = await start({ env: { MAILBOX: 'false' } });
    const page = await service.call('GET', '/mailbox');
    expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  });
});

test('what is past its time is deleted, and what is under way is not', async () => {
  const service = await start({});
  const account = await anAccount(service);
  const id = await sendEmail(service, account);
  await reaches(service, account, id, 'delivered');
  await service.workers.stop();
  const open = await sendEmail(service, account);
  const old = new Date(Date.now() - 8 * 86_400_000);
  await service.pool.query('update notification set completed_at = $1 where id = $2', [old, id]);
  await service.pool.query('update sandbox_message set created_at = $1', [old]);
  await pruneOld(service.deps);
  const { rows } = await service.pool.query('select id from notification');
  expect(rows).toEqual([{ id: open }]);
  expect((await service.pool.query('select from sandbox_message')).rowCount).toBe(0);
});

/** A mail server that takes a mail in full and breaks off before it says so. */
function takeAndDie(socket: Socket, ids: string[]): void {
  let mail: string | undefined;
  socket.on('error', () => {});
  socket.write('220 here\r\n');
  socket.on('data', (data) => {
    const text = data.toString();
    if (mail === undefined) {
      if (text.startsWith('DATA')) mail = '';
      socket.write(text.startsWith('DATA') ? '354 go on\r\n' : '250 yes\r\n');
      return;
    }
    mail += text;
    if (!mail.endsWith('\r\n.\r\n')) return;
    ids.push(/^Message-ID: <([^@]+)@/im.exec(mail)?.[1] ?? 'none');
    socket.destroy();
  });
}
