import assert from 'node:assert/strict';
import { send } from '../http.ts';
import type { Case } from '../suite.ts';
import {
  call,
  cardFields,
  create,
  openCardPage,
  type Payment,
  type PaymentsSubject,
  pay,
  payAndCapture,
  read,
} from './subject.ts';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const namesOf = (payment: Payment) => Object.keys(payment._links).sort();
const ALWAYS = ['events', 'refunds', 'self'];

/** What a payment shows of itself, and where it points (payments standard, payment response). */
export const shownCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'shown',
    name: 'a payment that was paid shows its card, its provider’s id, when it was captured, and what can be given back',
    async run(subject) {
      const { payment_id: id } = await payAndCapture(subject, {
        amount: 1234,
        email: 'payer@service.example',
      });
      const shown = await read(subject, id);
      const fields = cardFields();
      assert.deepEqual(without(shown.card_details, ['card_brand', 'card_type']), {
        first_digits_card_number: '444433',
        last_digits_card_number: '1111',
        cardholder_name: fields.cardholderName,
        expiry_date: `${fields.expiryMonth}/${fields.expiryYear}`,
        billing_address: { line1: '1 High Street', city: 'Leeds', postcode: 'LS1 1AA', country: 'GB' },
      });
      assert.equal(shown.card_brand, (shown.card_details as Record<string, unknown>).card_brand);
      assert.ok(shown.provider_id, 'no provider_id');
      assert.ok(shown.payment_provider, 'no payment_provider');
      const settlement = shown.settlement_summary as Record<string, string>;
      assert.match(String(settlement.capture_submit_time), MOMENT);
      assert.match(String(settlement.captured_date), /^\d{4}-\d\d-\d\d$/);
      assert.deepEqual(shown.refund_summary, {
        status: 'available',
        amount_available: 1234,
        amount_submitted: 0,
      });
    },
  },
  {
    section: 'shown',
    name: 'a payment that was not paid shows no card, nothing of its capture, and that nothing can be given back yet',
    async run(subject) {
      const payment = await create(subject);
      const members = ['card_details', 'card_brand', 'provider_id', 'fee', 'net_amount', 'total_amount'];
      assert.deepEqual(
        members.filter((member) => member in payment),
        [],
      );
      assert.deepEqual(payment.settlement_summary, {});
      assert.equal((payment.refund_summary as Record<string, unknown>).status, 'pending');
    },
  },
  {
    section: 'shown',
    name: 'reading a payment answers what creating it did, and forbids that it is kept',
    async run(subject) {
      const made = await create(subject, { metadata: { key: 1 } });
      const answer = await call(subject, 'getPayment', `/v1/payments/${made.payment_id}`);
      assert.deepEqual(answer.json, made);
      assert.equal(answer.headers.get('pragma'), 'no-cache');
      assert.match(answer.headers.get('cache-control') ?? '', /no-store/);
    },
  },
  {
    section: 'links',
    name: 'an unfinished payment links to its page by GET and by form post, each with its token, and to its cancellation',
    async run(subject) {
      const payment = await create(subject);
      assert.deepEqual(namesOf(payment), ['cancel', ...ALWAYS, 'next_url', 'next_url_post'].sort());
      const { self, events, refunds, cancel, next_url: next, next_url_post: post } = payment._links;
      const path = `/v1/payments/${payment.payment_id}`;
      for (const [link, method, end] of [
        [self, 'GET', path],
        [events, 'GET', `${path}/events`],
        [refunds, 'GET', `${path}/refunds`],
        [cancel, 'POST', `${path}/cancel`],
      ] as const) {
        assert.equal(link?.method, method);
        assert.ok(link.href.endsWith(end), link.href);
      }
      assert.equal(next?.method, 'GET');
      const token = next.href.split('/').at(-1);
      assert.deepEqual(post, {
        href: next.href.slice(0, -`/${token}`.length),
        method: 'POST',
        type: 'application/x-www-form-urlencoded',
        params: { chargeTokenId: token },
      });
    },
  },
  {
    section: 'links',
    name: 'the token that is posted opens the page too, and is used up then',
    async run(subject) {
      const { _links } = await create(subject);
      const { href, params } = _links.next_url_post ?? { href: '' };
      const first = await send(href, { form: params ?? {} });
      assert.ok(first.status === 302 || first.status === 303, `answered ${first.status}`);
      const again = await send(href, { form: params ?? {} });
      assert.ok(again.status >= 400 || again.headers.get('location') !== first.headers.get('location'));
    },
  },
  {
    section: 'links',
    name: 'a payment keeps its links while it is started and submitted, and has none but the three once it is finished',
    async run(subject) {
      const payment = await create(subject);
      const open = namesOf(payment);
      const { payer, page } = await openCardPage(payment);
      assert.deepEqual(namesOf(await read(subject, payment.payment_id)), open);
      const confirm = await payer.submit(page, '#submit-card-details', cardFields());
      assert.deepEqual(namesOf(await read(subject, payment.payment_id)), open);
      await payer.submit(confirm, '#confirm');
      assert.deepEqual(namesOf(await read(subject, payment.payment_id)), ALWAYS);
    },
  },
  {
    section: 'links',
    name: 'a capturable payment links to its capture and its cancellation, and to no page',
    async run(subject) {
      const { payment_id: id } = await pay(subject, { delayed_capture: true });
      const waiting = await read(subject, id);
      assert.deepEqual(namesOf(waiting), ['cancel', 'capture', ...ALWAYS]);
      assert.ok(waiting._links.capture?.href.endsWith(`/v1/payments/${id}/capture`));
    },
  },
  {
    section: 'events',
    name: 'the history is the payment’s, oldest first, with each state as it was shown, and links back',
    async run(subject) {
      const { payment_id: id, _links } = await create(subject);
      await call(subject, 'cancelPayment', `/v1/payments/${id}/cancel`, { method: 'POST' });
      const { json } = await call(subject, 'getPaymentEvents', `/v1/payments/${id}/events`);
      const { payment_id, events, ...rest } = json as { payment_id: string; events: History[] };
      assert.equal(payment_id, id);
      assert.deepEqual(rest, { _links: { self: _links.events } });
      const { state } = await read(subject, id);
      assert.deepEqual(
        events.map((event) => event.state),
        [{ status: 'created', finished: false }, state],
      );
      for (const event of events) {
        assert.equal(event.payment_id, id);
        assert.deepEqual(event._links, { payment_url: _links.self });
        assert.match(event.updated, MOMENT);
      }
      assert.ok(String(events[0]?.updated) <= String(events[1]?.updated), 'the later event comes first');
    },
  },
];

interface History {
  readonly payment_id: string;
  readonly state: object;
  readonly updated: string;
  readonly _links: object;
}

function without(value: unknown, names: readonly string[]): Record<string, unknown> {
  const members = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(members.filter(([name]) => !names.includes(name)));
}
