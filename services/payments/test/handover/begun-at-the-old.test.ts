import { randomBytes } from 'node:crypto';
import { deriveKey, seal } from '@ashlar/service-kit';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { confirmPayment } from '../../src/usecases/confirm-payment.ts';
import { verifyLedger } from '../../src/usecases/verify-ledger.ts';
import { anActiveAgreement, charge, shownAgreement } from '../agreement-fixtures.ts';
import { faultyProvider, withFault } from '../faulty-provider.ts';
import { type Account, anAccount, aPaymentAt, reaches, sendCard, shown } from '../fixtures.ts';
import { cardFields } from '../pages/fixtures.ts';
import {
  aProduct,
  begin,
  type Link,
  type LinkPayer,
  paymentIdOf,
  textOf,
  toConfirm,
} from '../product-fixtures.ts';
import { aChallenged, answersTo, bring } from '../three-d-secure.ts';
import { digests, playRegistry, type Registry, type Side, startSide, swapOf } from './fixtures.ts';
import { type Front, openFront } from './front.ts';

let registry: Registry;
let front: Front;
let old: Side;
let next: Side;
let account: Account;
/** Of the old one. */
let sessionKey: Buffer;

/** What was begun at the old one, before the swap. */
let begun: {
  agreement: string;
  challenged: { payment: string; answer: string };
  dispute: { payment: string; id: string };
  refunds: { lost: Refunded; never: Refunded };
  link: Link;
  typed: LinkPayer;
  halfTyped: LinkPayer;
  onCardPage: LinkPayer;
};

beforeAll(async () => {
  [registry, front] = await Promise.all([playRegistry(), openFront()]);
  const env = { PUBLIC_URL: front.url };
  const dataKey = randomBytes(32).toString('base64');
  sessionKey = deriveKey(dataKey, 'page-session');
  [old, next] = await Promise.all([
    // The old one does not look into what is stuck: that is left for the new one.
    startSide(registry, {
      env: { ...env, DATA_KEY: dataKey, RESOLVE_AFTER_S: '3600' },
      override: faultyProvider,
    }),
    startSide(registry, { env: { ...env, RESOLVE_AFTER_S: '1' }, override: faultyProvider }),
  ]);
  account = await anAccount(old);
  front.lead(old);
  begun = await beginAll();
  const swap = swapOf(registry, old, next, 1);
  await swap.follow();
  await swap.caughtUp();
  const barrier = await swap.barrier();
  const [here, there] = await digests(old, next);
  expect(there).toEqual(here);
  await swap.commit(barrier);
  front.lead(next);
});

afterAll(async () => {
  await front?.close();
  await Promise.all([old?.end(), next?.end()]);
  registry?.end();
});

async function beginAll(): Promise<typeof begun> {
  const agreement = await anActiveAgreement(old, account);
  const challenged = await aChallenged(old, account);
  const answer = (await answersTo(old, challenged)).pass ?? '';
  const link = await aProduct(old, { reference_enabled: true, reference_label: 'case' }, account);
  const onCardPage = await toConfirm(link, { reference: 'CASE 2' });
  return {
    agreement,
    challenged: { payment: challenged, answer },
    dispute: await aWaitingDispute(),
    refunds: { lost: await aStuckRefund('after'), never: await aStuckRefund('before') },
    link,
    typed: await toConfirm(link, { reference: 'CASE 1', amount: '12.34' }),
    halfTyped: await begin(link),
    onCardPage: { ...onCardPage, page: await onCardPage.payer.submit(onCardPage.page, '.govuk-button') },
  };
}

/** A captured payment whose payer challenges it, which waits for evidence. */
async function aWaitingDispute() {
  const payment = await aPaymentAt(old, account, 'started');
  await sendCard(old, payment, '4000000000000259', 'skip_evidence');
  await confirmPayment(old.deps, { paymentId: payment });
  const id = await until(async () => (await disputeOf(old, payment))?.dispute_id, { what: 'the dispute' });
  return { payment, id };
}

interface Refunded {
  readonly payment: string;
  readonly refund: string;
}

/** A refund whose provider was not reached, or whose answer was lost. */
async function aStuckRefund(lost: 'before' | 'after'): Promise<Refunded> {
  const payment = await aPaymentAt(old, account, 'confirmed');
  await reaches(old, payment, 'CAPTURED');
  const { json } = await withFault('refund', lost, () =>
    old.call('POST', `/v1/payments/${payment}/refunds`, { key: account.key, body: { amount: 450 } }),
  );
  return { payment, refund: String(json.refund_id) };
}

async function disputeOf(side: Side, payment: string) {
  const { json } = await side.call('GET', '/v1/disputes', { key: account.key });
  const all = json.results as { dispute_id: string; payment_id: string; status: string }[];
  return all.find(({ payment_id }) => payment_id === payment);
}

test('an agreement is charged with the card that was kept before', async () => {
  const { agreement } = begun;
  expect((await shownAgreement(next, account, agreement)).status).toBe('active');
  const made = await charge(next, account, agreement);
  expect(made.status).toBe(201);
  const payment = String(made.json.payment_id);
  await reaches(next, payment, 'CAPTURED');
  expect(await shown(next, account, payment)).toMatchObject({
    card_details: { last_digits_card_number: '1111' },
  });
});

