import { randomUUID } from 'node:crypto';
import { createEventValidator, createSchemaValidator, loadContract } from '@ashlar/contracts';
import type { Event } from '@ashlar/events';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sign } from '../src/providers/sandbox-signature.ts';
import { checkDisputes } from '../src/usecases/check-disputes.ts';
import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import { submitCard } from '../src/usecases/submit-card.ts';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { faultyProvider, withFault } from './faulty-provider.ts';
import {
  type Account,
  aCard,
  adminToken,
  anAccount,
  aPaymentAt,
  logOf,
  reaches,
  type Service,
  shown,
  startService,
} from './fixtures.ts';

const secret = 'a secret of the sandboxes';
const losing = '4000000000000259';
const winning = '4000000000002685';
let service: Service;
let account: Account;
const validator = createSchemaValidator(loadContract('payments').document);

beforeAll(async () => {
  service = await startService({
    env: { RESOLVE_AFTER_S: '1', SANDBOX_NOTIFICATION_SECRET: secret },
    override: faultyProvider,
  });
});

beforeEach(async () => {
  account = await anAccount(service);
});

afterAll(() => service?.end());

interface Shown {
  readonly dispute_id: string;
  readonly status: string;
  readonly [member: string]: unknown;
}

/** A captured payment whose payer challenges it; without evidence it waits. */
async function aDisputed(card: string, holder = 'J Bloggs'): Promise<string> {
  const paymentId = await aPaymentAt(service, account, 'started');
  await submitCard(service.deps, {
    paymentId,
    card: { ...aCard(card), holder },
    billingAddress: { line1: '1 High Street', city: 'Leeds', postcode: 'LS1 1AA', country: 'GB' },
    email: 'payer@service.example',
    challengeReturnUrl: '',
  });
  await confirmPayment(service.deps, { paymentId });
  await reaches(service, paymentId, 'CAPTURED');
  return paymentId;
}

const aWaiting = (card = losing) => aDisputed(card, 'skip_evidence');

const search = async (query = '', key = account.key) => {
  const answer = await service.call('GET', `/v1/disputes${query}`, { key });
  if (answer.status === 200) expect(validator.response('searchDisputes', 200, answer.json)).toEqual([]);
  return answer;
};

const found = async (query = '', key = account.key) =>
  (await search(query, key)).json.results as readonly Shown[];

async function disputeOf(id: string): Promise<Shown> {
  const dispute = (await found()).find(({ payment_id }) => payment_id === id);
  if (!dispute) throw new Error(`No dispute of ${id}`);
  return dispute;
}

const goOn = (disputeId: string, status: string, key = account.key) =>
  service.call('POST', `/ashlar/v1/sandbox/disputes/${disputeId}/status`, { key, body: { status } });

const refund = (id: string, amount = 450) =>
  service.call('POST', `/v1/payments/${id}/refunds`, { key: account.key, body: { amount } });

const disputed = { code: 'P0603', description: 'The payment is disputed and cannot be refunded' };
const summaryOf = async (id: string) => (await shown(service, account, id)).refund_summary;

