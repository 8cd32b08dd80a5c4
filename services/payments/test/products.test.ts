import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { strings } from '../src/pages/strings/index.ts';
import { adminToken, anAccount, shown, statusOf } from './fixtures.ts';
import { cardFields } from './pages/fixtures.ts';
import {
  aProduct,
  begin,
  change,
  type Link,
  type LinkPayer,
  type ListeningService,
  openLink,
  paymentIdOf,
  startListening,
  textOf,
  toConfirm,
} from './product-fixtures.ts';

let service: ListeningService;

beforeAll(async () => {
  service = await startListening();
});

afterAll(() => service?.end());

const t = strings.en;
const card = (changes = {}) => cardFields({ expiryYear: '49', ...changes });

/** Enters a card and confirms the payment. */
async function pay({ payer, page }: LinkPayer) {
  const confirm = await payer.submit(page, '#submit-card-details', card());
  return payer.submit(confirm, '#confirm');
}

const confirmed = async (link: Link, answers = {}) => {
  const { payer, page } = await toConfirm(link, answers);
  return { payer, page: await payer.submit(page, '.govuk-button') };
};

const paymentsOf = async ({ id }: Link) =>
  (
    await service.pool.query<{ id: string; amount: number }>(
      `select id, amount from payment where id in (select payment_id from product_payment where product_id = $1) order by id`,
      [id],
    )
  ).rows;

const recordsOf = async ({ id }: Link) =>
  (await service.pool.query(`select 1 from idempotency_record where scope = $1`, [`products:${id}`]))
    .rowCount;

