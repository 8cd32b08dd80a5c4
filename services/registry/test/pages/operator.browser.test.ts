import { follow, freePort, openBrowser } from '@ashlar/testkit';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { aDepartment, anImplementation, bind, type Registry, startRegistry } from '../fixtures.ts';

let registry: Registry;
let browser: Browser;
let root: string;

beforeAll(async () => {
  const port = await freePort();
  root = `http://127.0.0.1:${port}`;
  registry = await startRegistry(undefined, { PUBLIC_URL: root });
  await registry.app.listen({ host: '127.0.0.1', port });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await registry?.end();
});

/** Asserts that a page can be used by everybody and on a narrow screen. */
async function expectGood(page: Page, shot?: string): Promise<void> {
  expect(await page.evaluate('getComputedStyle(document.querySelector("h1")).fontFamily')).toMatch(/^arial/i);
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(beyond)).toBe(0);
    const { SHOTS } = process.env;
    if (SHOTS && shot) await page.screenshot({ path: `${SHOTS}/${shot}-${width}.png`, fullPage: true });
  }
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(passes.length).toBeGreaterThan(10);
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
}

async function signedIn(javaScriptEnabled = true): Promise<Page> {
  const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
  await page.goto(`${root}/operator`);
  await page.fill('#token', await registry.token());
  await follow(page, '#submit-token');
  return page;
}

test('an operator signs in, sees an empty platform and then what is bound and what runs, and signs out', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${root}/operator`);
  expect(await page.title()).toBe('Sign in – Ashlar registry');
  await expectGood(page, 'sign-in');
  await page.fill('#token', 'none');
  await follow(page, '#submit-token');
  expect(await page.title()).toBe('Error: Sign in – Ashlar registry');
  await expectGood(page, 'sign-in-error');
  await page.fill('#token', await registry.token());
  await follow(page, '#submit-token');
  expect(await page.textContent('main')).toContain('Nothing is bound yet');
  await expectGood(page, 'bindings-empty');
  await page.goto(`${root}/operator/implementations`);
  expect(await page.textContent('main')).toContain('No implementation is registered yet');
  await expectGood(page);

  const department = await aDepartment(registry);
  const blue = await anImplementation(registry, 'payments', { name: 'blue', version: '1.4.0' });
  await anImplementation(registry, 'payments', { name: 'ledgerline', version: `sha256:${'0f'.repeat(32)}` });
  await bind(registry, { component: 'payments', department: '*' }, blue, 0);
  await bind(registry, { component: 'payments', department }, blue, 0);
  await registry.call('DELETE', `/ashlar/v1/bindings/payments/${department}?expected_epoch=1`);
  await page.goto(`${root}/operator`);
  const rows = await page.locator('tbody tr').allInnerTexts();
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(/payments\s+every other department\s+the default\s+blue\s+version 1\.4\.0\s+1\s/);
  expect(rows[1]).toMatch(new RegExp(`payments\\s+${department}\\s+Nothing\\s+2\\s`, 'i'));
  await expectGood(page, 'bindings');
  await follow(page, 'nav a:has-text("Implementations")');
  expect(await page.textContent('main')).toContain('ledgerline');
  await expectGood(page, 'implementations');

  await follow(page, '#sign-out');
  expect(await page.textContent('h1')).toBe('You are signed out');
  await expectGood(page);
});

test('all of it works without scripts', async () => {
  const page = await signedIn(false);
  expect(await page.textContent('h1')).toBe('What is bound');
  await follow(page, 'nav a:has-text("Implementations")');
  expect(await page.textContent('h1')).toBe('Implementations');
});
