import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { until } from '@ashlar/testkit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type Account,
  type Answer,
  adminToken,
  anAccount,
  type Method,
  reaches,
  type Service,
  sendEmail,
  startService,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('messaging').document);

interface Request {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A department's server on loopback: it answers with what `statuses` says, and 200 after that. */
async function startReceiver() {
  const requests: Request[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      requests.push({ headers: request.headers, text: Buffer.concat(parts).toString() });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/told`,
    requests,
    statuses,
    gets: (count: number) =>
      until(() => requests.length >= count, { what: `${count} requests`, timeoutMs: 15_000 }),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

let service: Service;
let account: Account;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  [service, receiver] = await Promise.all([
    startService({ env: { CALLBACK_INSECURE_TARGETS: 'true', CALLBACK_RETRY_AFTER_S: '1' } }),
    startReceiver(),
  ]);
  account = await anAccount(service);
});

afterEach(async () => {
  await service.end();
  await receiver.close();
});

async function ask(method: Method, path: string, body?: unknown, department = '*'): Promise<Answer> {
  return service.call(method, `/ashlar/v1/messaging-services/${account.id}${path}`, {
    key: await adminToken(service, department),
    ...(body !== undefined && { body }),
  });
}

const settings = () => ({ url: receiver.url, bearer_token: 'a-token-of-ours' });

/** The messages of the log, once the newest has a status. */
async function logged(status: string): Promise<Record<string, unknown>[]> {
  return until(
    async () => {
      const { json } = await ask('GET', '/callback-messages');
      expect(contract.response('listCallbackMessages', 200, json)).toEqual([]);
      const messages = json.callback_messages as Record<string, unknown>[];
      return messages[0]?.status === status ? messages : undefined;
    },
    { what: `a callback that is ${status}`, timeoutMs: 15_000 },
  );
}

describe('a callback', () => {
  test("tells what became of a message in the standard's words, with the token and a signature", async () => {
    const set = await ask('PUT', '/callbacks/delivery_status', settings());
    expect(contract.response('putCallback', set.status, set.json)).toEqual([]);
    const secret = String(set.json.signing_secret);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const id = await sendEmail(service, account, { email_address: 'Anna@example.org' });
    const shown = await reaches(service, account, id, 'delivered');
    await receiver.gets(1);
    const [request] = receiver.requests;
    expect(JSON.parse(request?.text ?? '')).toEqual({
      id,
      reference: 'REF-1',
      to: 'Anna@example.org',
      status: 'delivered',
      created_at: shown.created_at,
      completed_at: shown.completed_at,
      sent_at: shown.sent_at,
      notification_type: 'email',
      template_id: account.emailTemplate,
      template_version: 1,
    });
    const { authorization, 'webhook-id': messageId, 'webhook-timestamp': at } = request?.headers ?? {};
    expect(authorization).toBe('Bearer a-token-of-ours');
    const signed = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
      .update(`${messageId}.${at}.${request?.text}`)
      .digest('base64');
    expect(request?.headers['webhook-signature']).toBe(`v1,${signed}`);
    const [message] = await logged('delivered');
    expect(message).toMatchObject({ id: messageId, subject_id: id, tries: 1 });
    expect(message?.attempts).toMatchObject([{ status_code: 200, result: '200 OK' }]);
  });

  test('tells of text messages from people', async () => {
    await ask('PUT', '/callbacks/received_text', settings());
    const text = await ask('POST', '/received-texts', { user_number: '07700 900123', content: 'Yes please' });
    await receiver.gets(1);
    expect(JSON.parse(receiver.requests[0]?.text ?? '')).toEqual({
      id: text.json.id,
      source_number: '447700900123',
      destination_number: 'ASHLAR',
      message: 'Yes please',
      date_received: text.json.created_at,
    });
  });

  test('is sent again after 5xx, 429 and silence, under the same id, and no more after another refusal', async () => {
    await ask('PUT', '/callbacks/delivery_status', settings());
    receiver.statuses.push(500, 429);
    await sendEmail(service, account);
    await receiver.gets(3);
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const [message] = await logged('delivered');
    const attempts = (message?.attempts ?? []) as { result: string }[];
    expect(attempts.map(({ result }) => result)).toEqual([
      '500 Internal Server Error',
      '429 Too Many Requests',
      '200 OK',
    ]);
    receiver.statuses.push(404);
    await sendEmail(service, account);
    expect((await logged('failed'))[0]).toMatchObject({ tries: 1, attempts: [{ status_code: 404 }] });
    expect(receiver.requests).toHaveLength(4);
  });

  test('is given up after its tries, and is sent again when an operator says so', async () => {
    await service.end();
    service = await startService({
      env: { CALLBACK_INSECURE_TARGETS: 'true', CALLBACK_RETRY_AFTER_S: '1', CALLBACK_RETRIES: '1' },
    });
    account = await anAccount(service);
    await ask('PUT', '/callbacks/delivery_status', settings());
    receiver.statuses.push(503, 503);
    await sendEmail(service, account);
    const [failed] = await logged('failed');
    expect(failed?.tries).toBe(2);
    const path = `/callback-messages/${String(failed?.id)}/replay`;
    expect((await ask('POST', path, undefined, 'other')).status).toBe(404);
    const replayed = await ask('POST', path);
    expect([replayed.status, replayed.json.status]).toEqual([202, 'pending']);
    const [message] = await logged('delivered');
    expect(message?.id).toBe(failed?.id);
    expect(message?.attempts).toHaveLength(3);
  });

  test('that cannot be written any more ends as one that fails does', async () => {
    await service.end();
    service = await startService({
      env: { CALLBACK_INSECURE_TARGETS: 'true', CALLBACK_RETRY_AFTER_S: '1', CALLBACK_RETRIES: '1' },
    });
    account = await anAccount(service);
    await ask('PUT', '/callbacks/delivery_status', settings());
    receiver.statuses.push(503);
    const id = await sendEmail(service, account);
    await receiver.gets(1);
    await service.pool.query(`update notification set message = '\\x00' where id = $1`, [id]);
    const [failed] = await logged('failed');
    expect(failed?.attempts).toEqual([
      expect.objectContaining({ status_code: 503 }),
      expect.objectContaining({ result: 'Unknown error' }),
    ]);
  });

  test('of a receiver that never answers holds up no other service', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    await ask('PUT', '/callbacks/delivery_status', { ...settings(), url: `http://127.0.0.1:${port}/` });
    const quiet = account;
    await Promise.all(Array.from({ length: 30 }, () => sendEmail(service, quiet)));
    account = await anAccount(service);
    await ask('PUT', '/callbacks/delivery_status', settings());
    await sendEmail(service, account);
    const began = performance.now();
    await receiver.gets(1);
    expect(performance.now() - began).toBeLessThan(4500);
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  test('is set, changed and deleted; its secrets are shown once', async () => {
    const first = (await ask('PUT', '/callbacks/delivery_status', settings())).json.signing_secret;
    expect((await ask('PUT', '/callbacks/delivery_status', settings())).json.signing_secret).toBeUndefined();
    const renewed = await ask('PUT', '/callbacks/delivery_status', {
      ...settings(),
      new_signing_secret: true,
    });
    const secrets = [first, renewed.json.signing_secret];
    expect(secrets).toEqual(secrets.map(() => expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)));
    expect(new Set(secrets).size).toBe(2);
    const listed = await ask('GET', '/callbacks');
    expect(listed.json).toEqual({
      callbacks: [{ type: 'delivery_status', url: receiver.url, created_at: expect.any(String) }],
    });
    expect(
      (await ask('PUT', '/callbacks/delivery_status', { ...settings(), bearer_token: 'short' })).status,
    ).toBe(400);
    const { rows } = await service.pool.query<{ settings: Buffer }>('select settings from service_callback');
    expect(rows.map(({ settings }) => settings.includes('a-token-of-ours'))).toEqual([false]);
    expect((await ask('DELETE', '/callbacks/delivery_status')).status).toBe(204);
    expect((await ask('DELETE', '/callbacks/delivery_status')).status).toBe(404);
    const id = await sendEmail(service, account);
    await reaches(service, account, id, 'delivered');
    expect((await ask('GET', '/callback-messages')).json).toEqual({ callback_messages: [] });
  });

  test.each([
    'http://example.org/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://user:pass@example.org/',
    'https://printer.local/',
  ])('cannot point to %s', async (url) => {
    const set = await ask('PUT', '/callbacks/delivery_status', { ...settings(), url });
    expect([set.status, (set.json.errors as { pointer: string }[])[0]?.pointer]).toEqual([422, '#/url']);
  });
});
