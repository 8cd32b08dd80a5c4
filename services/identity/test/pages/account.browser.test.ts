import { follow, openBrowser } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { strings } from '../../src/pages/strings/index.ts';
import { anAccount, operatorToken, password, type Service, startService } from '../fixtures.ts';
import { type Mailroom, startMailroom } from '../mailroom.ts';
import { expectGood } from './good-page.ts';

let mailroom: Mailroom;
let service: Service;
let browser: Browser;

beforeAll(async () => {
  mailroom = await startMailroom();
  service = await startService({ env: { MESSAGING_FILE: mailroom.file } });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await service?.end();
  await mailroom?.end();
});

test.each(['en', 'cy'] as const)(
  'a person looks after the own account without scripts, in %s',
  async (language) => {
    const t = strings[language];
    const { id, email } = await anAccount(service);
    const token = await operatorToken(service);
    const organisation = { department: 'demo', name: 'Trout Ltd', kind: 'company' };
    const { json } = await service.call('POST', '/ashlar/v1/organisations', { token, json: organisation });
    const mandate = {
      department: 'demo',
      account_id: id,
      organisation_id: json.id,
      scope: ['returns:submit'],
    };
    await service.call('POST', '/ashlar/v1/mandates', { token, json: mandate });
    const context = await browser.newContext({ javaScriptEnabled: false, locale: language });
    const elsewhere = await browser.newContext({ javaScriptEnabled: false, locale: language });
    const page = await context.newPage();
    for (const one of [await elsewhere.newPage(), page]) {
      await one.goto(`${service.issuer}/account`);
      await one.fill('#email', email);
      await one.fill('#password', password);
      await follow(one, '#submit-password');
    }
    expect(await page.title()).toBe(t.account.title);
    expect(await page.textContent('#acting')).toContain('Trout Ltd');
    await expectGood(page);
    await follow(page, '.end-session');
    expect(await page.locator('.end-session').count()).toBe(0);

    await follow(page, '#change-password');
    expect(await page.title()).toBe(t.account.password.title);
    await expectGood(page);
    await follow(page, '#back-to-account');
    await follow(page, '#change-email');
    expect(await page.title()).toBe(t.account.email.title);
    await expectGood(page);
    const next = `next-${email}`;
    await page.fill('#email', next);
    await follow(page, '#submit-address');
    await expectGood(page);
    await page.fill('#code', await mailroom.code(next));
    await follow(page, '#submit-code');
    expect(await page.textContent('.govuk-summary-list')).toContain(next);

    await follow(page, '#change-phone');
    expect(await page.title()).toBe(t.phone.title);
    await expectGood(page);
    const phone = language === 'en' ? '+447700900201' : '+447700900202';
    await page.fill('#phone', phone);
    await follow(page, '#submit-phone');
    expect(await page.title()).toBe(t.phone.codeTitle);
    await expectGood(page);
    await page.fill('#code', await mailroom.code(phone));
    await follow(page, '#submit-code');
    expect(await page.textContent('.govuk-summary-list')).toContain(phone);
    await expectGood(page);

    await follow(page, '#delete-account');
    expect(await page.title()).toBe(t.account.erase.title);
    await expectGood(page);
    await follow(page, '#submit-erase');
    expect(await page.title()).toBe(`${t.error}: ${t.account.erase.title}`);
    await expectGood(page);
    await page.check('#confirm');
    await follow(page, '#submit-erase');
    expect(await page.textContent('h1')).toBe(t.messages.erased.title);
    await context.close();
    await elsewhere.close();
  },
);