describe('a payer of a payment link', () => {
  test('types a reference and an amount, pays, and is told how it ended', async () => {
    const link = await aProduct(service, {
      description: 'For rods.\nNot for nets.',
      reference_enabled: true,
      reference_label: 'licence number',
      reference_hint: 'It is on your letter',
      amount_hint: 'In steps of £5',
      confirmation_text: 'Your licence comes by post.',
      metadata: { team: 'rods', year: 2026 },
    });
    const { payer, page: start } = await openLink(link);
    expect([textOf(start, 'h1'), textOf(start, 'title')]).toEqual(['Pay for a licence', 'Pay for a licence']);
    expect(start.document.querySelectorAll('p.govuk-body').map((one) => one.text)).toEqual([
      'For rods.',
      'Not for nets.',
    ]);
    expect(textOf(start, '.pay-header__name')).toContain('Fishing licences');

    const href = start.document.querySelector('.govuk-button')?.getAttribute('href') ?? '';
    const reference = await payer.open(new URL(href, start.url).href);
    expect(textOf(reference, 'h1')).toBe('Enter your licence number');
    expect(textOf(reference, '.govuk-hint')).toBe('It is on your letter');

    const amount = await payer.submit(reference, '.govuk-button', { 'payment-reference': '  Ref\u0000 1  ' });
    expect([textOf(amount, 'h1'), textOf(amount, '.govuk-hint')]).toEqual([
      t.product.enterAmount,
      'In steps of £5',
    ]);

    const check = await payer.submit(amount, '.govuk-button', { 'payment-amount': '£1,050.5' });
    const rows = check.document
      .querySelectorAll('dd.govuk-summary-list__value')
      .map((one) => one.text.trim());
    expect(rows).toEqual(['Pay for a licence', 'Ref  1', '£1,050.50']);
    expect(await paymentsOf(link)).toEqual([]);

    const cardPage = await payer.submit(check, '.govuk-button');
    expect(textOf(cardPage, 'title')).toBe('Enter card details');
    const paymentId = paymentIdOf(cardPage);
    expect(await shown(service, link.account, paymentId)).toMatchObject({
      amount: 105_050,
      reference: 'Ref  1',
      description: 'Pay for a licence',
      language: 'en',
      metadata: { team: 'rods', year: 2026 },
      return_url: `${service.url}/payment-complete/${paymentId}`,
      state: { status: 'started' },
    });

    const complete = await pay({ payer, page: cardPage });
    expect(complete.url).toBe(`${service.url}/payment-complete/${paymentId}`);
    expect(textOf(complete, 'h1')).toBe(t.results.success.title);
    expect(textOf(complete, '#payment-reference')).toBe('Ref  1');
    expect(complete.document.text).toContain('Your licence comes by post.');
  });

  test('pays a fixed price with a reference of the payment’s own', async () => {
    const link = await aProduct(service, { price: 1450, language: 'cy' });
    const { payer, page } = await begin(link);
    expect(new URL(page.url).pathname).toMatch(/\/confirm$/);
    expect(textOf(page, 'h1')).toBe(strings.cy.product.check);
    expect(page.document.querySelectorAll('.govuk-summary-list__actions')).toEqual([]);
    const cardPage = await payer.submit(page, '.govuk-button');
    expect(textOf(cardPage, 'title')).toBe(strings.cy.card.title);
    const { reference, amount, language } = await shown(service, link.account, paymentIdOf(cardPage));
    expect([reference, amount, language]).toEqual([
      expect.stringMatching(/^[A-NP-Z1-9]{2}[1-9]-[A-NP-Z1-9]{3}[1-9]-[A-NP-Z1-9]{3}$/),
      1450,
      'cy',
    ]);
  });

  test('goes back to the department’s own address where it has one', async () => {
    const link = await aProduct(service, { price: 100, return_url: 'https://fishing.service.example/paid' });
    expect((await pay(await confirmed(link))).url).toBe('https://fishing.service.example/paid');
  });

  test.each([
    ['', 'missing'],
    ['ten', 'format'],
    ['10.505', 'format'],
    ['1,50', 'format'],
    ['-1', 'format'],
    ['0', 'too_little'],
    ['100000.01', 'too_much'],
  ] as const)('is told what is wrong with the amount %j', async (typed, error) => {
    const link = await aProduct(service);
    const { payer, page } = await begin(link);
    const again = await payer.submit(page, '.govuk-button', { 'payment-amount': typed });
    expect(again.status).toBe(400);
    const text = t.product.amountErrors[error]('£0.01');
    expect(textOf(again, '.govuk-error-summary a[href="#payment-amount"]')).toBe(text);
    expect(textOf(again, 'title')).toBe(`Error: ${t.product.enterAmount} - Pay for a licence`);
    expect(again.document.querySelector('#payment-amount')?.getAttribute('value') ?? '').toBe(typed);
    const check = await payer.submit(again, '.govuk-button', { 'payment-amount': '100,000.00' });
    expect(textOf(check, 'h1')).toBe(t.product.check);
  });

  test('does not see a card number again that was typed as the amount', async () => {
    const { payer, page } = await begin(await aProduct(service));
    const again = await payer.submit(page, '.govuk-button', { 'payment-amount': '5105 1051 0510 5100' });
    expect(again.status).toBe(400);
    expect(again.document.toString()).not.toContain('5105');
  });

  test.each([
    [' ', 'missing'],
    ['x'.repeat(256), 'too_long'],
    ['a < b', 'characters'],
    ['4444 3333 2222 1111', 'card_number'],
  ] as const)('is told what is wrong with the reference %j', async (typed, error) => {
    const link = await aProduct(service, {
      reference_enabled: true,
      reference_label: 'case number',
      price: 1,
    });
    const { payer, page } = await begin(link);
    const again = await payer.submit(page, '.govuk-button', { 'payment-reference': typed });
    expect(again.status).toBe(400);
    expect(textOf(again, '.govuk-error-summary a[href="#payment-reference"]')).toBe(
      t.product.referenceErrors[error]('case number'),
    );
    expect(again.document.toString()).not.toContain('4444 3333');
  });

  test('may go back and change both answers', async () => {
    const link = await aProduct(service, { reference_enabled: true, reference_label: 'case number' });
    const { payer, page } = await toConfirm(link, { reference: 'WRONG', amount: '1' });
    const [toReference, toAmount] = page.document.querySelectorAll('.govuk-summary-list__actions a');
    const amount = await payer.open(new URL(toAmount?.getAttribute('href') ?? '', page.url).href);
    expect(amount.document.querySelector('#payment-amount')?.getAttribute('value')).toBe('1.00');
    await payer.submit(amount, '.govuk-button', { 'payment-amount': '2' });
    const reference = await payer.open(new URL(toReference?.getAttribute('href') ?? '', page.url).href);
    expect(reference.document.querySelector('#payment-reference')?.getAttribute('value')).toBe('WRONG');
    const check = await payer.submit(reference, '.govuk-button', { 'payment-reference': 'RIGHT' });
    const cardPage = await payer.submit(check, '.govuk-button');
    expect(await shown(service, link.account, paymentIdOf(cardPage))).toMatchObject({
      reference: 'RIGHT',
      amount: 200,
    });
  });

  test('is not asked what the link’s address answers, and may still change it', async () => {
    const link = await aProduct(service, { reference_enabled: true, reference_label: 'case number' });
    const { payer, page } = await begin({ url: `${link.url}?reference=CASE+7&amount=1450` });
    expect(textOf(page, 'h1')).toBe(t.product.check);
    expect(page.document.text).toContain('CASE 7');
    const amount = await payer.open(page.url.replace(/confirm$/, 'amount'));
    const check = await payer.submit(amount, '.govuk-button', { 'payment-amount': '20' });
    const cardPage = await payer.submit(check, '.govuk-button');
    expect(await shown(service, link.account, paymentIdOf(cardPage))).toMatchObject({
      reference: 'CASE 7',
      amount: 2000,
    });
  });

  test.each([
    ['reference=a%7Cb&amount=100', 'reference'],
    ['reference=4444333322221111&amount=100', 'reference'],
    ['reference=CASE&reference=CASE&amount=100', 'reference'],
    ['reference=CASE&amount=0', 'amount'],
    ['reference=CASE&amount=10000001', 'amount'],
    ['reference=CASE&amount=10.50', 'amount'],
    ['reference=CASE&amount=1e3', 'amount'],
  ])('is asked for what the address answers wrongly: %s', async (query, asked) => {
    const link = await aProduct(service, { reference_enabled: true, reference_label: 'case number' });
    const { page } = await begin({ url: `${link.url}?${query}` });
    expect(page.url).toMatch(new RegExp(`/${asked}$`));
  });

  test('cannot choose a price or reference by the address where the link has its own', async () => {
    const link = await aProduct(service, { price: 1450 });
    const { payer, page } = await begin({ url: `${link.url}?reference=MINE&amount=1` });
    const cardPage = await payer.submit(page, '.govuk-button');
    const { amount, reference } = await shown(service, link.account, paymentIdOf(cardPage));
    expect([amount, reference]).toEqual([1450, expect.not.stringContaining('MINE')]);
  });

  test('whose card is declined is led back to the link', async () => {
    const link = await aProduct(service, { price: 100 });
    const { payer, page } = await confirmed(link);
    const result = await payer.submit(page, '#submit-card-details', card({ cardNo: '4000000000000002' }));
    const back = result.document.querySelector('#return-url')?.getAttribute('href') ?? '';
    const complete = await payer.open(back);
    expect(textOf(complete, 'h1')).toBe(t.results.declined.title);
    expect(complete.document.querySelector('#start-again')?.getAttribute('href')).toBe(`/pay/${link.id}`);
  });

  test('who asks for the result too early is led to where the payment is', async () => {
    const link = await aProduct(service, { price: 100 });
    const { payer, page } = await confirmed(link);
    const early = await payer.open(`${service.url}/payment-complete/${paymentIdOf(page)}`);
    expect(early.url).toBe(page.url);
  });
});

