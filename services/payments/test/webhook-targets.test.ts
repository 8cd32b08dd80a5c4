import { createSocket } from 'node:dgram';
import { createWebhookSender, isPublicAddress, targetFault, type WebhookDelivery } from '@ashlar/component';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anAccount, aPaymentAt, type Service, startService } from './fixtures.ts';
import {
  administer,
  attemptsOf,
  aWebhook,
  newestIs,
  type Receiver,
  startReceiver,
  webhooksPath,
} from './webhook-fixtures.ts';

let service: Service;
let receiver: Receiver;

beforeAll(async () => {
  [service, receiver] = await Promise.all([startService(), startReceiver()]);
});

afterAll(async () => {
  await service?.end();
  await receiver?.close();
});

const refused = [
  'http://licensing.service.gov.uk/hook',
  'ftp://licensing.service.gov.uk/hook',
  'https://user:pass@licensing.service.gov.uk/hook',
  'https://licensing.service.gov.uk:8443/hook',
  'https://licensing.service.gov.uk/hook#part',
  'https://licensing.service.gov.uk/hook\r\nX: y',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://0/',
  'https://0.0.0.0/',
  'https://10.0.0.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://１２７.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[fd00::1]/',
  'https://8.8.8.8/',
  'https://localhost/',
  'https://database/',
  'https://payments.internal/',
  'https://printer.local/',
  'https://gov.uk./',
];

describe('a webhook', () => {
  test.each(refused)('cannot point to %s', async (callback_url) => {
    const account = await anAccount(service);
    const body = { callback_url, subscriptions: ['card_payment_started'] };
    const made = await administer(service, 'POST', webhooksPath(account), body);
    expect([400, 422]).toContain(made.status);
    expect(JSON.stringify(made.json)).toContain('callback_url');
  });

  test('of a test account may point to any domain by https, of a live one to an allowed domain only', async () => {
    const [tests, live] = await Promise.all([anAccount(service), anAccount(service, { type: 'live' })]);
    const create = async (account: { id: string }, callback_url: string) => {
      const body = { callback_url, subscriptions: ['card_payment_started'] };
      return (await administer(service, 'POST', webhooksPath(account), body)).status;
    };
    expect(await create(tests, 'https://hooks.example.com/a')).toBe(201);
    expect(await create(live, 'https://hooks.example.com/a')).toBe(422);
    expect(await create(live, 'https://gov.uk.example.com/a')).toBe(422);
    expect(await create(live, 'https://notgov.uk/a')).toBe(422);
    expect(await create(live, 'https://licensing.service.gov.uk/a')).toBe(201);
  });

  test('cannot be changed to point where it could not be made to', async () => {
    const account = await anAccount(service);
    const webhook = await aWebhook(service, account, 'https://hooks.example.com/a');
    const path = webhooksPath(account, webhook);
    const changed = await administer(service, 'PATCH', path, { callback_url: receiver.url });
    expect(changed.status).toBe(422);
    expect((await administer(service, 'GET', path)).json.callback_url).toBe('https://hooks.example.com/a');
  });

  test('that is no longer allowed where it points is not called: WILL_NOT_SEND', async () => {
    const account = await anAccount(service);
    const webhook = await aWebhook(service, account, 'https://hooks.example.com/a');
    await service.pool.query('update webhook set callback_url = $2 where id = $1', [
      webhook.id,
      receiver.url,
    ]);
    await aPaymentAt(service, account, 'started');
    const message = await newestIs(service, account, webhook, 'WILL_NOT_SEND');
    const [attempt] = await attemptsOf(service, account, webhook, message.webhook_message_id);
    expect(attempt).toMatchObject({ status: 'WILL_NOT_SEND', result: 'Violates security rules' });
    expect(receiver.received).toEqual([]);
  });
});

describe('an insecure target', () => {
  const rules = { liveDomains: ['.gov.uk'], insecure: true };

  test.each(['http://127.0.0.1:8000/', 'http://localhost:8000/', 'https://[::1]/', 'http://127.8.8.8/'])(
    'such as %s is this machine, and for test accounts only',
    (url) => {
      expect(targetFault(url, { ...rules, live: false })).toBeUndefined();
      expect(targetFault(url, { ...rules, live: true })).toEqual(expect.any(String));
    },
  );

  test.each([
    'http://10.0.0.1/',
    'http://169.254.169.254/',
    'http://example.com/',
    'http://0.0.0.0/',
    'http://[::]/',
  ])('such as %s stays refused', (url) =>
    expect(targetFault(url, { ...rules, live: false })).toEqual(expect.any(String)),
  );
});

