import { follow, openBrowser } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { strings } from '../../src/pages/strings/index.ts';
import { aClient, anAccount, beginSignIn, password, type Service, startService } from '../fixtures.ts';
import { expectGood } from './good-page.ts';

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
