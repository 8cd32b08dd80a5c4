import { describe, expect, test } from '@jest/globals';
import type { Status } from '../../src/domain/payment.ts';
import { pageErrors } from '../../src/pages/index.ts';
import { strings } from '../../src/pages/strings/index.ts';
import { cardFields, fakeService, payerPayment } from './fixtures.ts';
import { base, payerOf } from './payer.ts';

const cardSummary = {
  last_digits_card_number: '1111',
  first_digits_card_number: '444433',
  cardholder_name: 'J Bloggs',
  expiry_date: '06/26',
  card_brand: 'Visa',
  billing_address: { line1: '1 High Street', city: 'Leeds', postcode: 'LS1 1AA', country: 'GB' },
};

describe('the card page', () => {
  test('has the standard’s title, and says who is paid what for', async () => {
    const { html, status } = await (await payerOf(await fakeService())).get();
    expect(status).toBe(200);
    expect(html).toContain('<title>Enter card details</title>');
    expect(html).toContain('<html lang="en"');
    for (const words of [
      'Fishing licences',
      'A fishing licence',
      '£1,234.50',
      '4444\u00a03333\u00a02222\u00a01111',
    ]) {
      expect(html).toContain(words);
    }
  });

  test('shows no sandbox banner for a live account', async () => {
    const live = payerPayment('ENTERING CARD DETAILS', {
      account: { ...payerPayment('CREATED').account, type: 'live' },
    });
    expect((await (await payerOf(await fakeService(live))).get()).html).not.toContain('id="sandbox"');
  });

  test('shows what the service already knows, and the United Kingdom where it names no country of the list', async () => {
    const payment = payerPayment('ENTERING CARD DETAILS', {
      email: 'known@service.example',
      prefilled: { cardholder_name: 'K Nown', billing_address: { line1: '2 Low Road', country: 'Narnia' } },
    });
    const { html } = await (await payerOf(await fakeService(payment))).get();
    for (const value of ['known@service.example', 'K Nown', '2 Low Road'])
      expect(html).toContain(`value="${value}"`);
    expect(html).toMatch(/<option value="GB" selected/);
  });

  test('escapes what a service or payer wrote', async () => {
    const payment = payerPayment('ENTERING CARD DETAILS', { description: '"><script>alert(1)</script>' });
    const payer = await payerOf(await fakeService(payment));
    const { html } = await payer.post('', cardFields({ cardholderName: '<img src=x>', cvc: '' }));
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('&lt;img src=x&gt;');
  });

  test('tells all errors at once, linked to their fields, and keeps all but the card number and code', async () => {
    const service = await fakeService();
    const payer = await payerOf(service);
    const sent = cardFields({ cardNo: '4444333322221112', expiryMonth: '13', cvc: '987', email: 'x' });
    const { html, status } = await payer.post('', sent);
    expect(status).toBe(400);
    expect(html).toContain('<title>Error: Enter card details</title>');
    for (const id of ['card-no', 'expiry-month', 'email']) {
      expect(html).toContain(`<a href="#${id}">`);
      expect(html).toContain(`id="${id}"`);
    }
    expect(html).not.toMatch(/4444333322221112|987/);
    for (const kept of ['J Bloggs', '1 High Street', 'value="13"']) expect(html).toContain(kept);
    expect(service.sent).toEqual([]);
  });

  test('sends a good card on, and the payer to confirm', async () => {
    const service = await fakeService();
    const reply = await (await payerOf(service)).post('', cardFields());
    expect([reply.status, reply.location]).toEqual([303, `${base}/confirm`]);
    expect(service.sent).toMatchObject([
      { card: { number: '4444333322221111' }, email: 'payer@service.example' },
    ]);
  });

  test.each([
    ['declined', '/result'],
    ['error', '/result'],
    ['in_progress', '/auth_waiting'],
    ['not_open', ''],
  ] as const)('sends the payer on when the card is %s', async (outcome, stage) => {
    const payer = await payerOf(await fakeService(undefined, { deps: { submitCard: async () => outcome } }));
    const reply = await payer.post('', cardFields());
    expect([reply.status, reply.location]).toEqual([303, `${base}${stage}`]);
  });
});

