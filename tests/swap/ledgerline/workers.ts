import { storeAuthorisation } from './authorising.ts';
import { isPrimary } from './fence.ts';
import type { Act } from './journal.ts';
import { keys, type Payment, paymentOf, step, totalOf } from './payment.ts';
import { settle } from './refunding.ts';
import { endOf, lastOf } from './states.ts';
import { type Desk, payeeOf } from './taking.ts';

/** When work is due, in milliseconds. */
export interface Times {
  readonly resolveAfterMs: number;
  readonly expireAfterMs: number;
  readonly expireCapturableAfterMs: number;
}

const batch = 50;
const idleMs = 1000;

/**
 * Does what nobody waits for: captures, lets go of cards, ends what is over, asks about what was left unanswered. Of departments that are this
 * process's only. Answers how to wake it and how to stop it.
 */
export function startWorkers(desk: Desk, times: Times): { wake(): void; stop(): Promise<void> } {
  let stopped = false;
  let again = true;
  let rouse = () => {};
  const turn = async () => {
    while (!stopped) {
      if (!again) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, idleMs);
          rouse = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      again = false;
      if (!stopped && (await work(desk, times)) > 0) again = true;
    }
  };
  const ended = turn();
  return {
    wake() {
      again = true;
      rouse();
    },
    stop() {
      stopped = true;
      rouse();
      return ended;
    },
  };
}

async function work(desk: Desk, times: Times): Promise<number> {
  const rounds = [
    each(desk, 'CAPTURE APPROVED', 0, captureOne),
    ...['SYSTEM', 'USER', 'EXPIRE'].map((by) => each(desk, `${by} CANCEL READY`, 0, letGo)),
    each(desk, 'AUTHORISATION READY', times.resolveAfterMs, resolveAuthorisation),
    each(desk, 'CAPTURE READY', 0, resolveCapture),
    refunds(desk),
    expiries(desk, times),
  ];
  // What is refused, as while a department is frozen, is met again in a later turn.
  const done = await Promise.all(rounds.map((round) => round.catch(() => 0)));
  return done.reduce((sum, one) => sum + one, 0);
}

type Take = (desk: Desk, payment: Payment) => Promise<unknown>;

/** Takes payments of a status in hand that were not touched for a while, and that nobody is asking about. Answers how many went on. */
async function each(desk: Desk, status: string, restedMs: number, take: Take): Promise<number> {
  const before = new Date(Date.now() - restedMs).toISOString();
  const due = payments(
    desk,
    'payment_by_status',
    `record ->> 'status' = ? and record ->> 'updated_at' <= ? order by record ->> 'updated_at'`,
    status,
    before,
  );
  const free = due.filter(({ id }) => !desk.asking.has(id));
  for (const { id, department } of free) desk.asking.set(id, department);
  const done = await Promise.all(
    free.map(async (payment) => {
      const went = await take(desk, payment).then(
        () => true,
        () => false,
      );
      desk.asking.delete(payment.id);
      return went;
    }),
  );
  return done.filter(Boolean).length;
}

/** Payments of departments that are this process's, found by an index: SQLite would rather read every payment. */
function payments(desk: Desk, index: string, where: string, ...values: string[]): Payment[] {
  const rows = desk.books.all(
    `select record from thing indexed by ${index} where kind = 'payment' and ${where} limit ${batch}`,
    ...values,
  );
  const found = rows.map((row) => JSON.parse(String(row.record)) as Payment);
  return found.filter(({ department }) => isPrimary(desk.books, department));
}

async function captureOne(desk: Desk, { id }: Payment): Promise<void> {
  const locked = await move(desk, id, 'CAPTURE APPROVED', 'CAPTURE READY');
  if (!locked) return;
  const ask = { key: keys.capture(id), authorisationKey: keys.authorise(locked), amount: totalOf(locked) };
  const { outcome } = await desk.network.capture(payeeOf(desk.books, locked), ask);
  await storeCapture(desk, id, outcome === 'captured');
}

async function storeCapture(desk: Desk, id: string, isTaken: boolean): Promise<void> {
  const changes = isTaken ? { captured_at: new Date().toISOString() } : {};
  await move(desk, id, 'CAPTURE READY', isTaken ? 'CAPTURED' : 'CAPTURE ERROR', changes);
}

async function letGo(desk: Desk, payment: Payment): Promise<void> {
  await desk.network.cancel(payeeOf(desk.books, payment), { authorisationKey: keys.authorise(payment) });
  await move(desk, payment.id, payment.status, lastOf(payment.status));
}

/** Whoever held the payment may have died between the network's answer and the store. What the network never heard of goes a step back. */
async function resolveAuthorisation(desk: Desk, payment: Payment): Promise<void> {
  const payee = payeeOf(desk.books, payment);
  const known = await desk.network.query(payee, keys.authorise(payment));
  if (known && known.outcome !== 'cancelled') {
    await storeAuthorisation(desk, { underWay: true }, payment, known);
    return;
  }
  // The request may still be on its way: under a key that is cancelled it takes no effect.
  if (!known) await desk.network.cancel(payee, { authorisationKey: keys.authorise(payment) });
  await move(desk, payment.id, 'AUTHORISATION READY', 'ENTERING CARD DETAILS');
}

async function resolveCapture(desk: Desk, payment: Payment): Promise<void> {
  const known = await desk.network.query(payeeOf(desk.books, payment), keys.capture(payment.id));
  if (known) return storeCapture(desk, payment.id, known.outcome === 'captured');
  await move(desk, payment.id, 'CAPTURE READY', 'CAPTURE APPROVED');
}

async function refunds(desk: Desk): Promise<number> {
  let done = 0;
  for (const payment of payments(desk, 'payment_to_refund', `instr(record, '"REFUND READY"') > 0`)) {
    const left = payment.refunds.filter(
      ({ id, status }) => status === 'REFUND READY' && !desk.asking.has(id),
    );
    for (const one of left) {
      done += await settle(desk, {}, payment.id, one).then(
        () => 1,
        () => 0,
      );
    }
  }
  return done;
}

const open = [
  'CREATED',
  'ENTERING CARD DETAILS',
  'AUTHORISATION SUCCESS',
  'AUTHORISATION 3DS REQUIRED',
  'USER NOT PRESENT QUEUED',
];

async function expiries(desk: Desk, times: Times): Promise<number> {
  const before = (ms: number) => new Date(Date.now() - ms).toISOString();
  const aged = `record ->> 'status' = ? and record ->> 'created_at' < ?`;
  const due = [
    ...payments(desk, 'payment_to_expire', `record ->> 'expire_now' = 1`),
    ...open.flatMap((status) => payments(desk, 'payment_by_age', aged, status, before(times.expireAfterMs))),
    ...payments(
      desk,
      'payment_by_age',
      aged,
      'AWAITING CAPTURE REQUEST',
      before(times.expireCapturableAfterMs),
    ),
  ];
  let done = 0;
  for (const { id, status } of due) {
    const to = endOf(status, 'EXPIRE');
    if (to && (await move(desk, id, status, to, { expire_now: false }))) done += 1;
  }
  return done;
}

/** Takes a payment a step on if it is still where it was; undefined when it is not. */
function move(
  desk: Desk,
  id: string,
  from: string,
  to: string,
  changes: Partial<Payment> = {},
): Promise<Payment | undefined> {
  const act: Act = { underWay: desk.asking.has(id) };
  return desk.books.write(() => {
    const payment = paymentOf(desk.books, id);
    return payment?.status === from ? step(desk.books, act, payment, to, changes, new Date()) : undefined;
  });
}
