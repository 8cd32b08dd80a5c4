import { expect, test } from '@jest/globals';
import { openBrowser } from '../src/index.ts';

test('the browser shows a page', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent('<h1>Hello</h1>');
    expect(await page.getByRole('heading').textContent()).toBe('Hello');
  } finally {
    await browser.close();
  }
});