describe('one confirmation', () => {
  test('that is sent twenty times at once makes one payment', async () => {
    const link = await aProduct(service);
    const { payer, page } = await toConfirm(link);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => payer.post(page, '.govuk-button', {})),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(await paymentsOf(link)).toHaveLength(1);
    const follows = await Promise.all(
      answers.map((answer) => payer.open(new URL(answer.headers.get('location') ?? '', page.url).href)),
    );
    expect(new Set(follows.map((one) => textOf(one, 'title')))).toEqual(new Set(['Enter card details']));
  });

  test('that is sent again after paying leads to the result and charges nothing', async () => {
    const link = await aProduct(service, { price: 100 });
    const { payer, page } = await toConfirm(link);
    const cardPage = await payer.submit(page, '.govuk-button');
    await pay({ payer, page: cardPage });
    const again = await payer.submit(page, '.govuk-button');
    expect(paymentIdOf(again)).toBe(paymentIdOf(cardPage));
    expect(textOf(again, 'h1')).toBe(t.results.success.title);
    expect(await paymentsOf(link)).toHaveLength(1);
  });

  test('with another amount than before makes another payment', async () => {
    const link = await aProduct(service);
    const { payer, page } = await toConfirm(link, { amount: '10' });
    await payer.submit(page, '.govuk-button');
    const amount = await payer.open(page.url.replace('/confirm', '/amount'));
    const check = await payer.submit(amount, '.govuk-button', { 'payment-amount': '100' });
    await payer.submit(check, '.govuk-button');
    expect((await paymentsOf(link)).map((one) => one.amount)).toEqual([1000, 10_000]);
  });

  test('of a page that showed something else is asked for again', async () => {
    const link = await aProduct(service, { price: 100 });
    const { payer, page } = await toConfirm(link);
    await change(service, link, { price: 200 });
    const again = await payer.submit(page, '.govuk-button');
    expect(again.document.text).toContain('£2.00');
    expect(await paymentsOf(link)).toEqual([]);
    await payer.submit(again, '.govuk-button');
    expect((await paymentsOf(link)).map((one) => one.amount)).toEqual([200]);
  });

  test('does not share its key with the account’s API', async () => {
    const link = await aProduct(service, { price: 100 });
    await confirmed(link);
    expect(await recordsOf(link)).toBe(1);
  });
});

