import assert from 'node:assert/strict';
import { createEventValidator } from '@ashlar/contracts';
import type { Case } from '../suite.ts';
import {
  asOther,
  assertError,
  assertShows,
  call,
  cardFields,
  create,
  eventually,
  openCardPage,
  type Payment,
  type PaymentsSubject,
  pay,
  payAndCapture,
  paymentBody,
  read,
  summaryOf,
} from './subject.ts';

interface FeedEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly position: number;
  readonly data: Readonly<Record<string, unknown>>;
}

const validateEvent = createEventValidator('payments');

/** What a repeat does, and what the department hears. */
export const accessCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'idempotency',
    name: 'the same key and body is one payment, shown again with 200',
    async run(subject) {
      const ask = { headers: { 'idempotency-key': freshKey() }, body: paymentBody() };
      const first = await call(subject, 'createPayment', '/v1/payments', ask);
      const again = await call(subject, 'createPayment', '/v1/payments', ask);
      assert.deepEqual([first.status, again.status], [201, 200]);
      assert.equal((again.json as Payment).payment_id, (first.json as Payment).payment_id);
      assert.equal((again.json as Payment).reference, ask.body.reference);
    },
  },
  {
    section: 'idempotency',
    name: 'the same key with another body is 409 P0191',
    async run(subject) {
      const headers = { 'idempotency-key': freshKey() };
      const body = paymentBody();
      const first = await call(subject, 'createPayment', '/v1/payments', { headers, body });
      const changed = { ...body, amount: 2 };
      const other = await call(subject, 'createPayment', '/v1/payments', { headers, body: changed });
      assertError(other, 409, { code: 'P0191' });
      assertShows(await read(subject, (first.json as Payment).payment_id), body, ['amount', 'reference']);
    },
  },
  {
    section: 'idempotency',
    name: 'of ten creations at once with one key one payment comes',
    async run(subject) {
      const headers = { 'idempotency-key': freshKey() };
      const body = paymentBody();
      const ask = () => call(subject, 'createPayment', '/v1/payments', { headers, body });
      const answers = await Promise.all(Array.from({ length: 10 }, ask));
      const made = answers
        .filter((answer) => answer.status < 300)
        .map((answer) => (answer.json as Payment).payment_id);
      assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
      assert.equal(new Set(made).size, 1);
      assert.ok(answers.every((answer) => [200, 201, 409].includes(answer.status)));
      assertShows(await read(subject, String(made[0])), body, ['reference']);
    },
  },
  {
    section: 'idempotency',
    name: 'a key that is too long or has a space is 422 P0102 and names the header',
    async run(subject) {
      for (const key of ['x'.repeat(256), 'two words']) {
        const ask = { headers: { 'idempotency-key': key }, body: paymentBody() };
        assertError(await call(subject, 'createPayment', '/v1/payments', ask), 422, {
          code: 'P0102',
          header: 'Idempotency-Key',
        });
      }
    },
  },
  {
    section: 'idempotency',
    name: 'a refund, a capture and a cancellation that are sent twice with one key are done once, and answered alike',
    async run(subject) {
      const twice = async (operation: string, path: string, body?: unknown) => {
        const headers = { 'idempotency-key': freshKey() };
        const ask = { method: 'POST', headers, ...(body !== undefined && { body }) };
        const [first, again] = [
          await call(subject, operation, path, ask),
          await call(subject, operation, path, ask),
        ];
        assert.equal(again.status, first.status);
        assert.equal(again.headers.get('idempotent-replayed'), 'true');
        return [first, again] as const;
      };
      const { payment_id: paid } = await payAndCapture(subject, { amount: 1450 });
      const [first, again] = await twice('createRefund', `/v1/payments/${paid}/refunds`, { amount: 450 });
      assert.equal(
        (again.json as { refund_id: string }).refund_id,
        (first.json as { refund_id: string }).refund_id,
      );
      assert.equal(summaryOf(await read(subject, paid)).amount_submitted, 450);
      const { payment_id: waiting } = await pay(subject, { delayed_capture: true });
      await twice('capturePayment', `/v1/payments/${waiting}/capture`);
      const { payment_id: open } = await create(subject);
      const [cancelled] = await twice('cancelPayment', `/v1/payments/${open}/cancel`);
      assert.equal(cancelled.status, 204);
    },
  },
  {
    section: 'limits',
    name: 'an answer to a key says how often it may ask, and how often yet',
    async run(subject) {
      const { headers } = await call(subject, 'searchPayments', '/v1/payments?display_size=1');
      const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
        Number(headers.get(`ratelimit-${name}`) ?? Number.NaN),
      );
      assert.ok(Number(limit) > 0 && Number(remaining) >= 0 && Number(remaining) < Number(limit));
      assert.ok(Number(reset) >= 0);
    },
  },
  {
    section: 'feed',
    name: 'the department hears every step of a payment once, in order, and nothing personal',
    async run(subject) {
      const payment = await create(subject, {
        reference: 'canary-reference',
        email: 'canary@service.example',
      });
      const { payer, page } = await openCardPage(payment);
      await payer.submit(await payer.submit(page, '#submit-card-details', cardFields()), '#confirm');
      const heard = await eventually(async () => {
        const events = await feedOf(subject, payment.payment_id);
        return events.some((event) => event.type === 'payments.payment.captured.v1') ? events : undefined;
      }, 'the capture in the feed');
      const steps = ['created', 'started', 'authorised', 'confirmed', 'captured'];
      assert.deepEqual(
        heard.map((event) => event.type),
        steps.map((step) => `payments.payment.${step}.v1`),
      );
      for (const event of heard) assert.deepEqual(validateEvent(event), []);
      assert.ok(
        heard.every((event, n) => n === 0 || event.sequence > (heard[n - 1]?.sequence ?? 0)),
        'sequence does not rise',
      );
      assert.doesNotMatch(JSON.stringify(heard), /canary|Bloggs|44443333|High Street/);
    },
  },
  {
    section: 'feed',
    name: 'another department hears nothing of it',
    async run(subject) {
      const { payment_id } = await create(subject);
      await eventually(
        async () => ((await feedOf(subject, payment_id)).length > 0 ? true : undefined),
        'the event',
      );
      assert.deepEqual(await feedOf(asOther(subject), payment_id), []);
    },
  },
];

/** The events of one payment that the subject's department hears, in their order. */
export async function feedOf(subject: PaymentsSubject, id: string): Promise<FeedEvent[]> {
  const found: FeedEvent[] = [];
  for (let after = 0; ; ) {
    const answer = await call(subject, 'listChanges', `/ashlar/v1/changes?after=${after}&limit=500`);
    assert.equal(answer.status, 200, answer.text);
    const { events, position } = answer.json as { events: FeedEvent[]; position: number };
    found.push(...events.filter((event) => event.subject === id));
    if (position <= after) return found;
    after = position;
  }
}

function freshKey(): string {
  return crypto.randomUUID();
}
