import { follow } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { strings } from '../../src/pages/strings/index.ts';
import { shown } from '../fixtures.ts';
import { aProduct, paymentIdOf } from '../product-fixtures.ts';
import { expectGood, sendCard, startWorld, type World } from './browser.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.end());

const settings = {
  name: 'Pay for a rod licence',
  description: 'You need one for each rod.\nChildren pay nothing.',
  reference_enabled: true,
  reference_label: 'licence number',
  reference_hint: 'It begins with RL and is on your letter',
  amount_hint: 'The amount is on your letter too',
  confirmation_text: 'Your licence comes by post within 5 days.',
};

async function open(changes: Record<string, unknown> = {}): Promise<Page> {
  const context = await world.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const { url } = await aProduct(world.service, { ...settings, ...changes }, world.account);
  await page.goto(url);
  return page;
}

const press = (page: Page) => follow(page, '.govuk-button');

test.each(['en', 'cy'] as const)(
  'without scripts, in %s, a payer goes through every page',
  async (language) => {
    const t = strings[language];
    const page = await open({ language });
    await expectGood(world, page, `link-start-${language}`);

    await press(page);
    await expectGood(world, page, `link-reference-${language}`);
    await press(page);
    await expectGood(world, page, `link-reference-error-${language}`);
    await page.click('.govuk-error-summary a');
    expect(await page.evaluate('document.activeElement?.id')).toBe('payment-reference');
    await page.fill('#payment-reference', 'RL 1');
    await press(page);

    await expectGood(world, page, `link-amount-${language}`);
    await page.fill('#payment-amount', 'fifty');
    await press(page);
    await expectGood(world, page, `link-amount-error-${language}`);
    await page.fill('#payment-amount', '50.50');
    await press(page);

    expect(await page.textContent('h1')).toBe(t.product.check);
    await expectGood(world, page, `link-check-${language}`);
    await follow(page, '.govuk-back-link');
    await follow(page, '.govuk-back-link');
    await press(page);
    expect(await page.textContent('.govuk-summary-list')).toContain('£50.50');

    await press(page);
    expect(await page.title()).toBe(t.card.title);
    await sendCard(page);
    await follow(page, '#confirm');
    expect(await page.textContent('h1')).toContain(t.results.success.title);
    await expectGood(world, page, `link-complete-${language}`);
    const payment = await shown(world.service, world.account, paymentIdOf({ url: page.url() }));
    expect(payment.state.status).toBe('success');

    await page.goto(await (await open({ language, status: 'inactive' })).url());
    await expectGood(world, page, `link-closed-${language}`);
  },
);

test('a payer who presses the first button of each page and types an amount reaches the card page', async () => {
  const page = await open({ reference_enabled: false });
  await press(page);
  await page.fill('#payment-amount', '50.50');
  await press(page);
  await press(page);
  expect(await page.title()).toBe('Enter card details');
});

test('a payer with a link in two tabs finishes both, each with its own amount', async () => {
  const page = await open({ reference_enabled: false });
  const tabs = [page, await page.context().newPage()];
  await tabs[1]?.goto(page.url());
  for (const [at, tab] of tabs.entries()) {
    await press(tab);
    await tab.fill('#payment-amount', `${at + 1}`);
  }
  for (const tab of tabs) await press(tab);
  for (const tab of tabs) await press(tab);
  for (const [at, tab] of tabs.entries()) {
    expect(await tab.textContent('#amount')).toBe(`£${at + 1}.00`);
    await sendCard(tab);
    await follow(tab, '#confirm');
    expect(await tab.textContent('#amount')).toBe(`£${at + 1}.00`);
  }
});

test('a payer whose card is declined is led back to the link, and back-button presses make no payment more', async () => {
  const page = await open({ reference_enabled: false, price: 1450 });
  await press(page);
  await press(page);
  const cardUrl = page.url();
  await page.goBack();
  await press(page);
  expect(page.url()).toBe(cardUrl);
  await sendCard(page, { cardNo: '4000000000000002' });
  await follow(page, '#return-url');
  await expectGood(world, page, 'link-declined-en');
  await follow(page, '#start-again');
  expect(await page.textContent('h1')).toBe(settings.name);
});

test('long words and a long title do not break the pages', async () => {
  const word = 'Licensing'.repeat(20);
  const page = await open({ name: word, description: word, reference_label: 'x'.repeat(50) });
  await expectGood(world, page, 'link-long-start');
  await press(page);
  await page.fill('#payment-reference', word);
  await press(page);
  await page.fill('#payment-amount', '1');
  await press(page);
  await expectGood(world, page, 'link-long-check');
});
