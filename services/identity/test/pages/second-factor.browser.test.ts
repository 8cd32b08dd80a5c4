import { follow, openBrowser } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { strings } from '../../src/pages/strings/index.ts';
import { anAccount, password, type Service, startService } from '../fixtures.ts';
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

test.each(['en', 'cy'] as const)(
  'a person sets up an authenticator app without scripts, in %s',
  async (language) => {
    const t = strings[language];
    const { email } = await anAccount(service);
    const context = await browser.newContext({ javaScriptEnabled: false, locale: language });
    const page = await context.newPage();
    await page.goto(`${service.issuer}/account/authenticator`);
    await page.fill('#email', email);
    await page.fill('#password', password);
    await follow(page, '#submit-password');
    expect(await page.title()).toBe(t.authenticator.title);
    expect(await page.evaluate('document.querySelector("img").naturalWidth')).toBeGreaterThan(0);
    await expectGood(page);
    const secret = Secret.fromBase32(((await page.textContent('#secret')) ?? '').replaceAll(' ', ''));
    await page.fill('#code', new TOTP({ secret }).generate());
    await follow(page, '#submit-authenticator');
    expect(await page.title()).toBe(t.recoveryCodes.title);
    await expectGood(page);
    const code = (await page.textContent('#recovery-codes code')) ?? '';
    await follow(page, '#back-to-account');
    await expectGood(page);

    // It was set up in a session of the password alone: what protects the account asks for more.
    await follow(page, '#renew-recovery-codes');
    await page.fill('#email', email);
    await page.fill('#password', password);
    await follow(page, '#submit-password');
    expect(await page.title()).toBe(t.secondFactor.title);
    await expectGood(page);
    await page.fill('#code', '000000');
    await follow(page, '#submit-second-factor');
    expect(await page.title()).toBe(`${t.error}: ${t.secondFactor.title}`);
    await expectGood(page);
    await page.fill('#code', code);
    await follow(page, '#submit-second-factor');
    expect(new URL(page.url()).pathname).toBe('/account');
    await context.close();
  },
);