/** What is left on each account of the ledger for a payment. */
async function books(id: string): Promise<Record<string, number>> {
  const { json } = await service.call('GET', `/ashlar/v1/payments/${id}/ledger`, { key: account.key });
  expect(validator.response('getLedger', 200, json)).toEqual([]);
  const sums: Record<string, number> = {};
  for (const { account: name, amount } of json.entries as { account: string; amount: number }[]) {
    sums[name] = (sums[name] ?? 0) + amount;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

const eventsOf = async (id: string) =>
  (await logOf(service, id)).flatMap(({ type }) => (type?.includes('.dispute.') ? [type] : []));

const providerIdOf = async (disputeId: string) =>
  (
    await service.pool.query<{ id: string }>('select provider_dispute_id as id from dispute where id = $1', [
      disputeId,
    ])
  ).rows[0]?.id ?? '';

/** Says that something became of a dispute, as the sandbox would. */
async function tell(dispute: string, event: string = randomUUID()): Promise<number> {
  const text = JSON.stringify({ id: event, dispute });
  const headers = { 'sandbox-signature': sign(Buffer.from(secret), Buffer.from(text), new Date()) };
  return (await service.call('POST', '/ashlar/v1/providers/sandbox/notifications', { text, headers })).status;
}

/** Has a dispute go on at the sandbox alone, unheard. */
async function decideUnheard(id: string, status: 'under_review' | 'won' | 'lost'): Promise<string> {
  const dispute = await providerIdOf((await disputeOf(id)).dispute_id);
  await (await service.deps.provider({ provider: 'sandbox', credentialId: null })).playDispute?.({
    id: dispute,
    status,
  });
  return dispute;
}

describe('a payment with a card whose payer challenges it', () => {
  test('is lost: the search shows it, the money is the payer’s, and nothing can be given back', async () => {
    const id = await aDisputed(losing);
    expect(await found()).toEqual([
      {
        amount: 1450,
        created_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        dispute_id: expect.stringMatching(/^[0-9a-v]{26}$/),
        evidence_due_date: expect.stringMatching(/T23:59:59\.000Z$/),
        fee: 2000,
        net_amount: -3450,
        settlement_summary: {},
        payment_id: id,
        reason: 'fraudulent',
        status: 'lost',
        _links: { payment: { href: `http://pay.test/v1/payments/${id}`, method: 'GET' } },
      },
    ]);
    const payment = await shown(service, account, id);
    expect(payment.state).toEqual({ status: 'success', finished: true });
    expect(payment.refund_summary).toEqual({
      status: 'unavailable',
      amount_available: 1450,
      amount_submitted: 0,
    });
    expect(await refund(id)).toMatchObject({ status: 400, json: disputed });
    expect(await books(id)).toEqual({ provider_receivable: -2000, fees: 2000 });
    expect(await eventsOf(id)).toEqual([
      'payments.dispute.created.v1',
      'payments.dispute.evidence_submitted.v1',
      'payments.dispute.lost.v1',
    ]);
  });

  test('is won: the department has its money again, and can give it back', async () => {
    const id = await aDisputed(winning);
    const dispute = await disputeOf(id);
    expect(dispute).toMatchObject({ status: 'won', reason: 'product_not_received' });
    for (const member of ['fee', 'net_amount', 'settlement_summary'])
      expect(dispute).not.toHaveProperty(member);
    expect(await summaryOf(id)).toMatchObject({ status: 'available' });
    expect(await books(id)).toEqual({ provider_receivable: 1450, department_payable: -1450 });
    expect((await refund(id, 1450)).status).toBe(202);
    expect(await books(id)).toEqual({});
  });

  test('waits without evidence, and goes through every status as it is told to', async () => {
    const id = await aWaiting();
    const { dispute_id: disputeId, ...waiting } = await disputeOf(id);
    expect(waiting).toMatchObject({ status: 'needs_response' });
    expect(waiting).not.toHaveProperty('net_amount');
    expect(await books(id)).toEqual({ department_payable: -1450, disputes: 1450 });
    expect(await refund(id)).toMatchObject({ status: 400, json: disputed });
    for (const status of ['under_review', 'lost', 'won']) {
      const moved = await goOn(disputeId, status);
      expect(moved).toMatchObject({ status: 200, json: { dispute_id: disputeId, payment_id: id, status } });
      expect(validator.response('moveSandboxDispute', 200, moved.json)).toEqual([]);
      expect((await goOn(disputeId, status)).json).toEqual(moved.json);
      expect((await disputeOf(id)).status).toBe(status);
      expect(await summaryOf(id)).toMatchObject({ status: status === 'won' ? 'available' : 'unavailable' });
      expect(await verifyLedger(service.deps)).toEqual([]);
    }
    // Won on appeal: what the provider keeps for its work stays with it.
    expect(await books(id)).toEqual({
      provider_receivable: -550,
      department_payable: -1450,
      fees: 2000,
    });
    expect((await goOn(disputeId, 'lost')).status).toBe(409);
    expect((await disputeOf(id)).status).toBe('won');
  });

  test('is told in events of its own, under the payment’s key, that satisfy their schemas and name nobody', async () => {
    const id = await aDisputed(losing);
    const { dispute_id } = await disputeOf(id);
    const events = await until(async () => {
      const { json } = await service.call('GET', '/ashlar/v1/changes?limit=500', { key: account.key });
      const own = (json.events as Event[]).filter(
        ({ subject, type }) => subject === id && /dispute/.test(type),
      );
      return own.length === 3 ? own : undefined;
    });
    expect(events.flatMap(createEventValidator('payments'))).toEqual([]);
    expect(events[2]?.data).toMatchObject({ payment_id: id, dispute_id, status: 'lost', fee: 2000 });
    expect(JSON.stringify(events)).not.toMatch(/Bloggs|4000000000000259|payer@|REF-1/);
    const all = await logOf(service, id);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, at) => at + 1));
  });
});

