import { follow, until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { strings } from '../../src/pages/strings/index.ts';
import { adminToken, anAccount, shown } from '../fixtures.ts';
import { expectGood, openPayment, sendCard, startWorld, type World } from './browser.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.end());

const stateOf = async (paymentId: string) =>
  (await shown(world.service, world.account, paymentId)).state.status;

describe.each(['en', 'cy'] as const)('without scripts, in %s', (language) => {
  const t = strings[language];

  test('a payer corrects the form, confirms and is back at the service', async () => {
    const { page, paymentId } = await openPayment(world, { language });
    expect(await page.title()).toBe(t.card.title);
    expect(await page.inputValue('#address-country')).toBe('GB');
    await expectGood(world, page, `card-${language}`);

    await sendCard(page, { cardNo: '4444333322221112', expiryMonth: '13', cvc: '', email: 'payer' });
    expect(await page.title()).toBe(`${t.error}: ${t.card.title}`);
    await expectGood(world, page, `card-errors-${language}`);
    await page.click('.govuk-error-summary a[href="#cvc"]');
    expect(await page.evaluate('document.activeElement?.id ?? ""')).toBe('cvc');
    expect(await page.inputValue('#card-no')).toBe('');

    await sendCard(page);
    expect(new URL(page.url()).pathname).toBe(`/card_details/${paymentId}/confirm`);
    expect(await page.textContent('#card-number')).toBe(t.confirm.ending('Visa', '1111'));
    expect(await page.textContent('#amount')).toBe('£14.50');
    await expectGood(world, page, `confirm-${language}`);

    await follow(page, '.govuk-grid-row > #main-content #confirm');
    expect(page.url()).toBe(world.returnUrl);
    expect(await stateOf(paymentId)).toBe('success');

    await page.goBack();
    expect(await page.textContent('h1')).toBe(t.results.success.title);
    await expectGood(world, page, `result-success-${language}`);
    await follow(page, '#return-url');
    expect(page.url()).toBe(world.returnUrl);
  });

  test.each([
    ['declined', '4000000000000002', 'failed'],
    ['error', '4000000000000119', 'error'],
  ] as const)('a card with the outcome %s is told, with the way back', async (result, cardNo, state) => {
    const { page, paymentId } = await openPayment(world, { language });
    await sendCard(page, { cardNo });
    expect(await page.textContent('h1')).toBe(t.results[result].title);
    expect(await page.getAttribute('#return-url', 'href')).toBe(world.returnUrl);
    expect(await stateOf(paymentId)).toBe(state);
    await expectGood(world, page, `result-${result}-${language}`);
  });

  test('a payer sees what a corporate card adds, and that a card is not taken', async () => {
    const account = await anAccount(world.service, { name: 'Fishing licences' });
    const fees = {
      corporate_credit_card_surcharge_amount: 250,
      corporate_debit_card_surcharge_amount: 150,
      corporate_prepaid_debit_card_surcharge_amount: 50,
    };
    await world.service.call('PATCH', `/ashlar/v1/gateway-accounts/${account.id}/cards`, {
      key: await adminToken(world.service),
      body: fees,
    });
    const { page } = await openPayment({ ...world, account }, { language });
    const told = await page.textContent('#card-no-hint');
    for (const [name, fee] of [
      ['corporate_credit_card_surcharge_amount', '£2.50'],
      ['corporate_debit_card_surcharge_amount', '£1.50'],
      ['corporate_prepaid_debit_card_surcharge_amount', '£0.50'],
    ] as const) {
      expect(told).toContain(t.card.surcharges[name](fee));
    }
    await expectGood(world, page, `card-surcharges-${language}`);
    await sendCard(page, { cardNo: '6759649826438453' });
    expect(await page.textContent('#card-no-error')).toContain(t.errors.cardNoBrand.replace('%s', 'Maestro'));
    await expectGood(world, page, `card-not-taken-${language}`);
    await sendCard(page, { cardNo: '4111111111111111' });
    expect(await page.textContent('#payment-summary-breakdown-amount')).toBe('£14.50');
    expect(await page.textContent('#payment-summary-corporate-card-fee')).toBe('£2.50');
    expect(await page.textContent('#amount')).toBe('£17.00');
    await expectGood(world, page, `confirm-surcharge-${language}`);
  });

  test('a payer cancels from the card page and from the confirmation page', async () => {
    for (const first of ['card', 'confirm']) {
      const { page, paymentId } = await openPayment(world, { language });
      if (first === 'confirm') await sendCard(page);
      await follow(page, '#cancel-payment');
      expect(await page.textContent('h1')).toBe(t.results.cancelled.title);
      expect((await shown(world.service, world.account, paymentId)).state).toMatchObject({ code: 'P0030' });
      if (first === 'card') await expectGood(world, page, `result-cancelled-${language}`);
    }
  });

  test('a payment that expired or was withdrawn meanwhile is told', async () => {
    const { key } = world.account;
    const expired = await openPayment(world, { language });
    await world.service.call('POST', `/ashlar/v1/sandbox/payments/${expired.paymentId}/expire`, { key });
    await sendCard(expired.page);
    expect(await expired.page.textContent('h1')).toBe(t.results.expired.title);
    await expectGood(world, expired.page, `result-expired-${language}`);
    const withdrawn = await openPayment(world, { language });
    await world.service.call('POST', `/v1/payments/${withdrawn.paymentId}/cancel`, { key });
    await withdrawn.page.reload();
    expect(await withdrawn.page.textContent('h1')).toBe(t.results.withdrawn.title);
    await expectGood(world, withdrawn.page, `result-withdrawn-${language}`);
  });

  test('the waiting page moves on by itself when the provider has answered', async () => {
    let answer = () => {};
    world.gate = new Promise((resolve) => {
      answer = resolve;
    });
    const { page, context, paymentId } = await openPayment(world, { language });
    const sent = sendCard(page).catch(() => {});
    const second = await context.newPage();
    const path = `/card_details/${paymentId}`;
    await until(async () => {
      await second.goto(new URL(path, page.url()).href);
      return second.url().endsWith('/auth_waiting');
    });
    await expectGood(world, second, `waiting-${language}`);
    world.gate = undefined;
    answer();
    await second.waitForURL(`**${path}/confirm`);
    await sent;
    expect(await stateOf(paymentId)).toBe('submitted');
  });

  test('a stranger, a used link and a wrong address are told what to do', async () => {
    const { page, paymentId, link } = await openPayment(world, { language });
    const context = await world.browser.newContext({
      javaScriptEnabled: false,
      locale: language === 'cy' ? 'cy-GB' : 'en-GB',
    });
    const stranger = await context.newPage();
    const open = async (path: string, title: string, name: string) => {
      await stranger.goto(new URL(path, page.url()).href);
      expect(await stranger.textContent('h1')).toBe(title);
      await expectGood(world, stranger, `message-${name}-${language}`);
    };
    await open(`/card_details/${paymentId}`, t.messages.noSession.title, 'no-session');
    await open(link, t.messages.usedLink.title, 'used-link');
    await page.goto(link);
    expect(new URL(page.url()).pathname).toBe(`/card_details/${paymentId}`);
    await open('/secure/nonsense', t.messages.unknownLink.title, 'unknown-link');
    await open('/card_details/x/nowhere', t.messages.notFound.title, 'not-found');
    await page.evaluate(
      'for (const field of document.querySelectorAll("[name=csrfToken]")) field.value = "x"',
    );
    await follow(page, '#cancel-payment');
    expect(await page.textContent('h1')).toBe(t.messages.badForm.title);
    await expectGood(world, page, `message-bad-form-${language}`);
    expect(await stateOf(paymentId)).toBe('started');
  });
});

test('a payer who opens a second payment in another tab finishes both', async () => {
  const first = await openPayment(world);
  const { context } = first;
  const second = await openPayment(world, {}, { context });
  for (const { page, paymentId } of [first, second]) {
    await sendCard(page);
    await follow(page, '#confirm');
    expect(page.url()).toBe(world.returnUrl);
    expect(await stateOf(paymentId)).toBe('success');
  }
});

test('a payer gets back to a service whose own address leads on to another', async () => {
  const moved = new URL('/moved', world.returnUrl);
  const { page } = await openPayment(world, { return_url: moved.href });
  await sendCard(page);
  await follow(page, '#confirm');
  await page.waitForURL(world.returnUrl.replace('127.0.0.1', 'localhost'));
  expect(await page.textContent('body')).toBe('Back at the department');
});

test('the pages give the browser nothing to complain of, such as a font that is not theirs', async () => {
  const { page, context } = await openPayment(world);
  const complaints: string[] = [];
  context.on('console', (message) => complaints.push(message.text()));
  await page.reload();
  await sendCard(page, { cvc: '' });
  await sendCard(page);
  await follow(page, '#cancel-payment');
  expect(await page.textContent('h1')).toBe(strings.en.results.cancelled.title);
  expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
});

test('long words of a service and a payer do not break the page', async () => {
  const word = 'Licensing'.repeat(20);
  const { page } = await openPayment(world, { description: word });
  await sendCard(page, { cardholderName: word });
  await expectGood(world, page, 'confirm-long');
});
