import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import {
  asOther,
  assertError,
  call,
  create,
  eventually,
  type Payment,
  type PaymentsSubject,
  pay,
  payAndCapture,
} from './subject.ts';

interface Results {
  readonly total: number;
  readonly count: number;
  readonly page: number;
  readonly results: readonly Payment[];
  readonly _links: Readonly<Record<string, { href: string } | undefined>>;
}

const search = (subject: PaymentsSubject, query: Record<string, string>): Promise<Answer> =>
  call(subject, 'searchPayments', `/v1/payments?${new URLSearchParams(query)}`);

/** Finding payments and refunds (payments standard, search and pagination). Results may come late, but within seconds. */
export const searchCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'search',
    name: 'a reference finds its payments in any case, newest first, and only this account’s',
    async run(subject) {
      const reference = freshReference();
      const ids: string[] = [];
      for (let n = 0; n < 3; n += 1) ids.unshift((await create(subject, { reference })).payment_id);
      await create(asOther(subject), { reference });
      await create(subject, { reference: `${reference}x` });
      const found = await results(subject, { reference: reference.toUpperCase() }, 3);
      assert.deepEqual(
        found.results.map(({ payment_id }) => payment_id),
        ids,
      );
      for (const payment of found.results) assert.equal(payment._links.next_url, undefined);
    },
  },
  {
    section: 'search',
    name: 'each filter narrows: state, e-mail, card, name, and when it was created',
    async run(subject) {
      const reference = freshReference();
      const paid = (await pay(subject, { reference, email: 'payer@service.example' })).payment_id;
      const open = (await create(subject, { reference, email: 'other@service.example' })).payment_id;
      const { results: both } = await results(subject, { reference }, 2);
      const since = String(both.find((one) => one.payment_id === paid)?.created_date);
      const expectations: readonly [Record<string, string>, readonly string[]][] = [
        [{ state: 'success' }, [paid]],
        [{ state: 'created' }, [open]],
        [{ state: 'failed' }, []],
        [{ email: 'PAYER@service' }, [paid]],
        [{ cardholder_name: 'bloggs' }, [paid]],
        [{ first_digits_card_number: '444433' }, [paid]],
        [{ last_digits_card_number: '1111' }, [paid]],
        [{ last_digits_card_number: '2222' }, []],
        [{ from_date: since }, [open, paid]],
        [{ to_date: since }, []],
      ];
      for (const [filter, expected] of expectations) {
        const found = await results(subject, { reference, ...filter }, expected.length);
        const ids = found.results.map(({ payment_id }) => payment_id);
        assert.deepEqual(ids, expected, JSON.stringify(filter));
      }
    },
  },
  {
    section: 'paging',
    name: 'pages are whole, do not overlap, and link to each other; beyond the last is 404 P0402',
    async run(subject) {
      const reference = freshReference();
      for (let n = 0; n < 5; n += 1) await create(subject, { reference });
      await results(subject, { reference }, 5);
      const seen: string[] = [];
      const query = { reference, display_size: '2' };
      const pages: Results[] = [];
      for (let page = 1; page <= 3; page += 1) {
        const answer = await search(subject, { ...query, page: String(page) });
        const found = answer.json as Results;
        assert.deepEqual([found.total, found.page], [5, page]);
        assert.equal(found.count, found.results.length);
        seen.push(...found.results.map(({ payment_id }) => payment_id));
        pages.push(found);
      }
      assert.equal(new Set(seen).size, 5);
      const links = pages.map(({ _links }) => Object.keys(_links).sort());
      const always = ['first_page', 'last_page'];
      assert.deepEqual(links, [
        [...always, 'next_page', 'self'],
        [...always, 'next_page', 'prev_page', 'self'],
        [...always, 'prev_page', 'self'],
      ]);
      const next = new URL(String(pages[0]?._links.next_page?.href));
      const followed = await call(subject, 'searchPayments', `${next.pathname}${next.search}`);
      assert.deepEqual((followed.json as Results).results, pages[1]?.results);
      assertError(await search(subject, { ...query, page: '4' }), 404, {
        code: 'P0402',
        description: 'Page not found',
      });
    },
  },
  {
    section: 'paging',
    name: 'all wrong parameters are named in one error: 422 P0401; capturable is no state to search for',
    async run(subject) {
      const wrong = { display_size: '501', page: '0', from_date: '2015-08-13', state: 'capturable' };
      assertError(await search(subject, wrong), 422, {
        code: 'P0401',
        description:
          'Invalid parameters: state, from_date, page, display_size. See Public API documentation for the correct data formats',
      });
      const bounds = { display_size: '500', page: '1', from_date: '2015-08-13T12:35:00Z' };
      assert.equal((await search(subject, bounds)).status, 200);
    },
  },
  {
    section: 'search',
    name: 'the search for refunds finds a refund with its payment, and has its own codes',
    async run(subject) {
      const { payment_id: id } = await payAndCapture(subject);
      const made = await call(subject, 'createRefund', `/v1/payments/${id}/refunds`, { body: { amount: 7 } });
      const { refund_id } = made.json as { refund_id: string };
      const find = (query: string) => call(subject, 'searchRefunds', `/v1/refunds${query}`);
      const found = await eventually(async () => {
        const { json } = await find('');
        const { results: all } = json as { results: { refund_id: string; payment_id: string }[] };
        return all.find((one) => one.refund_id === refund_id);
      }, 'the refund among the results');
      assert.equal(found.payment_id, id);
      assertError(await find('?page=0'), 422, { code: 'P1101' });
      assertError(await find('?page=9999999'), 404, { code: 'P1100', description: 'Page not found' });
    },
  },
];

/** Searches until there are that many results. */
async function results(
  subject: PaymentsSubject,
  query: Record<string, string>,
  count: number,
): Promise<Results> {
  return eventually(
    async () => {
      const answer = await search(subject, query);
      assert.equal(answer.status, 200, answer.text);
      const found = answer.json as Results;
      return found.total === count ? found : undefined;
    },
    `a search for ${JSON.stringify(query)} with ${count} results`,
  );
}

function freshReference(): string {
  return `Ref-${crypto.randomUUID()}`;
}