describe('a name that leads to', () => {
  const inside = [
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::7f00:1',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fd00:ec2::254',
  ];

  test.each(inside)('%s is not called', async (address) => {
    expect(isPublicAddress(address)).toBe(false);
    const { port } = new URL(receiver.url);
    const family = address.includes(':') ? 6 : 4;
    const sender = createWebhookSender({ timeoutMs: 1000, resolve: async () => [{ address, family }] });
    const ask = {
      url: `http://hooks.example.com:${port}/`,
      headers: {},
      body: Buffer.from('{}'),
      ownMachine: false,
    };
    expect(await sender.send(ask)).toEqual({ outcome: 'blocked' });
    await sender.close();
    expect(receiver.received).toEqual([]);
  });

  test('a public address and an inner one is not called either', async () => {
    const addresses = [
      { address: '8.8.8.8', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    const sender = createWebhookSender({ timeoutMs: 1000, resolve: async () => addresses });
    const ask = { url: 'http://hooks.example.com/', headers: {}, body: Buffer.from('{}'), ownMachine: false };
    expect(await sender.send(ask)).toEqual({ outcome: 'blocked' });
    await sender.close();
  });

  test.each(['1.1.1.1', '8.8.8.8', '52.94.236.248', '2606:4700::1111', '2a00:1450:4009:80b::200e'])(
    '%s may be called',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test('no IPv4 address inside an IPv6 one passes', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(
        byte,
        byte,
        byte,
        byte,
        (...bytes) => isPublicAddress(`::ffff:${bytes.join('.')}`) === false,
      ),
    );
  });
});

describe('a name server', () => {
  /** Sends once, with a name server of this test's own; silent unless it is told what to say. */
  async function sendAsking(answer: ((query: Buffer) => Buffer) | undefined): Promise<WebhookDelivery> {
    const socket = createSocket('udp4');
    socket.on('message', (query, from) => {
      if (answer) socket.send(answer(query), from.port, from.address);
    });
    await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
    const nameServers = [`127.0.0.1:${socket.address().port}`];
    const sender = createWebhookSender({ timeoutMs: 500, nameServers });
    try {
      return await sender.send(ask);
    } finally {
      await sender.close();
      await new Promise<void>((closed) => socket.close(closed));
    }
  }

  const ask = { url: 'https://hooks.example.com/', headers: {}, body: Buffer.from('{}'), ownMachine: false };

  test('that says nothing costs one attempt its time', async () => {
    expect(await sendAsking(undefined)).toEqual({ outcome: 'timeout' });
  });

  test('that gives an inner address is not followed there', async () => {
    // RFC 1035, section 4.1: the question comes back with one answer, an A record of 10.0.0.1; of other types there are none.
    const inner = (query: Buffer) => {
      const question = query.subarray(12, query.indexOf(0, 12) + 5);
      const isA = question.readUInt16BE(question.length - 4) === 1;
      const head = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, 0x80, 0, 1, 0, isA ? 1 : 0, 0, 0, 0, 0]);
      const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 10, 0, 0, 1]);
      return Buffer.concat(isA ? [head, question, record] : [head, question]);
    };
    expect(await sendAsking(inner)).toEqual({ outcome: 'blocked' });
  });
});

test('the connection goes to the address that was checked: the name is asked once', async () => {
  const here = await startReceiver();
  const { port } = new URL(here.url);
  const asked: string[] = [];
  const sender = createWebhookSender({
    timeoutMs: 1000,
    resolve: async (host) => {
      asked.push(host);
      return [{ address: '127.0.0.1', family: 4 }];
    },
  });
  // Nothing else could resolve this name: it is reserved.
  const url = `http://pinned.invalid:${port}/`;
  const ask = { url, headers: {}, body: Buffer.from('{}'), ownMachine: true };
  expect(await sender.send(ask)).toEqual({ outcome: 'answered', statusCode: 200 });
  expect(asked).toEqual(['pinned.invalid']);
  expect(here.received[0]?.headers.host).toBe(`pinned.invalid:${port}`);
  await sender.close();
  await here.close();
});
