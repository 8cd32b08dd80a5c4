import assert from 'node:assert/strict';
import type { Platform } from '@ashlar/local';
import { type Bystander, startBystander } from './bystander.ts';
import { type Department, department, type Payment, RETURN_URL } from './department.ts';
import { cardDetails, type Payer } from './payers.ts';

/** Hears what happens, in a sentence a newcomer understands. */
export type Teller = (who: 'department' | 'citizen' | 'second component', what: string) => void;

const GOOD_CARD = '4444333322221111';
const ASKED_CARD = '4000002500003155';
const DECLINED_CARD = '4000000000000002';

/** A platform of which only its demo.env is known: its databases and its bus are out of reach. */
export type RemotePlatform = Pick<Platform, 'env'>;

/**
 * A department charges a fee and a citizen pays it; the bank of another citizen asks first; a third citizen's card is declined; a fourth walks away. A second component listens where
 * the bus is in reach. Throws at the first thing that does not happen.
 */
export async function payAFee(
  platform: Platform | RemotePlatform,
  payer: Payer,
  tell: Teller,
): Promise<void> {
  const { PAYMENTS_URL = '', PAYMENTS_API_KEY = '' } = platform.env;
  const service = department(PAYMENTS_URL, PAYMENTS_API_KEY);
  const bystander =
    'bus' in platform ? await startBystander(platform, `journey_${Date.now().toString(36)}`) : undefined;
  const create = async (reference: string) => {
    const payment = await service.createPayment(reference);
    tell('department', `creates payment ${payment.payment_id} for £33.00; it is ${payment.state.status}`);
    return payment;
  };
  try {
    const paid = await create('LICENCE-1');
    await pays(service, payer, paid, tell);
    await bystander?.hears(paid.payment_id, 'payments.payment.captured.v1');
    if (bystander) tell('second component', 'hears payments.payment.captured.v1 from the bus, once');

    await isAsked(service, payer, await create('LICENCE-4'), tell);

    const declined = await create('LICENCE-2');
    await isDeclined(service, payer, declined, tell);
    await bystander?.hears(declined.payment_id, 'payments.payment.declined.v1');

    const abandoned = await create('LICENCE-3');
    await walksAway(service, payer, abandoned, tell);
    await bystander?.hears(abandoned.payment_id, 'payments.payment.expired.v1');
    if (bystander) await heardOnce(bystander, tell);
  } finally {
    await bystander?.close();
  }
}

async function heardOnce(bystander: Bystander, tell: Teller): Promise<void> {
  tell('second component', 'heard of the declined and the abandoned payment too');
  const times = [...(await bystander.counts()).values()];
  assert.ok(
    times.every((count) => count === 1),
    `an event was handled more than once: ${times}`,
  );
}

async function pays(service: Department, payer: Payer, payment: Payment, tell: Teller): Promise<void> {
  assert.equal(await payer.pay(nextUrl(payment), cardDetails(GOOD_CARD), RETURN_URL), 'returned');
  tell('citizen', 'enters card 4444 3333 2222 1111, confirms, and is sent back to the service');
  assert.equal((await service.payment(payment.payment_id)).state.status, 'success');
  const heard = await service.hears(payment.payment_id, 'payments.payment.captured.v1');
  const steps = heard.map((change) => change.type.split('.')[2]);
  assert.deepEqual(steps, ['created', 'started', 'authorised', 'confirmed', 'captured']);
  tell('department', `reads in its feed: ${steps.join(', ')}`);
}

async function isAsked(service: Department, payer: Payer, payment: Payment, tell: Teller): Promise<void> {
  assert.equal(await payer.pay(nextUrl(payment), cardDetails(ASKED_CARD), RETURN_URL), 'returned');
  tell('citizen', 'enters card 4000 0025 0000 3155, passes the question of its bank, and confirms');
  await service.hears(payment.payment_id, 'payments.payment.captured.v1');
  tell('department', 'hears payments.payment.captured.v1');
}

async function isDeclined(service: Department, payer: Payer, payment: Payment, tell: Teller): Promise<void> {
  const heading = await payer.pay(nextUrl(payment), cardDetails(DECLINED_CARD), RETURN_URL);
  tell('citizen', `enters card 4000 0000 0000 0002 and reads “${heading}”`);
  const { state } = await service.payment(payment.payment_id);
  assert.deepEqual([state.status, state.code], ['failed', 'P0010']);
  await service.hears(payment.payment_id, 'payments.payment.declined.v1');
  tell('department', 'finds the payment failed with P0010 and hears payments.payment.declined.v1');
}

async function walksAway(service: Department, payer: Payer, payment: Payment, tell: Teller): Promise<void> {
  await payer.open(nextUrl(payment));
  tell('citizen', 'opens the card page and walks away');
  await service.letExpire(payment.payment_id);
  await service.hears(payment.payment_id, 'payments.payment.expired.v1');
  const { state } = await service.payment(payment.payment_id);
  assert.deepEqual([state.status, state.code], ['failed', 'P0020']);
  tell(
    'department',
    'hears payments.payment.expired.v1 when the time is up (here the sandbox’s clock was moved): failed with P0020',
  );
}

function nextUrl(payment: Payment): string {
  const href = payment._links.next_url?.href;
  assert.ok(href, 'the payment has no next_url');
  return href;
}
