import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { anAccount, aPaymentAt, startService } from './fixtures.ts';
import { makeCertificate } from './own-certificate.ts';
import { attemptsOf, aWebhook, messagesOf, newestIs, signatureOf } from './webhook-fixtures.ts';

const { key, cert } = makeCertificate();
const got: { body: Buffer; signature: unknown }[] = [];
const server = createServer({ key, cert }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    got.push({ body: Buffer.concat(chunks), signature: request.headers['pay-signature'] });
    response.writeHead(200).end();
  });
});
let folder: string;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ashlar-authority-'));
  await writeFile(join(folder, 'ca.pem'), cert);
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  url = `https://localhost:${(server.address() as AddressInfo).port}/hook`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await rm(folder, { recursive: true, force: true });
});

test('a receiver whose certificate comes from an authority of WEBHOOK_CA_FILE gets signed messages', async () => {
  const env = { WEBHOOK_INSECURE_TARGETS: 'true', WEBHOOK_CA_FILE: join(folder, 'ca.pem') };
  const service = await startService({ env });
  const account = await anAccount(service);
  const webhook = await aWebhook(service, account, url, { subscriptions: ['card_payment_started'] });
  await aPaymentAt(service, account, 'started');
  await newestIs(service, account, webhook, 'SUCCESSFUL');
  expect(got[0]?.signature).toBe(signatureOf(webhook.signing_key, got[0]?.body ?? Buffer.of()));
  await service.end();
});

test('a receiver whose certificate nobody vouches for gets nothing', async () => {
  const before = got.length;
  const service = await startService({ env: { WEBHOOK_INSECURE_TARGETS: 'true' } });
  const account = await anAccount(service);
  const webhook = await aWebhook(service, account, url, { subscriptions: ['card_payment_started'] });
  await aPaymentAt(service, account, 'started');
  const message = await newestIs(service, account, webhook, 'PENDING');
  const [attempt] = await until(async () => {
    const attempts = await attemptsOf(service, account, webhook, message.webhook_message_id);
    return attempts.length > 0 ? attempts : undefined;
  });
  expect(attempt).toMatchObject({ status: 'FAILED', result: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(got).toHaveLength(before);
  expect(await messagesOf(service, account, webhook, '?status=PENDING')).toHaveLength(1);
  await service.end();
});