describe('what a provider tells of a dispute', () => {
  test('twenty times at once takes effect once', async () => {
    const id = await aWaiting();
    const dispute = await decideUnheard(id, 'lost');
    const told = await Promise.all(Array.from({ length: 20 }, () => tell(dispute)));
    expect([...new Set(told)]).toEqual([204]);
    expect(await eventsOf(id)).toEqual(['payments.dispute.created.v1', 'payments.dispute.lost.v1']);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('the same notification many times counts once', async () => {
    const id = await aWaiting();
    const dispute = await decideUnheard(id, 'under_review');
    const event = randomUUID();
    for (const _ of [1, 2, 3]) expect(await tell(dispute, event)).toBe(204);
    expect((await disputeOf(id)).status).toBe('under_review');
    expect(await eventsOf(id)).toHaveLength(2);
  });

  test('raises a dispute that was not known, also twenty times at once, before the answer to the capture has come', async () => {
    const id = await withFault('query', 'before', () =>
      withFault('capture', 'after', async () => {
        const paymentId = await aPaymentAt(service, account, 'started');
        await submitCard(service.deps, {
          paymentId,
          card: { ...aCard(losing), holder: 'skip_evidence' },
          billingAddress: { line1: '1 High Street', city: 'Leeds', postcode: 'LS1 1AA', country: 'GB' },
          email: '',
          challengeReturnUrl: '',
        });
        await confirmPayment(service.deps, { paymentId });
        await reaches(service, paymentId, 'CAPTURE READY');
        await until(async () => (await raisedAt(paymentId)) !== undefined, { what: 'the dispute' });
        return paymentId;
      }),
    );
    const dispute = await raisedAt(id);
    const told = await Promise.all(Array.from({ length: 20 }, () => tell(String(dispute))));
    expect([...new Set(told)]).toEqual([204]);
    expect(await found()).toMatchObject([{ payment_id: id, status: 'needs_response' }]);
    expect(await eventsOf(id)).toEqual(['payments.dispute.created.v1']);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('is asked for again while the provider says no more, and then counts', async () => {
    const id = await aWaiting();
    const dispute = await decideUnheard(id, 'won');
    const event = randomUUID();
    expect(await withFault('dispute', 'before', () => tell(dispute, event))).toBe(503);
    expect((await disputeOf(id)).status).toBe('needs_response');
    expect(await tell(dispute, event)).toBe(204);
    expect((await disputeOf(id)).status).toBe('won');
  });

  test('about a dispute that is not ours is taken and changes nothing', async () => {
    expect(await tell('dp_of_somebody')).toBe(204);
    expect(await found()).toEqual([]);
  });

  test('is asked for when it was never said', async () => {
    const id = await aWaiting();
    await decideUnheard(id, 'lost');
    await checkDisputes(service.deps);
    expect((await disputeOf(id)).status).toBe('needs_response');
    await service.pool.query(
      `update dispute set look_at = now() - interval '1 second' where payment_id = $1`,
      [id],
    );
    service.deps.work();
    await until(async () => (await disputeOf(id)).status === 'lost', { what: 'the check' });
  });
});

/** The sandbox's own id of a payment's dispute. */
async function raisedAt(id: string): Promise<string | undefined> {
  const { rows } = await service.pool.query<{ key: string }>(
    'select key from sandbox_dispute where capture_key = $1',
    [`${id}-capture`],
  );
  return rows[0]?.key;
}

describe('refunds and disputes of a payment at once', () => {
  test('leave the books right, and no refund begins once the dispute is there', async () => {
    const id = await aWaiting(winning);
    const { dispute_id: disputeId } = await disputeOf(id);
    const dispute = await decideUnheard(id, 'won');
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => refund(id, 100)),
      ...Array.from({ length: 10 }, () => tell(dispute)),
      ...Array.from({ length: 10 }, () => refund(id, 100)),
    ]);
    for (const answer of answers) {
      if (typeof answer === 'number') expect(answer).toBe(204);
      else expect([202, 400, 412]).toContain(answer.status);
    }
    expect((await disputeOf(id)).dispute_id).toBe(disputeId);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('of twenty refunds and a capture’s dispute none is given back out of what is held back', async () => {
    for (let round = 0; round < 3; round += 1) {
      const id = await aDisputedLater();
      const dispute = String(await raisedAt(id));
      const answers = await Promise.all([
        ...Array.from({ length: 10 }, () => refund(id, 100)),
        tell(dispute),
        ...Array.from({ length: 10 }, () => refund(id, 100)),
      ]);
      const made = answers.filter((answer) => typeof answer !== 'number' && answer.status === 202).length;
      expect(await summaryOf(id)).toEqual({
        status: 'unavailable',
        amount_available: 1450 - 100 * made,
        amount_submitted: 100 * made,
      });
      expect(await refund(id, 100)).toMatchObject({ status: 400, json: disputed });
      expect(await verifyLedger(service.deps)).toEqual([]);
    }
  });
});

/** A captured payment that the sandbox has a dispute of, of which the service has not heard. */
async function aDisputedLater(): Promise<string> {
  const id = await aPaymentAt(service, account, 'confirmed');
  await reaches(service, id, 'CAPTURED');
  await service.pool.query(
    `insert into sandbox_dispute (key, capture_key, amount, reason, status, evidence)
     values ($1, $2, 1450, 'fraudulent', 'needs_response', false)`,
    [`dp_${randomUUID()}`, `${id}-capture`],
  );
  return id;
}

describe('the search for disputes', () => {
  test('narrows by status and time, newest first, page by page, and finds only the account’s own', async () => {
    const lost = await aDisputed(losing);
    const won = await aDisputed(winning);
    const ids = async (query: string) => (await found(query)).map(({ payment_id }) => payment_id);
    expect(await ids('')).toEqual([won, lost]);
    expect(await ids('?status=lost')).toEqual([lost]);
    expect(await ids('?status=under_review')).toEqual([]);
    const { created_date: since } = await disputeOf(won);
    expect(await ids(`?from_date=${since}`)).toEqual([won]);
    expect(await ids(`?to_date=${since}`)).toEqual([lost]);
    expect(await ids('?from_settled_date=2020-01-01')).toEqual([]);
    const { json } = await search('?display_size=1&page=2');
    expect(json).toMatchObject({ total: 2, count: 1, page: 2, results: [{ payment_id: lost }] });
    expect((json._links as Record<string, unknown>).prev_page).toBeDefined();
    expect((await search('?display_size=1&page=3')).status).toBe(404);
    expect(await found('', (await anAccount(service)).key)).toEqual([]);
  });
});

describe('a sandbox’s dispute', () => {
  test('of another account is 404, and of nothing too', async () => {
    const id = await aWaiting();
    const { dispute_id: disputeId } = await disputeOf(id);
    expect((await goOn(disputeId, 'won', (await anAccount(service)).key)).status).toBe(404);
    expect((await goOn(disputeId, 'won', await adminToken(service, 'elsewhere'))).status).toBe(404);
    expect((await goOn('0'.repeat(26), 'won')).status).toBe(404);
    expect((await goOn('x', 'won')).status).toBe(404);
    expect((await disputeOf(id)).status).toBe('needs_response');
    expect((await goOn(disputeId, 'won', await adminToken(service))).status).toBe(200);
  });

  test('becomes nothing that there is not', async () => {
    const id = await aWaiting();
    const { dispute_id: disputeId } = await disputeOf(id);
    for (const status of ['needs_response', 'closed', '']) {
      expect((await goOn(disputeId, status)).status).toBe(400);
    }
  });
});

test('the books are right after all of it', async () => {
  expect(await verifyLedger(service.deps)).toEqual([]);
});
