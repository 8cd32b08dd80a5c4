import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import {
  assertError,
  call,
  create,
  eventually,
  fresh,
  type Payment,
  type PaymentsSubject,
  payAndCapture,
} from './subject.ts';

const SEARCHES = {
  searchPayments: '/v1/payments',
  searchRefunds: '/v1/refunds',
  searchDisputes: '/v1/disputes',
} as const;

const find = (subject: PaymentsSubject, operation: keyof typeof SEARCHES, query: Record<string, string>) =>
  call(subject, operation, `${SEARCHES[operation]}?${new URLSearchParams(query)}`);
const resultsOf = (answer: Answer) => (answer.json as { results: Payment[] }).results;

const badParameters = (names: string) => ({
  description: `Invalid parameters: ${names}. See Public API documentation for the correct data formats`,
});

/** Values of the filters of payments that are one too long, or of another form, and the nearest that are right. */
const FILTERS: readonly (readonly [name: string, wrong: string, right: string])[] = [
  ['state', 'capturable', 'error'],
  ['state', 'SUCCESS', 'success'],
  ['reference', 'x'.repeat(256), 'x'.repeat(255)],
  ['email', 'x'.repeat(255), 'x'.repeat(254)],
  ['card_brand', 'x'.repeat(21), 'x'.repeat(20)],
  ['first_digits_card_number', '44443', '444433'],
  ['last_digits_card_number', '11111', '1111'],
  ['from_date', '2015-08-13', '2015-08-13T12:35:00Z'],
  ['to_date', '2015-13-13T12:35:00Z', '2015-12-13T12:35:00Z'],
  ['from_settled_date', '2015-08-13T12:35:00Z', '2015-08-13'],
  ['to_settled_date', '2015-02-30', '2015-02-28'],
  ['page', '0', '1'],
  ['display_size', '501', '500'],
  ['display_size', '0', '1'],
];

/** The rest of finding things (payments standard, search and pagination). */
export const foundCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'search',
    name: 'a payment is found by its card’s brand, and by no other brand, agreement or settlement; it is shown as when it is read',
    async run(subject) {
      const reference = fresh('Found');
      const { payment_id: id } = await payAndCapture(subject, { reference, metadata: { key: 1 } });
      const shown = (await call(subject, 'getPayment', `/v1/payments/${id}`)).json as Payment;
      const brand = (shown.card_details as { card_brand: string }).card_brand;
      const filtered = async (query: Record<string, string>) =>
        resultsOf(await find(subject, 'searchPayments', { reference, ...query }));
      await eventually(async () => {
        const [one] = await filtered({ card_brand: brand });
        return isDeepStrictEqual(one, shown) ? one : undefined;
      }, 'the payment as it is shown among the results');
      for (const query of [
        { card_brand: 'none' },
        { agreement_id: '0'.repeat(26) },
        { to_settled_date: '2015-08-13' },
      ]) {
        assert.deepEqual(await filtered(query), [], JSON.stringify(query));
      }
    },
  },
  {
    section: 'search',
    name: 'an open payment among the results links to its cancellation and to no page',
    async run(subject) {
      const reference = fresh('Found');
      await create(subject, { reference });
      const found = await eventually(
        async () => resultsOf(await find(subject, 'searchPayments', { reference }))[0],
        'the payment among the results',
      );
      assert.deepEqual(Object.keys(found._links).sort(), ['cancel', 'events', 'refunds', 'self']);
    },
  },
  {
    section: 'search-errors',
    name: 'of each filter of payments the nearest value that is wrong is 422 P0401 and names it, and the nearest right one is 200',
    async run(subject) {
      for (const [name, wrong, right] of FILTERS) {
        const refused = await find(subject, 'searchPayments', { [name]: wrong });
        assertError(refused, 422, { code: 'P0401', ...badParameters(name) });
        const accepted = await find(subject, 'searchPayments', { reference: fresh('none'), [name]: right });
        assert.equal(accepted.status, 200, `${name}=${right}: ${accepted.text}`);
      }
    },
  },
  {
    section: 'search',
    name: 'refunds are found by when they were asked for, and those that were settled long ago are not there',
    async run(subject) {
      const { payment_id: id } = await payAndCapture(subject);
      const body = { amount: 1 };
      const made = (await call(subject, 'createRefund', `/v1/payments/${id}/refunds`, { body })).json as {
        refund_id: string;
        created_date: string;
      };
      const has = async (query: Record<string, string>) =>
        (await find(subject, 'searchRefunds', query)).text.includes(made.refund_id);
      await eventually(
        async () => ((await has({ from_date: made.created_date })) ? true : undefined),
        'the refund among the results',
      );
      assert.equal(await has({ to_date: made.created_date }), false);
      assert.equal(await has({ to_settled_date: '2015-08-13' }), false);
      const wrong = { from_settled_date: 'yesterday', to_date: 'now' };
      assertError(await find(subject, 'searchRefunds', wrong), 422, { code: 'P1101' });
    },
  },
  {
    section: 'disputes',
    name: 'disputes are searched by status and date with pages; wrong parameters are 422 P0401, a page beyond the last 404 P0402',
    async run(subject) {
      for (const status of ['needs_response', 'under_review', 'lost', 'won']) {
        const { json } = await find(subject, 'searchDisputes', { status });
        const { total, count, page, results } = json as Record<string, unknown> & { results: unknown[] };
        assert.deepEqual([page, count], [1, results.length]);
        assert.ok(Number(total) >= results.length);
      }
      assertError(await find(subject, 'searchDisputes', { status: 'LOST', page: '0' }), 422, {
        code: 'P0401',
        ...badParameters('status, page'),
      });
      assertError(await find(subject, 'searchDisputes', { page: '9999999' }), 404, {
        code: 'P0402',
        description: 'Page not found',
      });
    },
  },
];
