import { expect } from '@jest/globals';
import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import { anActiveAgreement } from './agreement-fixtures.ts';
import { aCredential, credentialsPath } from './credential-fixtures.ts';
import {
  type Ask,
  adminToken,
  aPayment,
  aPaymentAt,
  aPaymentBody,
  follow,
  type Method,
  reaches,
  sendCard,
} from './fixtures.ts';
import type { Send, World } from './mutation-world.ts';
import { aPayer, type Browser } from './mutations-pages.ts';
import { aProduct } from './product-fixtures.ts';
import { answersTo, challengedCard } from './three-d-secure.ts';
import { aWebhook, webhooksPath } from './webhook-fixtures.ts';

/**
 * Every operation of the contract that writes, with what makes one request of it that is accepted. The requests of a list may be prepared together
 * and sent in any order.
 */
export const mutations: Readonly<Record<string, (world: World) => Promise<Send>>> = {
  createPayment: async (world) => paid(world, 'POST', '/v1/payments', aPaymentBody()),
  cancelPayment: async (world) => paid(world, 'POST', `/v1/payments/${await at(world, 'created')}/cancel`),
  capturePayment: async (world) => {
    const id = await at(world, 'confirmed', { delayed_capture: true });
    return paid(world, 'POST', `/v1/payments/${id}/capture`);
  },
  createRefund: async (world) =>
    paid(world, 'POST', `/v1/payments/${await captured(world)}/refunds`, {
      amount: 100,
      refund_amount_available: 1450,
    }),
  authorisePayment: async (world) => {
    const changes = { authorisation_mode: 'moto_api', return_url: undefined };
    const payment = await aPayment(world.service, world.account, changes);
    return send(world, 'POST', '/v1/auth', {
      body: {
        one_time_token: payment._links.auth_url_post?.params?.one_time_token,
        card_number: '4444333322221111',
        cvc: '123',
        expiry_date: '11/49',
        cardholder_name: 'J Bloggs',
      },
    });
  },
  notifyPayment: async (world) => paid(world, 'POST', '/v1/payment_notification', told()),
  createAgreement: async (world) =>
    paid(world, 'POST', '/v1/agreements', { reference: 'CT-1', description: 'Council tax' }),
  cancelAgreement: async (world) => {
    const id = await anActiveAgreement(world.service, world.account);
    return paid(world, 'POST', `/v1/agreements/${id}/cancel`);
  },
  followPaymentLink: async (world) => {
    const payment = await aPayment(world.service, world.account);
    return send(world, 'GET', new URL(payment._links.next_url?.href ?? '').pathname);
  },
  followPostedPaymentLink: async (world) => {
    const payment = await aPayment(world.service, world.account);
    const { href, params } = payment._links.next_url_post ?? { href: '' };
    return form(world, new URL(href).pathname, { chargeTokenId: params?.chargeTokenId ?? '' });
  },
  submitCardDetails: async (world) => {
    const { id, browser } = await onItsPages(world);
    return browser.form(world, `/card_details/${id}`);
  },
  confirmPayment: async (world) => {
    const { id, browser } = await onItsPages(world);
    await sendCard(world.service, id);
    return browser.form(world, `/card_details/${id}/confirm`);
  },
  cancelPaymentByPayer: async (world) => {
    const { id, browser } = await onItsPages(world);
    return browser.form(world, `/card_details/${id}/cancel`);
  },
  answerChallenge: async (world) => {
    const { id, browser } = await onItsPages(world);
    await sendCard(world.service, id, challengedCard);
    const { pass = '' } = await answersTo(world.service, id);
    return browser.bring(world, `/card_details/${id}/3ds_required_in`, pass);
  },
  confirmProduct: async (world) => {
    const { url } = await aProduct(world.service, { price: 1000 }, world.account);
    return (await aPayer(world.service)).confirmsProduct(world, url);
  },
  createGatewayAccount: async (world) =>
    administered(world, 'POST', '', {
      department: 'demo',
      service: 'fishing',
      name: 'Fishing',
      type: 'test',
    }),
  updateGatewayAccountLimits: async (world) =>
    administered(world, 'PATCH', `/${world.account.id}/limits`, { create_per_second: 9000 }),
  updateGatewayAccountCards: async (world) =>
    administered(world, 'PATCH', `/${world.account.id}/cards`, {
      corporate_credit_card_surcharge_amount: 50,
    }),
  updateGatewayAccountFeatures: async (world) =>
    administered(world, 'PATCH', `/${world.account.id}/features`, { telephone: true }),
  createApiKey: async (world) =>
    administered(world, 'POST', `/${world.account.id}/api-keys`, { description: 'another' }),
  revokeApiKey: async (world) => {
    const keys = `/ashlar/v1/gateway-accounts/${world.account.id}/api-keys`;
    const ask = { key: await adminToken(world.service), body: { description: 'to be revoked' } };
    const { json } = await world.service.call('POST', keys, ask);
    return administered(world, 'DELETE', `/${world.account.id}/api-keys/${json.id}`);
  },
  createProduct: async (world) =>
    administered(world, 'POST', `/${world.account.id}/payment-links`, { name: 'Pay for a licence' }),
  updateProduct: async (world) => {
    const { id } = await aProduct(world.service, {}, world.account);
    return administered(world, 'PATCH', `/${world.account.id}/payment-links/${id}`, { name: 'Pay' });
  },
  deleteProduct: async (world) => {
    const { id } = await aProduct(world.service, {}, world.account);
    return administered(world, 'DELETE', `/${world.account.id}/payment-links/${id}`);
  },
  createWebhook: async (world) =>
    administered(world, 'POST', `/${world.account.id}/webhooks`, {
      callback_url: target,
      subscriptions: ['card_payment_started'],
    }),
  updateWebhook: async (world) => aboutWebhook(world, 'PATCH', '', { description: 'Another' }),
  deleteWebhook: async (world) => aboutWebhook(world, 'DELETE', ''),
  rotateWebhookSigningKey: async (world) => aboutWebhook(world, 'POST', '/signing-key', {}),
  sendTestWebhookMessage: async (world) => aboutWebhook(world, 'POST', '/test-messages', {}),
  replayWebhookMessage: async (world) => {
    const webhook = await aWebhook(world.service, world.account, target);
    const path = webhooksPath(world.account, webhook);
    const key = await adminToken(world.service);
    const { json } = await world.service.call('POST', `${path}/test-messages`, { key, body: {} });
    return send(world, 'POST', `${path}/messages/${json.webhook_message_id}/replay`, { key });
  },
  replayWebhookMessages: async (world) =>
    aboutWebhook(world, 'POST', '/replays', { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }),
  expireSandboxPayment: async (world) =>
    paid(world, 'POST', `/ashlar/v1/sandbox/payments/${await at(world, 'started')}/expire`),
  moveSandboxDispute: async (world) => {
    const id = await disputed(world);
    const { rows } = await world.service.pool.query('select id from dispute where payment_id = $1', [id]);
    return paid(world, 'POST', `/ashlar/v1/sandbox/disputes/${rows[0].id}/status`, {
      status: 'under_review',
    });
  },
  setTestClock: async (world) =>
    clock(world, 'PUT', '', { now: new Date(Date.now() + 60_000).toISOString() }),
  advanceTestClock: async (world) => clock(world, 'POST', '/advance', { seconds: 60 }),
  resetTestClock: async (world) => clock(world, 'DELETE', ''),
  createProviderCredential: async (world) =>
    send(world, 'POST', credentialsPath(world.account), {
      key: await adminToken(world.service),
      body: { provider: 'sandbox' },
    }),
  enterProviderSecrets: async (world) =>
    aboutCredential(world, 'created', 'PUT', '/secrets', { account_name: 'licensing' }),
  verifyProviderCredential: async (world) => aboutCredential(world, 'entered', 'POST', '/verify'),
  activateProviderCredential: async (world) => aboutCredential(world, 'verified', 'POST', '/activate', {}),
  retireProviderCredential: async (world) => aboutCredential(world, 'entered', 'POST', '/retire'),
};

