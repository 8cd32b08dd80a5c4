import { follow, until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import { strings } from '../../src/pages/strings/index.ts';
import { anAccount, shown } from '../fixtures.ts';
import { challengedCard } from '../three-d-secure.ts';
import { expectGood, openPayment, sendCard, startWorld, type World } from './browser.ts';

/** Where GOV.UK Pay's own browser tests look for the frame, and in it for the button that passes. */
const frameAt = '#main-content > .govuk-grid-row > .govuk-grid-column-two-thirds > .iframe-3ds';
const passButton = '.no-js > body > div > form > .form > li > span > [type="submit"]';
const confirmButton = '.govuk-grid-row > #main-content #confirm';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.end());

async function atTheIssuer(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector(frameAt)).contentFrame();
  if (!frame) throw new Error('the frame holds no page');
  await frame.waitForSelector(passButton);
  return frame;
}

async function challenged(changes: Record<string, unknown> = {}) {
  const opened = await openPayment(world, changes);
  const complaints: string[] = [];
  opened.context.on('console', (message) => complaints.push(message.text()));
  await sendCard(opened.page, { cardNo: challengedCard });
  expect(new URL(opened.page.url()).pathname).toBe(`/card_details/${opened.paymentId}/3ds_required`);
  return { ...opened, complaints };
}

const stateOf = async (paymentId: string) =>
  (await shown(world.service, world.account, paymentId)).state.status;

describe.each(['en', 'cy'] as const)('without scripts, in %s', (language) => {
  const t = strings[language];

  test('a payer passes the issuer’s question in its frame and confirms in the whole window', async () => {
    const { page, paymentId, complaints } = await challenged({ language });
    const frame = await atTheIssuer(page);
    expect(await frame.textContent('h1')).toBe(t.issuer.title);
    await expectGood(world, page, `challenge-${language}`);
    await frame.click(passButton);
    await page.waitForSelector(confirmButton);
    expect(page.frames()).toHaveLength(1);
    expect(await stateOf(paymentId)).toBe('submitted');
    await follow(page, confirmButton);
    expect(page.url()).toBe(world.returnUrl);
    expect(await stateOf(paymentId)).toBe('success');
    expect(complaints).toEqual([]);
  });

  test.each(['test-source-fail-3ds', 'issuer-cancel'])('a payer who presses %s is declined', async (id) => {
    const { page, paymentId } = await challenged({ language });
    await (await atTheIssuer(page)).click(`#${id}`);
    await page.waitForURL(/\/result$/);
    expect(await page.textContent('h1')).toBe(t.results.declined.title);
    expect(await stateOf(paymentId)).toBe('failed');
  });

  test('the issuer’s page and the way back are good pages of their own', async () => {
    const { page, paymentId } = await challenged({ language });
    await follow(page, '[href$="/3ds_required_out"]');
    expect(page.url()).toContain(`/card_details/${paymentId}/3ds_simulation?`);
    await expectGood(world, page, `issuer-${language}`);
    await page.goto(new URL(`/card_details/${paymentId}/3ds_required_in`, page.url()).href);
    await expectGood(world, page, `way-on-${language}`);
    await follow(page, '#go-on');
    await page.waitForSelector(frameAt);
  });
});

test('a payee with a long name without blanks does not break the issuer’s page', async () => {
  const account = await anAccount(world.service, { name: 'Licensing'.repeat(8) });
  const { page } = await openPayment({ ...world, account });
  await sendCard(page, { cardNo: challengedCard });
  await follow(page, '[href$="/3ds_required_out"]');
  await expectGood(world, page, 'issuer-long');
});

test('a test written for Stripe’s test mode finds the frame and the button by their names there', async () => {
  const { page, paymentId } = await challenged();
  await page.waitForSelector('iframe.iframe-3ds');
  await until(() => page.frame('stripe-challenge-frame')?.isVisible('#test-source-authorize-3ds'));
  await page.frame('stripe-challenge-frame')?.click('#test-source-authorize-3ds');
  await follow(page, confirmButton);
  expect(await stateOf(paymentId)).toBe('success');
});

test('the back button, a second tab and an old frame do no harm', async () => {
  const { page, context, paymentId } = await challenged();
  const second = await context.newPage();
  await second.goto(page.url());
  const old = await atTheIssuer(second);
  await (await atTheIssuer(page)).click(passButton);
  await page.waitForSelector(confirmButton);
  await page.goBack();
  await page.waitForSelector(confirmButton);
  await old.click('#test-source-fail-3ds');
  await second.waitForSelector(confirmButton);
  expect(await stateOf(paymentId)).toBe('submitted');
});

test('a payment that was cancelled in the middle is told in the whole window', async () => {
  const { page, paymentId } = await challenged();
  const frame = await atTheIssuer(page);
  await world.service.call('POST', `/v1/payments/${paymentId}/cancel`, { key: world.account.key });
  await frame.click(passButton);
  await page.waitForURL(/\/result$/);
  expect(await page.textContent('h1')).toBe(strings.en.results.withdrawn.title);
});

test('a payer may give up in front of the question', async () => {
  const { page, paymentId } = await challenged();
  await atTheIssuer(page);
  await follow(page, '#cancel-payment');
  expect(await page.textContent('h1')).toBe(strings.en.results.cancelled.title);
  await until(async () => (await stateOf(paymentId)) === 'failed');
});
