import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { type Page, type Visitor, visitor } from '../visitor.ts';
import { accountPath, asAdmin, cardFields, fresh, type PaymentsSubject, read } from './subject.ts';

interface Link {
  readonly id: string;
  readonly url: string;
  readonly friendly_url?: string;
  readonly [member: string]: unknown;
}

/** Payment links (payments standard, payment link pages): what payers are asked, and that each makes one payment of what was shown. */
export const paymentLinkCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'payment links',
    name: 'a payer presses the first button of each page, types an amount, and is asked for a card',
    async run(subject) {
      const name = fresh('Pay for a licence');
      const link = await createLink(subject, { name, metadata: { team: 'rods', year: 2026, online: true } });
      const { payer, page } = await start(link);
      assert.equal(page.document.querySelector('h1')?.text.trim(), name);
      const amount = await press(payer, page);
      const check = await press(payer, amount, { 'payment-amount': '50.50' });
      assert.match(check.document.text, /£50\.50/);
      assert.deepEqual(await paymentsOf(subject, link), []);
      const card = await press(payer, check);
      assert.equal(card.document.querySelector('title')?.text, 'Enter card details');
      const [made, ...others] = await paymentsOf(subject, link);
      assert.deepEqual(others, []);
      const payment = await read(subject, String(made?.payment_id));
      const { amount: pence, description, metadata, language, reference, state } = payment;
      assert.deepEqual(
        { pence, description, metadata, language, status: state.status },
        {
          pence: 5050,
          description: name,
          metadata: { team: 'rods', year: 2026, online: true },
          language: 'en',
          status: 'started',
        },
      );
      assert.match(String(reference), /^[A-Z1-9]{3}-[A-Z1-9]{4}-[A-Z1-9]{3}$/);
      assert.deepEqual({ amount: made?.amount, reference: made?.reference }, { amount: 5050, reference });
    },
  },
  {
    section: 'payment links',
    name: 'a payer types a reference where the link asks for one, and is told of it after paying',
    async run(subject) {
      const link = await createLink(subject, { price: 1450, ...withReference });
      const { payer, page } = await begin(link);
      const reference = fresh('CASE');
      const check = await press(payer, page, { 'payment-reference': reference });
      const card = await press(payer, check);
      const confirm = await payer.submit(card, '#submit-card-details', cardFields());
      const complete = await payer.submit(confirm, '#confirm');
      assert.ok(complete.document.text.includes(reference), 'the reference is not on the last page');
      const [made] = await paymentsOf(subject, link);
      assert.deepEqual({ amount: made?.amount, reference: made?.reference }, { amount: 1450, reference });
    },
  },
  {
    section: 'payment links',
    name: 'what is no amount is told beside its field, and makes no payment',
    async run(subject) {
      const link = await createLink(subject);
      const { payer, page } = await begin(link);
      for (const typed of ['', 'ten', '-1', '1.234', '1,50', '0', '0.00', '100000.01']) {
        const again = await press(payer, page, { 'payment-amount': typed });
        assert.ok(hasError(again, '#payment-amount'), `“${typed}” is taken`);
      }
      for (const typed of ['100000', '0.01', ' £1,234.50 ', '10.5']) {
        const check = await press(payer, page, { 'payment-amount': typed });
        assert.ok(!check.document.querySelector('#payment-amount'), `“${typed}” is not taken`);
      }
      assert.deepEqual(await paymentsOf(subject, link), []);
    },
  },
  {
    section: 'payment links',
    name: 'what is no reference is told beside its field, and a card number is not kept',
    async run(subject) {
      const link = await createLink(subject, { price: 100, ...withReference });
      const { payer, page } = await begin(link);
      for (const typed of [
        '',
        ' ',
        'a<b',
        'a|b',
        'x'.repeat(256),
        '4444333322221111',
        '4444 3333 2222 1111',
      ]) {
        const again = await press(payer, page, { 'payment-reference': typed });
        assert.ok(hasError(again, '#payment-reference'), `“${typed}” is taken`);
        const value = again.document.querySelector('#payment-reference')?.getAttribute('value') ?? '';
        assert.ok(!value.includes('4444'), 'the card number is shown again');
      }
    },
  },
  {
    section: 'payment links',
    name: 'a confirmation that is sent five times at once, and again later, makes one payment',
    async run(subject) {
      const link = await createLink(subject, { price: 100 });
      const { payer, page } = await begin(link);
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => payer.post(page, '.govuk-button', {})),
      );
      for (const { status } of answers) assert.ok(status >= 300 && status < 400, `answered ${status}`);
      const card = await press(payer, page);
      assert.ok(card.document.querySelector('#card-details'), 'the payer is not asked for a card');
      assert.equal((await paymentsOf(subject, link)).length, 1);
    },
  },
  {
    section: 'payment links',
    name: 'a form without its token, or with more fields than it has, changes nothing of what is paid',
    async run(subject) {
      const link = await createLink(subject, { price: 1450 });
      const { payer, page } = await begin(link);
      for (const csrfToken of [undefined, 'forged']) await payer.post(page, '.govuk-button', { csrfToken });
      assert.deepEqual(await paymentsOf(subject, link), []);
      await payer.post(page, '.govuk-button', { amount: '1', price: '1', 'payment-amount': '0.01' });
      assert.deepEqual(
        (await paymentsOf(subject, link)).map(({ amount }) => amount),
        [1450],
      );
    },
  },
  {
    section: 'payment links',
    name: 'what the link’s address answers is not asked, and shown before it is paid',
    async run(subject) {
      const link = await createLink(subject, withReference);
      const reference = fresh('CASE');
      const query = new URLSearchParams({ reference, amount: '1450' });
      const { payer, page } = await begin({ ...link, url: `${link.url}?${query}` });
      assert.ok(page.document.text.includes(reference), 'the reference is not shown');
      assert.match(page.document.text, /£14\.50/);
      await press(payer, page);
      const [made] = await paymentsOf(subject, link);
      assert.deepEqual({ amount: made?.amount, reference: made?.reference }, { amount: 1450, reference });
    },
  },
  {
    section: 'payment links',
    name: 'a link that is closed or deleted takes no payments, not even from who is in the middle of it',
    async run(subject) {
      const link = await createLink(subject, { price: 100 });
      const { payer, page } = await begin(link);
      await ok(
        asAdmin(subject, 'updateProduct', linkPath(subject, link), {
          method: 'PATCH',
          body: { status: 'inactive' },
        }),
      );
      assert.equal((await start(link)).page.status, 410);
      assert.equal((await payer.post(page, '.govuk-button', {})).status, 410);
      await ok(
        asAdmin(subject, 'updateProduct', linkPath(subject, link), {
          method: 'PATCH',
          body: { status: 'active' },
        }),
      );
      assert.equal((await start(link)).page.status, 200);
      await ok(asAdmin(subject, 'deleteProduct', linkPath(subject, link), { method: 'DELETE' }));
      assert.equal((await start(link)).page.status, 410);
      assert.equal((await payer.open(`${link.url.slice(0, -4)}0000`)).status, 404);
    },
  },
  {
    section: 'payment links',
    name: 'a friendly address leads to its link, and to no other',
    async run(subject) {
      const path = fresh('rod').replace(/ /g, '-');
      const link = await createLink(subject, { product_name_path: path });
      const { page } = await start({ url: String(link.friendly_url) });
      assert.equal(page.url, link.url);
      const taken = await asAdmin(subject, 'createProduct', linksPath(subject), {
        body: { name: 'Another', product_name_path: path },
      });
      assert.equal(taken.status, 409, taken.text);
    },
  },
  {
    section: 'payment links',
    name: 'a change leaves what it does not name, and takes away what is null',
    async run(subject) {
      const link = await createLink(subject, { price: 100, description: 'For rods', ...withReference });
      const body = { name: fresh('New title'), price: null };
      await ok(asAdmin(subject, 'updateProduct', linkPath(subject, link), { method: 'PATCH', body }));
      const changed = await ok(asAdmin(subject, 'getProduct', linkPath(subject, link)));
      const { price: _price, ...rest } = link;
      assert.deepEqual(changed.json, { ...rest, name: body.name });
    },
  },
  {
    section: 'payment links',
    name: 'a key makes one link',
    async run(subject) {
      const ask = { body: { name: 'Pay once' }, headers: { 'idempotency-key': crypto.randomUUID() } };
      const first = await ok(asAdmin(subject, 'createProduct', linksPath(subject), ask));
      const second = await ok(asAdmin(subject, 'createProduct', linksPath(subject), ask));
      assert.deepEqual(second.json, first.json);
      assert.equal(second.headers.get('idempotent-replayed'), 'true');
    },
  },
  {
    section: 'payment links',
    name: 'a link’s payments are listed page by page, newest first',
    async run(subject) {
      const link = await createLink(subject);
      for (const amount of ['1', '2', '3']) {
        const { payer, page } = await begin(link);
        await press(payer, await press(payer, page, { 'payment-amount': amount }));
      }
      const path = `${linkPath(subject, link)}/payments?limit=2`;
      const first = (await ok(asAdmin(subject, 'listProductPayments', path))).json as Listed;
      assert.deepEqual(
        first.payments.map(({ amount }) => amount),
        [300, 200],
      );
      const next = `${path}&cursor=${first.next_cursor}`;
      const second = (await ok(asAdmin(subject, 'listProductPayments', next))).json as Listed;
      assert.deepEqual(second, { payments: [{ ...second.payments[0], amount: 100 }] });
    },
  },
];

