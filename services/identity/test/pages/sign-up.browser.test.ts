import { randomUUID } from 'node:crypto';
import { follow, openBrowser } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { strings } from '../../src/pages/strings/index.ts';
import { aClient, beginSignIn, type Service, startService } from '../fixtures.ts';
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

test.each(['en', 'cy'] as const)('a person creates an account without scripts, in %s', async (language) => {
  const t = strings[language];
  const email = `person-${randomUUID()}@service.example`;
  const { start } = await beginSignIn(service, await aClient(service), { ui_locales: language });
  const context = await browser.newContext({ javaScriptEnabled: false });
  await context.route('http://127.0.0.1:9/**', (route) => route.fulfill({ body: 'Back at the department' }));
  const page = await context.newPage();
  await page.goto(start);
  await follow(page, '#forgotten-password');
  expect(await page.title()).toBe(t.address.forgotten.title);
  await expectGood(page);
  await follow(page, '#back-to-sign-in');
  await follow(page, '#create-account');
  expect(await page.title()).toBe(t.address.create.title);
  await expectGood(page);

  await page.fill('#email', 'no address');
  await follow(page, '#submit-address');
  expect(await page.title()).toBe(`${t.error}: ${t.address.create.title}`);
  expect(await page.inputValue('#email')).toBe('no address');
  await expectGood(page);

  await page.fill('#email', email);
  await follow(page, '#submit-address');
  expect(await page.title()).toBe(t.code.title);
  await expectGood(page);
  await page.fill('#code', '1');
  await follow(page, '#submit-code');
  expect(await page.title()).toBe(`${t.error}: ${t.code.title}`);
  await expectGood(page);
  const code = await mailroom.code(email);
  expect(mailroom.mails.at(-1)?.template_id).toBe(`code-${language}`);
  await page.fill('#code', code);
  await follow(page, '#submit-code');

  expect(await page.title()).toBe(t.newPassword.title);
  await expectGood(page);
  await page.fill('#password', 'password1');
  await follow(page, '#submit-new-password');
  expect(await page.title()).toBe(`${t.error}: ${t.newPassword.title}`);
  await expectGood(page);
  await page.fill('#password', 'three unlikely words');
  await follow(page, '#submit-new-password');
  expect(await page.textContent('h1')).toBe(t.consent.title('Fishing licences'));
  await follow(page, '#submit-consent');
  await page.waitForURL('http://127.0.0.1:9/callback?**');
  await context.close();
});
