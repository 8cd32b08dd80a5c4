import { follow, openBrowser } from '@ashlar/testkit';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { strings } from '../../src/pages/strings/index.ts';
import { aClient, anAccount, beginSignIn, password, type Service, startService } from '../fixtures.ts';

let service: Service;
let browser: Browser;

beforeAll(async () => {
  service = await startService();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await service?.end();
});

/** Asserts that a page can be used by everybody and on a narrow screen. */
async function expectGood(page: Page): Promise<void> {
  expect(await page.evaluate('getComputedStyle(document.querySelector("h1")).fontFamily')).toMatch(/^arial/i);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    expect(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBe(0);
  }
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

describe.each(['en', 'cy'] as const)('without scripts, in %s', (language) => {
  const t = strings[language];

  test('a person corrects the password, agrees, is back at the service, and signs out', async () => {
    const [client, { email }] = await Promise.all([aClient(service), anAccount(service)]);
    const { start } = await beginSignIn(service, client, { ui_locales: language });
    const context = await browser.newContext({ javaScriptEnabled: false });
    await context.route('http://127.0.0.1:9/**', (route) =>
      route.fulfill({ body: 'Back at the department' }),
    );
    const page = await context.newPage();
    await page.goto(start);
    expect(await page.title()).toBe(t.password.title);
    await expectGood(page);

    await page.fill('#email', email);
    await page.fill('#password', 'not the password');
    await follow(page, '#submit-password');
    expect(await page.title()).toBe(`${t.error}: ${t.password.title}`);
    expect(await page.inputValue('#email')).toBe(email);
    expect(await page.inputValue('#password')).toBe('');
    await expectGood(page);

    await page.fill('#password', password);
    await follow(page, '#submit-password');
    expect(await page.textContent('h1')).toBe(t.consent.title('Fishing licences'));
    await expectGood(page);

    await follow(page, '#submit-consent');
    await page.waitForURL('http://127.0.0.1:9/callback?**');
    expect(new URL(page.url()).searchParams.get('code')).toMatch(/.{20}/);

    await page.goto(`${service.issuer}/logout?client_id=${client.id}&ui_locales=${language}`);
    expect(await page.textContent('h1')).toBe(t.logout.title);
    await expectGood(page);
    await follow(page, '#submit-logout');
    expect(new URL(page.url()).pathname).toBe('/logout/success');
    await context.close();
  });
});

test('a person who is signed out already is told so, with scripts too', async () => {
  const page = await browser.newPage();
  await page.goto(`${service.issuer}/logout`);
  await page.waitForURL('**/logout/success');
  expect(await page.textContent('h1')).toBe(strings.en.messages.loggedOut.title);
  await expectGood(page);
});

test('a mistake of the service and a lost sign-in are told as pages', async () => {
  const page = await browser.newPage();
  await page.goto(`${service.issuer}/authorize?client_id=nobody`);
  expect(await page.textContent('h1')).toBe(strings.en.messages.badRequest.title);
  await expectGood(page);
  await page.goto(`${service.issuer}/sign-in/unknown`);
  expect(await page.textContent('h1')).toBe(strings.en.messages.lost.title);
  await expectGood(page);
});