describe('the confirmation page', () => {
  const waiting = payerPayment('AUTHORISATION SUCCESS', { cardSummary, email: 'payer@service.example' });

  test('shows the card by its brand and last four digits only', async () => {
    const { html } = await (await payerOf(await fakeService(waiting))).get('/confirm');
    for (const words of [
      'Visa ending in 1111',
      '£1,234.50',
      'A fishing licence',
      'LS1 1AA',
      'United Kingdom',
    ]) {
      expect(html).toContain(words);
    }
    expect(html).not.toContain('444433');
  });

  test('lets its form lead to the service, as no other page does', async () => {
    const service = await fakeService(waiting);
    const payer = await payerOf(service);
    const policy = (await payer.get('/confirm')).headers['content-security-policy'];
    expect(policy).toContain("form-action 'self' https://service.example");
    service.payment = payerPayment('ENTERING CARD DETAILS');
    expect((await payer.get()).headers['content-security-policy']).toMatch(/form-action 'self'$/);
  });

  test('confirms and sends the payer back to the service', async () => {
    const service = await fakeService(waiting);
    const payer = await payerOf(service);
    await payer.get('/confirm');
    const reply = await payer.post('/confirm');
    expect([reply.status, reply.location]).toEqual([302, waiting.returnUrl]);
    expect(service.confirmed).toBe(1);
  });

  test.each([
    ['already', 302, waiting.returnUrl],
    ['not_open', 303, base],
  ] as const)('answers %s', async (outcome, status, location) => {
    const service = await fakeService(waiting, { deps: { confirmPayment: async () => outcome } });
    const payer = await payerOf(service);
    await payer.get('/confirm');
    const reply = await payer.post('/confirm');
    expect([reply.status, reply.location]).toEqual([status, location]);
  });

  test('can be left by cancelling', async () => {
    const service = await fakeService(waiting);
    const payer = await payerOf(service);
    await payer.get('/confirm');
    expect((await payer.post('/cancel')).location).toBe(`${base}/result`);
    expect((await payer.get('/result')).html).toContain('Your payment has been cancelled');
  });
});

describe('every page goes by where the payment is', () => {
  const stages: readonly [Status, string][] = [
    ['CREATED', ''],
    ['ENTERING CARD DETAILS', ''],
    ['AUTHORISATION READY', '/auth_waiting'],
    ['AUTHORISATION 3DS REQUIRED', '/3ds_required'],
    ['AUTHORISATION 3DS READY', '/auth_waiting'],
    ['AUTHORISATION SUCCESS', '/confirm'],
    ['AWAITING CAPTURE REQUEST', '/result'],
    ['CAPTURED', '/result'],
    ['USER CANCEL READY', '/result'],
    ['EXPIRED', '/result'],
  ];
  test.each(stages)('%s belongs to "%s"', async (status, stage) => {
    const payer = await payerOf(await fakeService(payerPayment(status, { cardSummary })));
    for (const page of ['', '/confirm', '/3ds_required', '/auth_waiting', '/result']) {
      const reply = await payer.get(page);
      expect([reply.status, reply.location]).toEqual(
        page === stage ? [200, undefined] : [303, `${base}${stage}`],
      );
    }
  });

  test('also when a form with errors comes too late', async () => {
    const service = await fakeService();
    const payer = await payerOf(service);
    await payer.get();
    service.payment = payerPayment('EXPIRED');
    expect(await payer.post('', cardFields({ cvc: '' }))).toMatchObject({
      status: 303,
      location: `${base}/result`,
    });
  });

  test.each([
    ['CAPTURE APPROVED', 'success'],
    ['AWAITING CAPTURE REQUEST', 'success'],
    ['AUTHORISATION REJECTED', 'declined'],
    ['AUTHORISATION ERROR', 'error'],
    ['CAPTURE ERROR', 'error'],
    ['EXPIRE CANCEL READY', 'expired'],
    ['USER CANCELLED', 'cancelled'],
    ['SYSTEM CANCELLED', 'withdrawn'],
  ] as const)('%s is told as %s, with the way back', async (status, result) => {
    const { html } = await (await payerOf(await fakeService(payerPayment(status)))).get('/result');
    expect(html).toContain(`<h1 class="govuk-heading-l">${strings.en.results[result].title}</h1>`);
    expect(html).toContain('href="https://service.example/return?case=1"');
  });

  test('the waiting page asks again by itself, as often as it was told', async () => {
    const deps = { waitingRefreshS: 7 };
    const payer = await payerOf(await fakeService(payerPayment('AUTHORISATION READY'), { deps }));
    expect((await payer.get('/auth_waiting')).headers.refresh).toBe('7');
  });
});