describe('a stranger', () => {
  test('cannot post a form without its token, or with another’s', async () => {
    const link = await aProduct(service);
    const own = await begin(link);
    const other = await begin(link);
    const forged = other.page.document.querySelector('[name=csrfToken]')?.getAttribute('value') ?? '';
    for (const csrfToken of [undefined, '', 'x', forged]) {
      const answer = await own.payer.post(own.page, '.govuk-button', { csrfToken, 'payment-amount': '1' });
      expect(answer.status).toBe(403);
    }
    const confirm = await toConfirm(link);
    for (const csrfToken of [undefined, forged]) {
      const answer = await confirm.payer.post(confirm.page, '.govuk-button', { csrfToken });
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        new URL(confirm.page.url).pathname,
      ]);
    }
    expect(await paymentsOf(link)).toEqual([]);
  });

  test('cannot go on with another’s journey, or with a cookie that was changed', async () => {
    const link = await aProduct(service);
    const { page } = await toConfirm(link);
    const stranger = await openLink(link);
    expect((await stranger.payer.open(page.url)).url).toBe(link.url);
    const answer = await fetch(page.url, { redirect: 'manual', headers: { cookie: 'payment_link=AAAA' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/pay/${link.id}`]);
  });

  test('cannot carry an amount over to another link', async () => {
    const [dear, cheap] = [await aProduct(service), await aProduct(service)];
    const begun = await begin(cheap);
    await begun.payer.submit(begun.page, '.govuk-button', { 'payment-amount': '1' });
    const moved = await begun.payer.open(
      begun.page.url.replace(cheap.id, dear.id).replace('/amount', '/confirm'),
    );
    expect(moved.url).toBe(dear.url);
  });

  test('does not see how another’s payment ended', async () => {
    const link = await aProduct(service, { price: 100 });
    const { page } = await confirmed(link);
    const { payer } = await openLink(link);
    const complete = await payer.open(`${service.url}/payment-complete/${paymentIdOf(page)}`);
    expect([complete.status, textOf(complete, 'h1')]).toEqual([403, t.messages.noSession.title]);
  });

  test('is told that there is no such link', async () => {
    for (const path of [
      '/pay/nonsense',
      `/pay/${'0'.repeat(26)}`,
      '/redirect/licensing/nowhere',
      '/pay/x/y/confirm',
    ]) {
      const { page } = await openLink({ url: `${service.url}${path}` });
      expect([page.status, textOf(page, 'h1')]).toEqual([404, t.messages.unknownProduct.title]);
    }
  });
});

describe('a link', () => {
  test('that is closed or deleted says so, also to who is in the middle of it', async () => {
    const link = await aProduct(service, { language: 'cy' });
    const { payer, page } = await toConfirm(link);
    await change(service, link, { status: 'inactive' });
    const closed = strings.cy.messages.closedProduct.title;
    const late = await payer.submit(page, '.govuk-button');
    expect([late.status, textOf(late, 'h1')]).toEqual([410, closed]);
    await change(service, link, { status: 'active' });
    expect((await openLink(link)).page.status).toBe(200);
    await service.call('DELETE', link.path, { key: await adminToken(service) });
    const { page: gone } = await openLink(link);
    expect([gone.status, textOf(gone, 'h1')]).toEqual([410, closed]);
    expect(await paymentsOf(link)).toEqual([]);
  });

  test('is closed while its account may take no payments', async () => {
    const link = await aProduct(service);
    const { payer, page } = await toConfirm(link);
    const path = `/ashlar/v1/gateway-accounts/${link.account.id}/features`;
    const key = await adminToken(service);
    const features = (payments: boolean) => service.call('PATCH', path, { key, body: { payments } });
    await features(false);
    const late = await payer.submit(page, '.govuk-button');
    expect([late.status, textOf(late, 'h1')]).toEqual([410, t.messages.closedProduct.title]);
    expect((await openLink(link)).page.status).toBe(410);
    expect(await paymentsOf(link)).toEqual([]);
    await features(true);
    expect((await openLink(link)).page.status).toBe(200);
  });

  test('takes nothing that its account’s new provider would refuse', async () => {
    const account = await anAccount(service);
    const [fixed, free] = [
      await aProduct(service, { price: 29 }, account),
      await aProduct(service, {}, account),
    ];
    const priced = await toConfirm(fixed);
    const typed = await toConfirm(free, { amount: '0.29' });
    await service.pool.query(`update gateway_account set provider = 'stripe' where id = $1`, [account.id]);
    const closed = await priced.payer.submit(priced.page, '.govuk-button');
    expect([closed.status, textOf(closed, 'h1')]).toEqual([410, t.messages.closedProduct.title]);
    const asked = await typed.payer.submit(typed.page, '.govuk-button');
    expect(asked.url).toMatch(/\/amount$/);
    expect([await paymentsOf(fixed), await paymentsOf(free)]).toEqual([[], []]);
  });

  test('has a friendly address', async () => {
    const link = await aProduct(service, { product_name_path: 'rod-licence' });
    const answer = await fetch(`${service.url}/redirect/licensing/rod-licence`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `/pay/${link.id}`]);
  });

  test('has a friendly address that answers for the payer as its own does', async () => {
    const link = await aProduct(service, { product_name_path: 'net-licence' });
    const query = '?reference=CASE+7%0D%0A&amount=1450&amount=1&next=//elsewhere.example/';
    const redirect = 'manual' as const;
    const answer = await fetch(`${service.url}/redirect/licensing/net-licence${query}`, { redirect });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `/pay/${link.id}${query}`]);
    const { page } = await begin({ url: `${service.url}/redirect/licensing/net-licence?amount=1450` });
    expect(textOf(page, 'h1')).toBe(t.product.check);
  });

  test('asks for a reference again where the department began to want one meanwhile', async () => {
    const link = await aProduct(service);
    const { payer, page } = await toConfirm(link);
    await change(service, link, { reference_enabled: true, reference_label: 'case number' });
    const asked = await payer.submit(page, '.govuk-button');
    expect(asked.url).toMatch(/\/reference$/);
  });

  test('keeps what was typed out of addresses, and pages out of caches and frames', async () => {
    const link = await aProduct(service, { reference_enabled: true, reference_label: 'case number' });
    const { page } = await toConfirm(link, { reference: 'SECRET' });
    expect(page.url).not.toContain('SECRET');
    const { headers } = await fetch(link.url);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('set-cookie')).toMatch(
      /^payment_link=[\w-]+; Max-Age=7200; Path=\/pay\/.*; HttpOnly; SameSite=Lax$/i,
    );
  });

  test('takes a limited number of payments in a minute, in all and from one address', async () => {
    const limited = await startListening({ env: { PAYMENT_LINK_ADDRESS_PER_MINUTE: '3' } });
    try {
      const link = await aProduct(limited, { price: 100 });
      const { payer, page } = await toConfirm(link);
      const statuses = [];
      for (let at = 0; at < 4; at += 1) statuses.push((await payer.post(page, '.govuk-button', {})).status);
      expect(statuses).toEqual([303, 303, 303, 429]);
    } finally {
      await limited.end();
    }
  });
});

test('a link’s payments are listed, newest first, page by page, and no others', async () => {
  const link = await aProduct(service, { price: 100 });
  const sibling = await aProduct(service, { price: 100 }, link.account);
  await confirmed(sibling);
  const ids: string[] = [];
  for (let at = 0; at < 3; at += 1) ids.unshift(paymentIdOf((await confirmed(link)).page));
  const key = await adminToken(service);
  const first = await service.call('GET', `${link.path}/payments?limit=2`, { key });
  const second = await service.call('GET', `${link.path}/payments?limit=2&cursor=${first.json.next_cursor}`, {
    key,
  });
  const listed = [first, second].map(({ json }) => json.payments as Record<string, unknown>[]);
  expect(listed.map((page) => page.map((one) => one.payment_id))).toEqual([ids.slice(0, 2), ids.slice(2)]);
  expect(second.json).not.toHaveProperty('next_cursor');
  const { reference, created_date } = await shown(service, link.account, ids[0] ?? '');
  expect(listed[0]?.[0]).toEqual({
    payment_id: ids[0],
    amount: 100,
    reference,
    state: { status: 'started', finished: false },
    created_at: created_date,
  });
  const stranger = await adminToken(service, 'elsewhere');
  expect((await service.call('GET', `${link.path}/payments`, { key: stranger })).status).toBe(404);
  expect((await service.call('GET', `${link.path}/payments?cursor=x`, { key })).status).toBe(400);
});

test('a payment through a link is a payment like any other', async () => {
  const link = await aProduct(service, { price: 100 });
  const { payer, page } = await confirmed(link);
  const id = paymentIdOf(page);
  await pay({ payer, page });
  const { rows } = await service.pool.query(
    `select type from change_log where aggregate = $1 and type is not null order by sequence`,
    [id],
  );
  expect(rows.map(({ type }) => type).slice(0, 4)).toEqual(
    ['created', 'started', 'authorised', 'confirmed'].map((event) => `payments.payment.${event}.v1`),
  );
  expect(await statusOf(service, id)).toMatch(/^CAPTURE/);
});