test('a payer who was sent to the issuer before comes back with its answer, and pays', async () => {
  const { payment, answer } = begun.challenged;
  expect(await bring(next, payment, { answer })).toBe('authorised');
  await confirmPayment(next.deps, { paymentId: payment });
  await reaches(next, payment, 'CAPTURED');
});

test('a dispute goes on', async () => {
  const { payment, id } = begun.dispute;
  expect(await disputeOf(next, payment)).toMatchObject({ dispute_id: id, status: 'needs_response' });
  const path = `/ashlar/v1/sandbox/disputes/${id}/status`;
  const moved = await next.call('POST', path, { key: account.key, body: { status: 'lost' } });
  expect(moved).toMatchObject({ status: 200, json: { dispute_id: id, status: 'lost' } });
  const refund = await next.call('POST', `/v1/payments/${payment}/refunds`, {
    key: account.key,
    body: { amount: 1 },
  });
  expect(refund).toMatchObject({ status: 400, json: { code: 'P0603' } });
});

test.each(['lost', 'never'] as const)(
  'a refund whose provider’s answer was %s got is given back once',
  async (which) => {
    const { payment, refund } = begun.refunds[which];
    const read = () => next.call('GET', `/v1/payments/${payment}/refunds/${refund}`, { key: account.key });
    await until(async () => (await read()).json.status === 'success', {
      what: 'the refund',
      timeoutMs: 20_000,
    });
    const { rows } = await next.pool.query(
      `select from sandbox_transaction where operation = 'refund' and authorisation_key = $1`,
      [`${payment}-capture`],
    );
    expect(rows).toHaveLength(1);
    expect((await shown(next, account, payment)).refund_summary).toMatchObject({ amount_submitted: 450 });
  },
);

describe('a payer on a payment link', () => {
  const pay = async ({ payer, page }: LinkPayer) => {
    const confirm = await payer.submit(page, '#submit-card-details', cardFields({ expiryYear: '49' }));
    return payer.submit(confirm, '#confirm');
  };

  test('confirms what was typed before, and pays it', async () => {
    const { payer, page } = begun.typed;
    const again = await payer.open(page.url);
    expect(textOf(again, 'h1')).toBe(textOf(page, 'h1'));
    const cardPage = await payer.submit(page, '.govuk-button');
    expect(textOf(cardPage, 'title')).toBe('Enter card details');
    const payment = paymentIdOf(cardPage);
    expect(await shown(next, account, payment)).toMatchObject({ amount: 1234, reference: 'CASE 1' });
    await pay({ payer, page: cardPage });
    await reaches(next, payment, 'CAPTURED');
    // The form of before once more: it finds the payment that it made.
    expect(paymentIdOf(await payer.submit(page, '.govuk-button'))).toBe(payment);
  });

  test('answers the form that the old one showed', async () => {
    const { payer, page } = begun.halfTyped;
    const amount = await payer.submit(page, '.govuk-button', { 'payment-reference': 'CASE 3' });
    expect(new URL(amount.url).pathname).toMatch(/\/amount$/);
    // Back, with the form of before, although the journey is sealed anew by now.
    const back = await payer.submit(page, '.govuk-button', { 'payment-reference': 'CASE 4' });
    const check = await payer.submit(back, '.govuk-button', { 'payment-amount': '5' });
    const payment = paymentIdOf(await payer.submit(check, '.govuk-button'));
    expect(await shown(next, account, payment)).toMatchObject({ amount: 500, reference: 'CASE 4' });
  });

  test('who had the card page pays there, and is told how it ended', async () => {
    const { payer, page } = begun.onCardPage;
    const complete = await pay({ payer, page });
    expect(complete.url).toBe(`${front.url}/payment-complete/${paymentIdOf(page)}`);
    expect(textOf(complete, '#payment-reference')).toBe('CASE 2');
  });

  test('who brings a journey that was sealed with the key of the old one has it for its department only', async () => {
    const other = await anAccount(next, { department: 'tax', name: 'Taxes' });
    const foreign = await aProduct(next, { reference_enabled: true, reference_label: 'case' }, other);
    expect(await openSealed(begun.link)).toMatch(/\/amount$/);
    expect(await openSealed(foreign)).toBe(`/pay/${foreign.id}`);
  });
});

/** Opens a journey that the old one's key sealed. Answers where that leads. */
async function openSealed(link: Link): Promise<string> {
  const id = 'a'.repeat(24);
  const sealKey = deriveKey(sessionKey.toString('base64'), 'payment-link-journey');
  const journey = { productId: link.id, id, ends: Date.now() / 1000 + 60, reference: 'CASE 5' };
  const cookie = `payment_link=${seal(sealKey, Buffer.from(JSON.stringify(journey))).toString('base64url')}`;
  const url = `/pay/${link.id}/${id}/amount`;
  const answer = await next.app.inject({ url, headers: { cookie } });
  return String(answer.headers.location ?? url);
}

test('the books are right', async () => {
  expect(await verifyLedger({ db: next.pool })).toEqual([]);
});