interface Listed {
  readonly payments: readonly Record<string, unknown>[];
  readonly next_cursor?: string;
}

const withReference = { reference_enabled: true, reference_label: 'case number' };

const linksPath = (subject: PaymentsSubject) => `${accountPath(subject)}/payment-links`;
const linkPath = (subject: PaymentsSubject, { id }: Link) => `${linksPath(subject)}/${id}`;

async function ok(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  assert.ok(answer.status < 300, answer.text);
  return answer;
}

async function createLink(subject: PaymentsSubject, settings: Record<string, unknown> = {}): Promise<Link> {
  const body = { name: 'Pay for a licence', ...settings };
  return (await ok(asAdmin(subject, 'createProduct', linksPath(subject), { body }))).json as Link;
}

async function paymentsOf(subject: PaymentsSubject, link: Link): Promise<Listed['payments']> {
  const path = `${linkPath(subject, link)}/payments`;
  return ((await ok(asAdmin(subject, 'listProductPayments', path))).json as Listed).payments;
}

/** A new payer on a link's first page. */
async function start({ url }: Pick<Link, 'url'>): Promise<{ payer: Visitor; page: Page }> {
  const payer = visitor(new URL(url).origin);
  return { payer, page: await payer.open(url) };
}

/** The same on the page behind the first. */
async function begin(link: Link): Promise<{ payer: Visitor; page: Page }> {
  const { payer, page } = await start(link);
  return { payer, page: await press(payer, page) };
}

/** Presses the first button, be it a link or a form's. */
async function press(payer: Visitor, page: Page, fields: Record<string, string> = {}): Promise<Page> {
  const button = page.document.querySelector('.govuk-button');
  const href = button?.getAttribute('href');
  return href ? payer.open(new URL(href, page.url).href) : payer.submit(page, '.govuk-button', fields);
}

function hasError({ document }: Page, field: string): boolean {
  return document.querySelector(`.govuk-error-summary a[href="${field}"]`) !== null;
}