/** Operations of the contract that are no GET and yet not in the list, and why. */
export const otherwise: Readonly<Record<string, string>> = {
  receiveStandardSandboxNotification: 'changes nothing',
  submitProductReference: 'is kept in the payer’s browser',
  submitProductAmount: 'is kept in the payer’s browser',
  receiveProviderNotification:
    'a provider asks, and reads no receipt; see what is not primary here, in fence-follower.test.ts',
  receiveCredentialNotification:
    'a provider asks, and reads no receipt; see what is not primary here, in fence-follower.test.ts',
  setHandoverRole: 'turns the fence',
  followHandover: 'is about the hand-over itself',
  unfollowHandover: 'is about the hand-over itself',
};

const target = 'https://receiver.gov.uk/hook';
let ids = 0;

function told() {
  ids += 1;
  return {
    amount: 12000,
    reference: 'MRPC12345',
    description: 'New passport application',
    processor_id: '183f2j8923j8',
    provider_id: `17498-8412u9-${process.pid}${ids}`,
    payment_outcome: { status: 'success' },
    card_type: 'visa',
    card_expiry: '02/29',
    last_four_digits: '1234',
    first_six_digits: '654321',
  };
}

function send({ service, headers }: World, method: Method, path: string, ask: Ask = {}): Send {
  return async () => {
    const {
      status,
      headers: given,
      json,
    } = await service.call(method, path, {
      ...ask,
      headers: { ...headers, ...ask.headers },
    });
    return { status, headers: given, text: JSON.stringify(json) };
  };
}