describe('all pages', () => {
  test('are kept by no cache, framed by no site, name no referrer and run no script', async () => {
    const { headers, html } = await (await payerOf(await fakeService())).get();
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(html).not.toMatch(/<script|style=|onclick/);
  });

  test('may use their styles where the address is unknown too', async () => {
    const { app } = await fakeService();
    const { headers } = await app.inject({ url: '/card_details/x/nowhere' });
    expect(headers['content-security-policy']).toContain("style-src 'self'");
  });

  test('link their styles below the path prefix, for a year', async () => {
    const service = await fakeService(undefined, { publicUrl: 'https://dept.test/payments/' });
    const { html } = await (await payerOf(service)).get();
    const links = [...html.matchAll(/href="\/payments(\/assets\/[^"]+\.css\?v=\w+)"/g)].map(
      ([, link]) => link ?? '',
    );
    expect(links).toHaveLength(2);
    for (const url of links) {
      const style = await service.app.inject({ url });
      expect(style.statusCode).toBe(200);
      expect(style.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    }
  });

  test('serve neither the typeface nor the crest of GOV.UK, and their styles ask for no font', async () => {
    const { app } = await fakeService();
    for (const file of ['fonts/light-94a07e06a1-v2.woff2', 'images/govuk-crest.svg', 'favicon.ico']) {
      expect((await app.inject({ url: `/assets/${file}` })).statusCode).toBe(404);
    }
    const styles = await app.inject({ url: '/assets/govuk-frontend.css' });
    expect(styles.payload).toContain('font-family:arial,sans-serif');
    expect(styles.payload).not.toMatch(/@font-face|GDS/);
  });

  test('speak Welsh throughout where the payment does', async () => {
    const service = await fakeService(payerPayment('ENTERING CARD DETAILS', { language: 'cy' }));
    const payer = await payerOf(service);
    const { html } = await payer.get();
    expect(html).toContain('<html lang="cy"');
    expect(html).toContain(`<title>${strings.cy.card.title}</title>`);
    expect(html).toContain('Y Deyrnas Unedig');
    const wrong = (await payer.post('', cardFields({ cvc: '' }))).html;
    expect(wrong).toContain(strings.cy.card.errorSummary);
    expect(wrong).toContain(`<title>Gwall: ${strings.cy.card.title}</title>`);
    expect(wrong).toContain(strings.cy.errors.cvcMissing);
    expect(wrong).not.toMatch(/Error|Enter |card number/);
  });

  test('that belong to no payment speak the browser’s language', async () => {
    const { app } = await fakeService();
    const reply = await app.inject({
      url: '/secure/spent',
      headers: { 'accept-language': 'cy-GB,en;q=0.5' },
    });
    expect(reply.payload).toContain('<html lang="cy"');
    const english = await app.inject({ url: '/secure/spent', headers: { 'accept-language': 'fr,cy' } });
    expect(english.payload).toContain('<html lang="en"');
  });
});

test('Welsh has words of its own for everything', () => {
  const leaves = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
  const [english, welsh] = [leaves(strings.en), leaves(strings.cy)];
  expect(welsh).toHaveLength(english.length);
  expect(welsh.filter((words, at) => typeof words === 'string' && words === english[at])).toEqual([]);
});

test.each([
  ['not_found', 404, 'Page not found'],
  ['unavailable', 503, 'unavailable at the moment'],
  ['unexpected', 500, 'there is a problem with this page'],
  ['unsupported_media_type', 415, 'could not use that request'],
] as const)('the kit’s error %s is a page', async (kind, status, words) => {
  const { app } = await fakeService();
  app.get('/probe', (request, reply) => {
    const { body, contentType = '' } = pageErrors({ kind, status }, request);
    return reply.type(contentType).send(body);
  });
  const reply = await app.inject({ url: '/probe' });
  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(reply.payload).toContain(words);
});
