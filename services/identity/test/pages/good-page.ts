import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

/** Asserts that a page can be used by everybody and on a narrow screen. */
export async function expectGood(page: Page): Promise<void> {
  expect(await page.evaluate('getComputedStyle(document.querySelector("h1")).fontFamily')).toMatch(/^arial/i);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    expect(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBe(0);
  }
  const browser = page.context().browser();
  if (!browser) throw new Error('the page is in no browser');
  const context = await browser.newContext({ bypassCSP: true });
  const copy = await context.newPage();
  const body = await page.content();
  // Axe needs scripts, so it looks at the same HTML in a browser that runs them.
  await copy.route(page.url(), (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
  await copy.goto(page.url());
  const { violations, passes } = await new AxeBuilder({ page: copy }).analyze();
  await context.close();
  expect(passes.length).toBeGreaterThan(10);
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
}