const paid = (world: World, method: Method, path: string, body?: unknown) =>
  send(world, method, path, { key: world.account.key, body });

const administered = async (world: World, method: Method, path: string, body?: unknown) =>
  send(world, method, `/ashlar/v1/gateway-accounts${path}`, { key: await adminToken(world.service), body });

const clock = (world: World, method: Method, path: string, body?: unknown) =>
  paid(world, method, `/ashlar/v1/gateway-accounts/${world.account.id}/clock${path}`, body);

async function aboutWebhook(world: World, method: Method, path: string, body?: unknown): Promise<Send> {
  const webhook = await aWebhook(world.service, world.account, target);
  const key = await adminToken(world.service);
  return send(world, method, `${webhooksPath(world.account, webhook)}${path}`, { key, body });
}

async function aboutCredential(
  world: World,
  step: Parameters<typeof aCredential>[3],
  method: Method,
  path: string,
  body?: unknown,
): Promise<Send> {
  const credential = await aCredential(world.service, world.account, 'sandbox', step);
  const key = await adminToken(world.service);
  return send(world, method, `${credentialsPath(world.account, credential)}${path}`, { key, body });
}

const form = (world: World, path: string, fields: Record<string, string>): Send =>
  send(world, 'POST', path, {
    text: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

const at = (
  { service, account }: World,
  stage: Parameters<typeof aPaymentAt>[2],
  changes?: Record<string, unknown>,
) => aPaymentAt(service, account, stage, changes);

async function captured(world: World): Promise<string> {
  const id = await at(world, 'confirmed');
  await reaches(world.service, id, 'CAPTURED');
  return id;
}

/** A captured payment that its payer challenges, without evidence yet. */
async function disputed(world: World): Promise<string> {
  const { service, account } = world;
  const payment = await aPayment(service, account);
  await follow(service, payment);
  await sendCard(service, payment.payment_id, '4000000000000259', 'skip_evidence');
  await confirmPayment(service.deps, { paymentId: payment.payment_id });
  await reaches(service, payment.payment_id, 'CAPTURED');
  return payment.payment_id;
}

/** A payment whose payer has come to its pages. */
async function onItsPages({ service, account }: World): Promise<{ id: string; browser: Browser }> {
  const payment = await aPayment(service, account);
  const browser = await aPayer(service);
  const page = await browser.open(new URL(payment._links.next_url?.href ?? '').pathname);
  expect(page.path).toBe(`/card_details/${payment.payment_id}`);
  return { id: payment.payment_id, browser };
}
