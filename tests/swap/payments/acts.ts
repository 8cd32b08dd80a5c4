import { type Account, type Drive, drawAction } from '../driver.ts';
import type { Asked } from '../driver-change.ts';
import type { PaymentChange } from './change.ts';
import { createPool, type Known } from './pool.ts';

/** What a service of payments does, and how often of a hundred times. */
const mix = {
  create: 24,
  authorise: 20,
  capture: 5,
  cancel: 5,
  refund: 8,
  repeat: 3,
  read: 27,
  history: 4,
  refunds: 4,
} as const;

/** A service that takes, captures, cancels and refunds payments with one API key. */
export function payingWith(apiKey: string): Account {
  return { authorization: () => `Bearer ${apiKey}`, begin };
}

function begin(drive: Drive): () => Promise<void> {
  const { chance } = drive;
  const pool = createPool(chance);
  /** Does something with one payment that nothing else is done with meanwhile; makes one when there is none. */
  const onOne = async (stage: Known['stage'], act: (payment: Known) => Promise<void>) => {
    const payment = pool.take(stage);
    if (!payment) return create();
    await act(payment);
    pool.put(payment);
  };
  const read = async (rest: string) => {
    const id = chance.pick(pool.ids);
    if (id === undefined) return create();
    await drive.read(`/v1/payments/${id}${rest}`);
  };
  const create = async () => {
    const reference = drive.name();
    const amount = 100 + chance.below(50_000);
    const delayed = chance.next() < 0.3;
    const answer = await change(drive, 'create', { reference, amount, delayed }, '/v1/payments', {
      amount,
      reference,
      description: 'A payment of the drill',
      authorisation_mode: 'moto_api',
      delayed_capture: delayed,
    });
    if (!answer) return;
    const { payment_id: id, _links: links } = JSON.parse(answer.text);
    const token = String(links?.auth_url_post?.params?.one_time_token ?? '');
    pool.put({ id, stage: 'new', token, amount, delayed, refunded: 0 });
  };
  return async () => {
    switch (drawAction(chance, mix)) {
      case 'authorise':
        return onOne('new', (payment) => authorise(drive, payment));
      case 'capture':
        return onOne('capturable', (payment) => capture(drive, payment));
      case 'cancel':
        return onOne(chance.next() < 0.7 ? 'new' : 'capturable', (payment) => cancel(drive, payment));
      case 'refund':
        return onOne('taken', (payment) => refund(drive, payment));
      case 'repeat':
        return (await drive.repeat()) ? undefined : create();
      case 'read':
        return read('');
      case 'history':
        return read('/events');
      case 'refunds':
        return read('/refunds');
      default:
        return create();
    }
  };
}

async function authorise(drive: Drive, payment: Known): Promise<void> {
  payment.stage = 'over';
  const body = {
    one_time_token: payment.token,
    card_number: '4444333322221111',
    cvc: '123',
    expiry_date: '12/49',
    cardholder_name: 'J Bloggs',
  };
  // The standard knows no key for a card, and its token is good once: told that it is used up, a caller whose first try had no answer reads the payment.
  const isSpent: Asked['isSpent'] = ({ status, problem }, tries) =>
    tries > 1 && status === 400 && (problem === 'P1211' || problem === 'P1212');
  const what = { payment: payment.id };
  if (await drive.change({ operation: 'authorise', what, path: '/v1/auth', body, once: true, isSpent }))
    payment.stage = payment.delayed ? 'capturable' : 'taken';
}

async function capture(drive: Drive, payment: Known): Promise<void> {
  payment.stage = 'over';
  const path = `/v1/payments/${payment.id}/capture`;
  if (await change(drive, 'capture', { payment: payment.id }, path)) payment.stage = 'taken';
}

async function cancel(drive: Drive, payment: Known): Promise<void> {
  payment.stage = 'over';
  await change(drive, 'cancel', { payment: payment.id }, `/v1/payments/${payment.id}/cancel`);
}

/** Gives a part back, once the payment says that it can be given back. */
async function refund(drive: Drive, payment: Known): Promise<void> {
  const answer = await drive.read(`/v1/payments/${payment.id}`);
  if (!answer) return;
  const { refund_summary: summary } = JSON.parse(answer.text);
  if (summary?.status !== 'available') return;
  const left = payment.amount - payment.refunded;
  const amount = Math.min(left, 1 + drive.chance.below(Math.ceil(payment.amount / 3)));
  payment.refunded += amount;
  const path = `/v1/payments/${payment.id}/refunds`;
  const body = { amount, refund_amount_available: left };
  await change(drive, 'refund', { payment: payment.id, amount }, path, body);
  if (payment.refunded === payment.amount) payment.stage = 'over';
}

function change(
  drive: Drive,
  operation: PaymentChange['operation'],
  what: Omit<PaymentChange, 'operation'>,
  path: string,
  body?: object,
) {
  const made: Asked['made'] = ({ refund_id, payment_id }) => refund_id ?? payment_id;
  return drive.change({ operation, what, path, made, ...(body && { body }) });
}
